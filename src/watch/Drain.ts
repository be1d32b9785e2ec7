/**
 * Reads every failed record of a job that has ended, and outlives what can be outlived on the way.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { GenesysError } from "../genesys/GenesysError.js"
import { GenesysHttp } from "../genesys/GenesysHttp.js"
import type { FailurePage } from "../jobs/Job.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Paging from "../jobs/Paging.js"
import * as Tally from "../report/Tally.js"
import * as Advice from "./Advice.js"
import { type Known, unread } from "./Known.js"
import * as PatientDoor from "./PatientDoor.js"
import type { Target } from "./Target.js"
import { throttled, WatchEvent } from "./WatchEvent.js"

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
  const { deadline, gapMillis } = options
  let pages = 0
  const http = yield* GenesysHttp
  let tally = Tally.empty({ samples: options.samples, scrub: http.scrub })
  let trouble: { readonly error: GenesysError; readonly since: number } | undefined
  const door = PatientDoor.make(http, {
    deadline,
    gapMillis,
    onWait: throttled(job, emit),
    // Counted here and not by page: of pages side by side, those behind one that fails are never handed on.
    spent: ({ attempts, retries }) =>
      update((known) => ({ requests: known.requests + attempts, retries: known.retries + retries })),
    failed: (error, { at, reason, until }) =>
      Effect.gen(function* () {
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
    if (options.onPage !== undefined) yield* options.onPage(page, target)
    const at = yield* Clock.currentTimeMillis
    if (trouble !== undefined) yield* emit(WatchEvent.Recovered({ job, at, downSince: trouble.since }))
    trouble = undefined
    const { failures } = Tally.progress(tally)
    yield* emit(WatchEvent.Reading({ job, at, pages, failures, total: page.total }))
  })

  const ended = yield* Paging.forEach(
    Jobs.failures(kind, job, reading, {
      pageSize: options.pageSize,
      concurrency: options.pageConcurrency
    }),
    take
  ).pipe(Effect.provideService(GenesysHttp, door), Effect.either)
  if (Either.isRight(ended)) return yield* update(() => ({ complete: true }))

  const error = ended.left
  const now = yield* Clock.currentTimeMillis
  if (now < deadline) {
    const problem = Advice.whileReading(error, kind)
    return yield* update(() => ({ error: problem, incomplete: unread(problem, pages) }))
  }
  const cause = causeOf(error, trouble?.error)
  yield* update(() => ({
    deadlinePassed: true,
    incomplete: "the watch's deadline passed while the failed records were read",
    error: cause === undefined ? undefined : Advice.problem(cause, { kind, step: "failures" })
  }))
})

/** An outage explains more than the call that was cut in it, and a call that had just been sent explains nothing. */
const causeOf = (error: GenesysError, trouble: GenesysError | undefined): GenesysError | undefined => {
  if (error.reason._tag !== "DeadlineExceeded") return error
  return trouble ?? (error.reason.afterMillis >= 1_000 ? error : undefined)
}
