/**
 * The main program: follow a job to its end, read every failed record, tell people, report.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Mailbox from "effect/Mailbox"
import * as Stream from "effect/Stream"
import type { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Notification from "../report/Notification.js"
import type { JobReport } from "../report/Report.js"
import * as Advice from "./Advice.js"
import * as Drain from "./Drain.js"
import * as Known from "./Known.js"
import { Notifier } from "./Notifier.js"
import * as Poller from "./Poller.js"
import type { Target } from "./Target.js"
import { WatchEvent } from "./WatchEvent.js"
import type { Options } from "./WatchOptions.js"
import * as WatchOptions from "./WatchOptions.js"

export { type Target, target } from "./Target.js"
export type { Options } from "./WatchOptions.js"

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
  /** The report of what is known now; the final one when it has ended. */
  readonly snapshot: Effect.Effect<JobReport>
  /** The same, for a watch that was interrupted: the report says so, and what to do. */
  readonly interrupted: Effect.Effect<JobReport>
}

/**
 * Makes a watch; nothing is sent before it runs. Dies with an `IllegalArgumentException` where an option is no time
 * above zero, or no whole number of at least 1 (`samples`: 0).
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (target: Target, options: Options = {}): Effect.Effect<Watch> =>
  Effect.map(Clock.currentTimeMillis, (now) => {
    WatchOptions.check(options)
    const self: Self = { target, options, known: Known.nothing(now), ended: undefined }
    return {
      target,
      run: run(self),
      snapshot: snapshot(self),
      interrupted: Effect.map(snapshot(self), (report) =>
        self.ended === undefined && report.error === undefined
          ? { ...report, error: Advice.interrupted(self.known.status?.phase) }
          : report
      )
    }
  })

/**
 * A watch that runs. Thousands wait in a process, and most of their life they wait: so it is one small object and
 * functions that all of them share, not functions of its own.
 */
interface Self {
  readonly target: Target
  readonly options: Options
  /** Written by the one fiber that runs the watch, as is the final report. */
  known: Known.Known
  ended: JobReport | undefined
}

const update = (self: Self, change: (known: Known.Known) => Partial<Known.Known>): Effect.Effect<void> =>
  Effect.sync(() => {
    self.known = { ...self.known, ...change(self.known) }
  })

const silent = () => Effect.void

const emit = ({ options }: Self, event: WatchEvent): Effect.Effect<void> => (options.onEvent ?? silent)(event)

const snapshot = (self: Self): Effect.Effect<JobReport> =>
  Effect.map(Clock.currentTimeMillis, (now) => self.ended ?? Known.report(self.known, self.target.job, now))

// No span of the whole: an exporter sees it when the day is over, or never, and a fiber that sleeps holds it. It holds
// a generator too.
const run = (self: Self): Watch["run"] =>
  Effect.flatMap(begin(self), (polling) =>
    Effect.flatMap(Poller.run(self.target.kind, self.target.job, polling, observer(self)), (ending) =>
      end(self, ending, polling.deadline).pipe(
        Effect.withSpan("Watch.report", {
          captureStackTrace: false,
          attributes: { kind: self.target.kind.name }
        })
      )
    )
  )

const begin = Effect.fnUntraced(function* (self: Self) {
  const startedAt = yield* Clock.currentTimeMillis
  yield* update(self, () => ({ startedAt }))
  yield* contained(self, emit(self, WatchEvent.Started({ job: self.target.job, at: startedAt })))
  return WatchOptions.polling(self.options, startedAt)
})

/** One job's defect must not take the others with it. */
const contained = <R>(self: Self, step: Effect.Effect<void, never, R>) =>
  Effect.catchAllDefect(step, (thrown) => defect(self, thrown))

const defect = (self: Self, thrown: unknown): Effect.Effect<void> =>
  Effect.zipRight(
    Effect.logError("Watch.run: defect", Cause.die(thrown)),
    update(self, () => ({ error: Advice.defect(thrown) }))
  )

