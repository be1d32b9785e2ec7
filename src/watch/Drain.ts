/**
 * Reads every failed record of a job that has ended, and outlives what can be outlived on the way.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { GenesysError } from "../genesys/GenesysError.js"
import { GenesysHttp } from "../genesys/GenesysHttp.js"
import type { FailurePage } from "../jobs/Job.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Paging from "../jobs/Paging.js"
import * as Tally from "../report/Tally.js"
import * as Advice from "./Advice.js"
import type { Known } from "./Known.js"
import * as PatientDoor from "./PatientDoor.js"
import type { Target } from "./Target.js"
import { WatchEvent } from "./WatchEvent.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Epoch milliseconds. */
  readonly deadline: number
  /** The wait after a fault where the platform says nothing better. */
  readonly gapMillis: number
  readonly pageSize?: number | undefined
  /** Pages in flight at once. */
  readonly pageConcurrency?: number | undefined
  /** Samples kept per error code. */
  readonly samples?: number | undefined
  /** Sees every page, in order. */
  readonly onPage?: ((page: FailurePage, target: Target) => Effect.Effect<void>) | undefined
}

/**
 * Who follows the reading: what is known by now, and what happens.
 *
 * @since 0.1.0
 * @category models
 */
export interface Observer {
  readonly update: (change: (known: Known) => Partial<Known>) => Effect.Effect<void>
  readonly emit: (event: WatchEvent) => Effect.Effect<void>
}

/**
 * Reads until there is no more, the deadline passes, or a fault that waiting does not cure. Never fails: pages that
 * were read stay read, whatever happens to the next one, and how it ended is told to the observer.
 *
 * @since 0.1.0
 * @category combinators
 */
export const run: (
  target: Target,
  reading: Jobs.Reading,
  options: Options,
  observer: Observer
) => Effect.Effect<void, never, GenesysHttp> = Effect.fnUntraced(function* (
  target,
  reading,
  options,
  { emit, update }
) {
  const { job, kind } = target
  let pages = 0
  let tally = Tally.empty({ samples: options.samples })
  let trouble: { readonly error: GenesysError; readonly since: number } | undefined
  const spent = ({ attempts, retries }: { readonly attempts: number; readonly retries: number }) =>
    update((known) => ({ requests: known.requests + attempts, retries: known.retries + retries }))

  const { door, unanswered } = PatientDoor.make(yield* GenesysHttp, options.gapMillis, {
    waiting: (error, { at, reason, until }) =>
      Effect.gen(function* () {
        yield* spent(error)
        if (trouble === undefined && reason !== "throttled") {
          yield* emit(WatchEvent.Troubled({ job, at, error }))
        }
        trouble = { error, since: trouble?.since ?? at }
        yield* emit(WatchEvent.Waiting({ job, at, until, reason }))
      })
  })
  // Made once: what a generator made for each page captures would live until a full collection.
  const take = Effect.fnUntraced(function* (page: FailurePage) {
    pages += 1
    tally = Tally.addPage(tally, page)
    yield* update(() => ({ tally }))
    yield* spent({ attempts: page.requests, retries: page.retries })
    if (options.onPage !== undefined) yield* options.onPage(page, target)
    const at = yield* Clock.currentTimeMillis
    if (trouble !== undefined) yield* emit(WatchEvent.Recovered({ job, at, downSince: trouble.since }))
    trouble = undefined
    const { failures } = Tally.progress(tally)
    yield* emit(WatchEvent.Reading({ job, at, pages, failures, total: page.total }))
  })

  const now = yield* Clock.currentTimeMillis
  const ended = yield* Paging.forEach(
    Jobs.failures(kind, job, reading, {
      pageSize: options.pageSize,
      concurrency: options.pageConcurrency
    }),
    take
  ).pipe(
    Effect.provideService(GenesysHttp, door),
    Effect.timeoutOption(Duration.millis(Math.max(0, options.deadline - now))),
    Effect.either
  )
  if (Either.isLeft(ended)) {
    yield* spent(ended.left)
    return yield* update(() => ({
      error: Advice.problem(ended.left),
      incomplete: `page ${pages + 1} of the failed records could not be read`
    }))
  }
  if (Option.isSome(ended.right)) return yield* update(() => ({ complete: true }))
  yield* update(() => ({
    deadlinePassed: true,
    incomplete: "the watch's deadline passed while the failed records were read",
    error: trouble === undefined ? late(unanswered(), options.deadline) : Advice.problem(trouble.error)
  }))
})

/** A call that had only just been sent is not what the deadline was missed for. */
const late = (call: PatientDoor.Unanswered | undefined, deadline: number) => {
  const millis = call === undefined ? 0 : deadline - call.since
  return call === undefined || millis < 1_000 ? undefined : Advice.unanswered(call.operation, millis)
}
