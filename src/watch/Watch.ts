/**
 * The main program: follow a job to its end, read every failed record, tell people, report.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import type { GenesysError } from "../genesys/GenesysError.js"
import { GenesysHttp } from "../genesys/GenesysHttp.js"
import type { FailurePage } from "../jobs/Job.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Paging from "../jobs/Paging.js"
import type { JobReport } from "../report/Report.js"
import * as Tally from "../report/Tally.js"
import * as Advice from "./Advice.js"
import * as Known from "./Known.js"
import { Notifier } from "./Notifier.js"
import * as PatientDoor from "./PatientDoor.js"
import * as Poller from "./Poller.js"
import type { Target } from "./Target.js"
import { WatchEvent } from "./WatchEvent.js"

export { type Target, target } from "./Target.js"

/**
 * How a watch polls, how long, and what it tells meanwhile.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Gap between polls when the job tells no progress. Default: 10 seconds. */
  readonly interval?: Duration.DurationInput | undefined
  /** The longest gap of the adaptive pace. Default: 60 seconds. */
  readonly maxInterval?: Duration.DurationInput | undefined
  /** Default: `adaptive`. */
  readonly pace?: "adaptive" | "fixed" | undefined
  /** Time for the whole watch. Default: 24 hours. */
  readonly timeout?: Duration.DurationInput | undefined
  /** How long a state that the kind does not know is tolerated. Default: 10 minutes. */
  readonly unknownStateTolerance?: Duration.DurationInput | undefined
  /** Failed records asked for per page. Default: 100. */
  readonly pageSize?: number | undefined
  /** Pages in flight at once. Default: 8. */
  readonly pageConcurrency?: number | undefined
  /** Samples kept per error code. Default: 3. */
  readonly samples?: number | undefined
  /** Sees every event as it happens; the watch waits for it. */
  readonly onEvent?: ((event: WatchEvent) => Effect.Effect<void>) | undefined
  /** Sees every page of failed records, in order; the next page waits for it. */
  readonly onPage?: ((page: FailurePage, target: Target) => Effect.Effect<void>) | undefined
}

/**
 * A watch that can be run once, and asked at any time what it knows.
 *
 * @since 0.1.0
 * @category models
 */
export interface Watch {
  readonly target: Target
  /** Runs to the end. It never fails: what went wrong is in the report. */
  readonly run: Effect.Effect<JobReport, never, GenesysHttp | Notifier>
  /** The report of what is known now, for a watch that was interrupted. */
  readonly snapshot: Effect.Effect<JobReport>
}

