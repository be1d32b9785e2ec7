/**
 * Asks for the status of a job until it ends, whatever happens on the way.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import type { GenesysError } from "../genesys/GenesysError.js"
import type { GenesysHttp } from "../genesys/GenesysHttp.js"
import { isTerminal, type Job, type JobStatus } from "../jobs/Job.js"
import type { JobKind } from "../jobs/JobKind.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Monotonic from "../resilience/Monotonic.js"
import * as Pace from "./Pace.js"
import * as Patience from "./Patience.js"
import { throttled, WatchEvent } from "./WatchEvent.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly pace: Pace.Options & { readonly intervalMillis: number }
  /** Epoch milliseconds. */
  readonly deadline: number
  /** How long a state that the kind does not know is tolerated, in milliseconds. */
  readonly unknownStateMillis: number
}

/**
 * How polling ended.
 *
 * @since 0.1.0
 * @category models
 */
export type Ending = Data.TaggedEnum<{
  Terminal: { readonly reading: Jobs.Reading }
  UnknownState: { readonly reading: Jobs.Reading }
  /** `trouble`: what kept the platform from answering at last. */
  DeadlinePassed: { readonly trouble: GenesysError | undefined }
  Faulted: { readonly error: GenesysError }
  /** A fault of this program, or of who follows the polling. */
  Died: { readonly defect: unknown }
}>

/**
 * @since 0.1.0
 * @category constructors
 */
export const Ending = Data.taggedEnum<Ending>()

/**
 * Who follows the polling: every poll is told with what it took, good or not.
 *
 * @since 0.1.0
 * @category models
 */
export interface Observer {
  readonly polled: (poll: {
    readonly requests: number
    readonly retries: number
    readonly status: JobStatus | undefined
  }) => Effect.Effect<void>
  readonly emit: (event: WatchEvent) => Effect.Effect<void>
}

/**
 * Polls until the job ends, the deadline passes, or a fault that waiting does not cure. Never fails: how it ended is
 * the value.
 *
 * A hint of the platform when to ask again (`Retry-After` on 200 and 202) goes before the pace. Fixed gaps are spread
 * by a tenth around the interval, so that many watchers do not march in step.
 *
 * @since 0.1.0
 * @category combinators
 */
export const run = (
  kind: JobKind,
  job: Job,
  options: Options,
  observer: Observer
): Effect.Effect<Ending, never, GenesysHttp> =>
  Effect.flatMap(Effect.clock, (clock) =>
    loop(clock, {
      kind,
      job,
      options,
      observer,
      pace: Pace.initial(options.pace),
      patience: Patience.fresh,
      unknownSince: undefined,
      trouble: undefined
    })
  )

/**
 * What a poll needed is forgotten before the sleep, which lasts longer: there may be thousands of sleepers. After the
 * longest sleep there is, it does no harm to look again.
 */
const loop = (clock: Clock.Clock, self: Self): Effect.Effect<Ending, never, GenesysHttp> =>
  Effect.flatMap(Effect.catchAllDefect(poll(self), died), (next) =>
    typeof next === "number"
      ? Effect.flatMap(clock.sleep(Duration.millis(Math.min(next, Monotonic.longestSleep))), () =>
          loop(clock, self)
        )
      : Effect.succeed(next)
  )

const died = (defect: unknown) => Effect.succeed(Ending.Died({ defect }))

/** What is remembered from poll to poll. */
interface Self {
  readonly kind: JobKind
  readonly job: Job
  readonly options: Options
  readonly observer: Observer
  pace: Pace.State
  patience: Patience.Patience
  /** Since when the job is in a state that its kind does not know. */
  unknownSince: number | undefined
  trouble: GenesysError | undefined
}

