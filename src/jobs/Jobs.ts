/**
 * The status and the failed records of a job of any kind, over the door.
 *
 * @since 0.1.0
 */
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Reader } from "../genesys/Answer.js"
import type { Options } from "../genesys/Call.js"
import type { GenesysError } from "../genesys/GenesysError.js"
import { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as FailureDownload from "./FailureDownload.js"
import * as FailureSource from "./FailureSource.js"
import type { FailurePage, Job, JobStatus } from "./Job.js"
import type { JobKind } from "./JobKind.js"
import * as JobPath from "./JobPath.js"
import * as StatusAnswer from "./StatusAnswer.js"

/**
 * One reading of a status. `raw` is the platform's own answer, in which some kinds keep their failed records.
 * `retryAfter` is a hint of the platform when to ask again. `requests` and `retries` count the HTTP requests that it
 * took and those among them that were repetitions.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reading {
  readonly status: JobStatus
  readonly retryAfter: Option.Option<Duration.Duration>
  readonly requests: number
  readonly retries: number
  readonly raw: unknown
}

/**
 * How a status is read: `deadline` is the time for the call, its repetitions included, the door's default when left
 * out; `onWait` is told of each wait inside the call.
 *
 * @since 0.1.0
 * @category models
 */
export type StatusOptions = Pick<Options, "deadline" | "onWait">

/**
 * How failed records are read. `pageSize` (default 100) is never above what the kind allows; `concurrency` (default 8)
 * pages are in flight at once where pages are numbered; more than `maxPages` (default 100,000) pages are a fault.
 *
 * @since 0.1.0
 * @category models
 */
export interface FailuresOptions {
  readonly pageSize?: number | undefined
  readonly concurrency?: number | undefined
  readonly maxPages?: number | undefined
}

/**
 * The most pages that are ever in flight at once.
 *
 * @since 0.1.0
 * @category constructors
 */
export const maxConcurrency = 256

/**
 * Reads the status of a job once. An answer without a state is `Undecodable`, which the door repeats like any other
 * fault.
 *
 * @since 0.1.0
 * @category combinators
 */
export const status = (
  kind: JobKind,
  job: Job,
  options: StatusOptions = {}
): Effect.Effect<Reading, GenesysError, GenesysHttp> =>
  Effect.flatMap(GenesysHttp, (http) => {
    const { params, path } = JobPath.statusPath(kind, job)
    return Effect.map(
      http.request({
        method: "GET",
        path,
        params,
        query: kind.status.query,
        decode: readerOf(kind),
        ...options
      }),
      ({ attempts, retries, retryAfter, value }) => ({
        status: shown(value.status, params, http.scrub),
        retryAfter,
        requests: attempts,
        retries,
        raw: value.raw
      })
    )
  })

/**
 * Whether the answer that was read holds failed records itself, whatever it counts.
 *
 * @since 0.1.0
 * @category predicates
 */
export const holdsFailures = (kind: JobKind, reading: Reading): boolean =>
  FailureSource.embeds(kind, reading.raw)

/**
 * What errors call the reading of a file of failed records; the link to it is a secret.
 *
 * @since 0.1.0
 * @category rendering
 */
export const fileOperation: (kind: JobKind) => string = FailureDownload.operation

/**
 * Reads the failed records of a job, page by page and in order, wherever its kind keeps them. `reading` is a status
 * read before.
 *
 * Fails after the pages that could be read; a listing that turns out short, repeats itself or does not end is
 * `Undecodable`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const failures = (
  kind: JobKind,
  job: Job,
  reading: Reading,
  options: FailuresOptions = {}
): Stream.Stream<FailurePage, GenesysError, GenesysHttp> =>
  Stream.unwrap(
    Effect.map(GenesysHttp, (http) =>
      FailureSource.read(http, kind, {
        ...JobPath.statusPath(kind, job),
        raw: reading.raw,
        counted: reading.status.errors,
        pageSize: atLeastOne(options.pageSize ?? 100),
        concurrency: Math.min(maxConcurrency, atLeastOne(options.concurrency ?? 8)),
        maxPages: atLeastOne(options.maxPages ?? 100_000)
      })
    )
  )

interface Answer {
  readonly status: JobStatus
  readonly raw: unknown
}

const readers = new WeakMap<JobKind, Reader<Answer>>()

/** One reader a kind: it is prepared once, however often the status is polled. */
const readerOf = (kind: JobKind): Reader<Answer> => {
  const known = readers.get(kind)
  if (known !== undefined) return known
  const read = StatusAnswer.reader(kind)
  const made: Reader<Answer> = (raw) =>
    Either.mapBoth(read(raw), {
      onLeft: (place) => `${place} is missing`,
      onRight: (status) => ({ status, raw })
    })
  readers.set(kind, made)
  return made
}

/** What moves a parked job is told with its ids filled in, ready to be copied. */
const shown = (
  status: JobStatus,
  params: Readonly<Record<string, string>>,
  scrub: (text: string) => string
): JobStatus => {
  const { hint, message } = status
  const withIds = hint?.replace(/\{(\w+)\}/g, (name, id: string) =>
    params[id] === undefined ? name : encodeURIComponent(params[id])
  )
  return hint === undefined && message === undefined
    ? status
    : { ...status, hint: withIds, message: message === undefined ? undefined : scrub(message) }
}

const atLeastOne = (value: number): number => (Number.isFinite(value) ? Math.max(1, Math.floor(value)) : 1)