/**
 * Makes a watch; nothing is sent before it runs.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (target: Target, options: Options = {}): Effect.Effect<Watch> =>
  Effect.gen(function* () {
    const { job, kind } = target
    const known = yield* Ref.make(Known.nothing(yield* Clock.currentTimeMillis))
    const emit = options.onEvent ?? (() => Effect.void)
    const update = (f: (known: Known.Known) => Partial<Known.Known>) =>
      Ref.update(known, (current) => ({ ...current, ...f(current) }))

    const snapshot = Effect.flatMap(Clock.currentTimeMillis, (now) =>
      Effect.map(Ref.get(known), (current) => Known.report(current, job, now))
    )

    const poll = (deadline: number) =>
      Poller.run(
        kind,
        job,
        {
          pace: {
            mode: options.pace ?? "adaptive",
            intervalMillis: millis(options.interval, defaultInterval),
            maxGapMillis: millis(options.maxInterval, "60 seconds")
          },
          deadline,
          unknownStateMillis: millis(options.unknownStateTolerance, "10 minutes")
        },
        {
          emit,
          polled: ({ requests, retries, status }) =>
            update((current) => ({
              polls: current.polls + 1,
              requests: current.requests + requests,
              retries: current.retries + retries,
              ...(status === undefined ? {} : { status })
            }))
        }
      )

    /** Pages that were read stay read, whatever happens to the next one. */
    const drain = (reading: Jobs.Reading, deadline: number) =>
      Effect.gen(function* () {
        let pages = 0
        let tally = Tally.empty({ samples: options.samples })
        let trouble: { readonly error: GenesysError; readonly since: number } | undefined
        const now = yield* Clock.currentTimeMillis
        const door = yield* GenesysHttp
        const patient = PatientDoor.make(door, millis(options.interval, defaultInterval), {
          waiting: (error, { at, reason, until }) =>
            Effect.gen(function* () {
              yield* update((current) => ({
                requests: current.requests + error.attempts,
                retries: current.retries + error.retries
              }))
              if (trouble === undefined && reason !== "throttled") {
                yield* emit(WatchEvent.Troubled({ job, at, error }))
              }
              trouble = { error, since: trouble?.since ?? at }
              yield* emit(WatchEvent.Waiting({ job, at, until, reason }))
            })
        })
        const read = Paging.forEach(
          Jobs.failures(kind, job, reading, {
            pageSize: options.pageSize,
            concurrency: options.pageConcurrency
          }),
          (page) =>
            Effect.gen(function* () {
              pages += 1
              tally = Tally.addPage(tally, page)
              yield* update((current) => ({
                tally,
                requests: current.requests + page.requests,
                retries: current.retries + page.retries
              }))
              if (options.onPage !== undefined) yield* options.onPage(page, target)
              const at = yield* Clock.currentTimeMillis
              if (trouble !== undefined)
                yield* emit(WatchEvent.Recovered({ job, at, downSince: trouble.since }))
              trouble = undefined
              const { failures } = Tally.progress(tally)
              yield* emit(WatchEvent.Reading({ job, at, pages, failures, total: page.total }))
            })
        ).pipe(Effect.provideService(GenesysHttp, patient))
        const ended = yield* Effect.either(
          Effect.timeoutOption(read, Duration.millis(Math.max(0, deadline - now)))
        )
        if (ended._tag === "Left") {
          const error = ended.left
          yield* update((current) => ({
            error: Advice.problem(error),
            incomplete: `page ${pages + 1} of the failed records could not be read`,
            requests: current.requests + error.attempts,
            retries: current.retries + error.retries
          }))
        } else if (Option.isNone(ended.right)) {
          const error = trouble === undefined ? undefined : Advice.problem(trouble.error)
          yield* update(() => ({
            deadlinePassed: true,
            incomplete: "the watch's deadline passed while the failed records were read",
            error
          }))
        } else {
          yield* update(() => ({ complete: true }))
        }
      })

    const follow = Effect.gen(function* () {
      const startedAt = yield* Clock.currentTimeMillis
      yield* update(() => ({ startedAt }))
      yield* emit(WatchEvent.Started({ job, at: startedAt }))
      const deadline = startedAt + millis(options.timeout, "24 hours")
      const ending = yield* poll(deadline)
      const polledUntil = yield* Clock.currentTimeMillis
      yield* update(() => ({ polledUntil }))
      switch (ending._tag) {
        case "Terminal": {
          const { errors, phase } = ending.reading.status
          if (phase === "expired")
            yield* update(() => ({ incomplete: "the platform no longer keeps the results" }))
          else if (phase === "succeeded" && errors === 0) yield* update(() => ({ complete: true }))
          else yield* drain(ending.reading, deadline)
          break
        }
        case "DeadlinePassed":
          yield* update(() => ({
            deadlinePassed: true,
            error: ending.trouble === undefined ? undefined : Advice.problem(ending.trouble),
            incomplete: "the watch's deadline passed before the job ended"
          }))
          break
        case "UnknownState":
          yield* update(() => ({
            error: Advice.unknownState(ending.reading.status.state),
            incomplete: "the job is in a state that is not known"
          }))
          break
        case "Faulted":
          yield* update(() => ({ error: Advice.problem(ending.error) }))
          break
      }
      const drainedUntil = yield* Clock.currentTimeMillis
      yield* update(() => ({ drainedUntil }))
    })

    const notify = Effect.gen(function* () {
      const notifier = yield* Notifier
      const report = yield* snapshot
      const from = yield* Clock.currentTimeMillis
      yield* update(() => ({ notifying: true }))
      const notification = yield* notifier.notify(report)
      const at = yield* Clock.currentTimeMillis
      yield* emit(WatchEvent.Notified({ job, at, notification }))
      const told: JobReport = {
        ...report,
        notification,
        timing: { ...report.timing, notifyMs: Math.round(at - from) }
      }
      yield* emit(WatchEvent.Ended({ job, at, report: told }))
      return told
    })

    const run = follow.pipe(
      // One job's defect must not take the others with it; it is reported, and its cause is logged.
      Effect.catchAllDefect((defect) =>
        Effect.zipRight(
          Effect.logError("Watch.run: defect", Cause.die(defect)),
          update(() => ({ error: Advice.defect(defect) }))
        )
      ),
      Effect.zipRight(notify),
      Effect.withSpan("Watch.run", { captureStackTrace: false, attributes: { kind: kind.name } })
    )
    return { target, run, snapshot }
  })

/**
 * Watches one job to its end.
 *
 * @since 0.1.0
 * @category combinators
 */
export const watch = (
  target: Target,
  options: Options = {}
): Effect.Effect<JobReport, never, GenesysHttp | Notifier> =>
  Effect.flatMap(make(target, options), (made) => made.run)

/**
 * Watches several jobs at once, over one door. One job's end or fault does not disturb another.
 *
 * @since 0.1.0
 * @category combinators
 */
export const watchAll = (
  targets: ReadonlyArray<Target>,
  options: Options = {}
): Effect.Effect<ReadonlyArray<JobReport>, never, GenesysHttp | Notifier> =>
  Effect.forEach(targets, (target) => watch(target, options), { concurrency: Math.max(1, targets.length) })

const defaultInterval = Duration.seconds(10)

const millis = (value: Duration.DurationInput | undefined, fallback: Duration.DurationInput): number =>
  Duration.toMillis(value ?? fallback)