const observer = (self: Self): Poller.Observer => ({
  emit: self.options.onEvent ?? silent,
  polled: ({ requests, retries, status }) =>
    update(self, (known) => ({
      polls: known.polls + 1,
      requests: known.requests + requests,
      retries: known.retries + retries,
      status: status ?? known.status
    }))
})

const end = Effect.fnUntraced(function* (self: Self, ending: Poller.Ending, deadline: number) {
  const polledUntil = yield* Clock.currentTimeMillis
  yield* update(self, () => ({ polledUntil }))
  yield* contained(self, settle(self, ending, deadline))
  const drainedUntil = yield* Clock.currentTimeMillis
  yield* update(self, () => ({ drainedUntil }))
  return yield* notify(self)
})

const settle = Effect.fnUntraced(function* (self: Self, ending: Poller.Ending, deadline: number) {
  switch (ending._tag) {
    case "Terminal": {
      const { errors, phase } = ending.reading.status
      if (phase === "expired")
        yield* update(self, () => ({ incomplete: "the platform no longer keeps the results" }))
      else if (
        phase === "succeeded" &&
        errors === 0 &&
        !Jobs.holdsFailures(self.target.kind, ending.reading)
      ) {
        yield* update(self, () => ({ complete: true }))
      } else {
        yield* Drain.run(
          self.target,
          ending.reading,
          { ...self.options, deadline, gapMillis: WatchOptions.intervalMillis(self.options) },
          {
            emit: (event) => emit(self, event),
            update: (change) => update(self, change)
          }
        )
      }
      break
    }
    case "DeadlinePassed":
      yield* update(self, () => ({
        deadlinePassed: true,
        error: ending.trouble === undefined ? undefined : Advice.problem(ending.trouble, polling(self)),
        incomplete: "the watch's deadline passed before the job ended"
      }))
      break
    case "UnknownState":
      yield* update(self, () => ({
        error: Advice.unknownState(ending.reading.status.state),
        incomplete: "the job is in a state that is not known"
      }))
      break
    case "Faulted": {
      const error = Advice.problem(ending.error, polling(self))
      yield* update(self, () => ({ error, incomplete: Known.unread(error, 0) }))
      break
    }
    case "Died":
      yield* defect(self, ending.defect)
      break
  }
})

const polling = ({ target }: Self): Advice.Place => ({ kind: target.kind, step: "status" })

const notify = Effect.fnUntraced(function* (self: Self) {
  const { job } = self.target
  const notifier = yield* Notifier
  const report = yield* snapshot(self)
  const from = yield* Clock.currentTimeMillis
  yield* update(self, () => ({ notifying: true }))
  const notifications = yield* Effect.catchAllDefect(notifier.notify(report), (thrown) =>
    Effect.as(defect(self, thrown), [Notification.unclear("the notifier failed")])
  )
  const notification = Notification.combine(notifications)
  const at = yield* Clock.currentTimeMillis
  yield* contained(self, emit(self, WatchEvent.Notified({ job, at, notification })))
  const told: JobReport = {
    ...report,
    notification,
    notifications,
    timing: { ...report.timing, notifyMs: Math.round(at - from) },
    error: self.known.error
  }
  self.ended = told
  yield* contained(self, emit(self, WatchEvent.Ended({ job, at, report: told })))
  return told
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

/**
 * Watches one job to its end, as a stream of its events; the last one, `Ended`, holds the report. The watch waits for
 * whoever reads, and ends with the stream.
 *
 * @since 0.1.0
 * @category combinators
 */
export const events = (
  target: Target,
  options: Omit<Options, "onEvent"> = {}
): Stream.Stream<WatchEvent, never, GenesysHttp | Notifier> =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      const mailbox = yield* Mailbox.make<WatchEvent>({ capacity: 16 })
      yield* watch(target, { ...options, onEvent: (event) => Effect.asVoid(mailbox.offer(event)) }).pipe(
        Mailbox.into(mailbox),
        Effect.forkScoped
      )
      return Mailbox.toStream(mailbox)
    })
  )