/** One poll: how the polling ended, or the milliseconds to the next. */
const poll = Effect.fnUntraced(function* (self: Self) {
  const { job, kind, options } = self
  const asked = yield* Clock.currentTimeMillis
  if (asked >= options.deadline) return Ending.DeadlinePassed({ trouble: self.trouble })
  const left = options.deadline - asked
  const answer = yield* Effect.either(
    Jobs.status(kind, job, { deadline: Patience.callTime(left), onWait: throttled(job, self.observer.emit) })
  )
  const at = yield* Clock.currentTimeMillis
  return yield* Either.isLeft(answer) ? failed(self, answer.left, at) : answered(self, answer.right, at)
})

const failed = Effect.fnUntraced(function* (self: Self, error: GenesysError, at: number) {
  const { job, observer, options, patience } = self
  yield* observer.polled({ requests: error.attempts, retries: error.retries, status: undefined })
  // That this call was not sent at all, or cut short, says less about the platform than what went before.
  if (error.reason._tag === "CircuitOpen") self.trouble ??= error
  else if (error.reason._tag !== "DeadlineExceeded") self.trouble = error
  else if (error.reason.afterMillis >= telling) self.trouble ??= error
  if (at >= options.deadline) return Ending.DeadlinePassed({ trouble: self.trouble })
  const gap = yield* spread(options.pace.intervalMillis)
  const [verdict, next] = Patience.judge(patience, error, at, gap)
  self.patience = next
  if (verdict._tag === "End") return Ending.Faulted({ error: verdict.error })
  if (patience.downSince === undefined && next.downSince !== undefined)
    yield* observer.emit(WatchEvent.Troubled({ job, at, error }))
  yield* observer.emit(WatchEvent.Waiting({ job, at, until: verdict.until, reason: verdict.reason }))
  return Math.max(0, Math.min(verdict.until, options.deadline) - at)
})

const answered = Effect.fnUntraced(function* (self: Self, reading: Jobs.Reading, at: number) {
  const { job, observer, options, patience } = self
  const { status } = reading
  yield* observer.polled({ requests: reading.requests, retries: reading.retries, status })
  if (patience.downSince !== undefined) {
    yield* observer.emit(WatchEvent.Recovered({ job, at, downSince: patience.downSince }))
  }
  self.patience = Patience.answered
  self.trouble = undefined

  if (isTerminal(status.phase)) {
    yield* observer.emit(WatchEvent.Polled({ job, at, status, nextPollAt: undefined }))
    return Ending.Terminal({ reading })
  }
  self.unknownSince = status.phase === "unknown" ? (self.unknownSince ?? at) : undefined
  if (self.unknownSince !== undefined && at - self.unknownSince >= options.unknownStateMillis) {
    yield* observer.emit(WatchEvent.Polled({ job, at, status, nextPollAt: undefined }))
    return Ending.UnknownState({ reading })
  }

  const [paced, pace] = Pace.next(self.pace, sampleOf(status, at))
  self.pace = pace
  const hinted = Option.map(reading.retryAfter, Duration.toMillis)
  const gap = Option.isSome(hinted)
    ? hinted.value
    : options.pace.mode === "fixed"
      ? yield* spread(paced)
      : Math.round(paced)
  const until = Math.min(at + gap, options.deadline)
  yield* observer.emit(WatchEvent.Polled({ job, at, status, nextPollAt: until }))
  return Math.max(0, until - at)
})

/** A call that had only just been sent when the deadline came says nothing; milliseconds. */
const telling = 1_000

const spread = (gapMillis: number): Effect.Effect<number> =>
  Effect.map(Random.next, (random) => Math.round(gapMillis * (0.9 + 0.2 * random)))

const sampleOf = (status: JobStatus, at: number): Pace.Sample => ({
  at,
  state: status.state,
  progress: status.progress,
  processed: status.processed,
  total: status.total,
  updatedAt: status.updatedAt === undefined ? undefined : epochMillisOf(status.updatedAt)
})

const epochMillisOf = (iso: string): number | undefined => {
  const millis = Date.parse(iso)
  return Number.isFinite(millis) ? millis : undefined
}
