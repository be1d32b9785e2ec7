/**
 * The two documents of a data action: its status and its results.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import type * as JobScript from "./JobScript.js"
import * as Paging from "./Paging.js"
import * as Pointer from "./Pointer.js"
import * as Records from "./Records.js"

/**
 * The status document. `createdAt` is the epoch time, in milliseconds, of the first request about the job.
 *
 * @since 0.1.0
 * @category rendering
 */
export const status = (
  id: string,
  script: JobScript.JobScript,
  snapshot: JobScript.Snapshot,
  createdAt: number
): unknown => {
  const document: unknown = {
    dataActionId: id,
    status: snapshot.state,
    progress: snapshot.progress,
    processedCount: snapshot.processed,
    totalCount: script.total,
    errorCount: snapshot.errors,
    warningCount: snapshot.warnings,
    createdTimestamp: isoTime(createdAt),
    updatedTimestamp: isoTime(createdAt + snapshot.updatedAfter)
  }
  return script.omitFields.status.reduce(Pointer.remove, document)
}

/**
 * What a results request needs to know of the job besides its script.
 *
 * @since 0.1.0
 * @category models
 */
export interface Listing {
  readonly seed: number
  readonly codes: ReadonlyArray<string>
  readonly snapshot: JobScript.Snapshot
  /** How many pages of this listing were answered before. */
  readonly pagesRead: number
}

/**
 * One page of results, `undefined` when the request asks for no possible page. `filter=error` gives the failed records,
 * `filter=warning` those with warnings, no filter all that were processed.
 *
 * @since 0.1.0
 * @category rendering
 */
export const results = (
  script: JobScript.JobScript,
  listing: Listing,
  path: string,
  query: URLSearchParams
): unknown => {
  const document = Paging.page(
    {
      style: "pageNumber",
      items: [],
      field: "entities",
      pageSize: 25,
      pageSizeCap: script.pageSizeCap,
      omit: script.pageCount ? [] : ["/pageCount"],
      place: {},
      endless: false
    },
    records(script, listing, query.get("filter")),
    {},
    path,
    query
  )
  return document === undefined ? undefined : script.omitFields.results.reduce(Pointer.remove, document)
}

/** A list that makes its records only when they are asked for: listings may have millions. */
interface Lazy {
  readonly length: number
  readonly slice: (from: number, to: number) => ReadonlyArray<Records.Entity>
}

const records = (script: JobScript.JobScript, listing: Listing, filter: string | null): Lazy => {
  const { snapshot } = listing
  if (filter === "error") return failures(script, listing)
  if (filter === "warning") {
    return lazy(snapshot.warnings, (at) => Records.other("warning", listing.seed, script.errors + at))
  }
  const failed = failures(script, listing)
  return lazy(Math.max(snapshot.processed, failed.length), (at) =>
    at < failed.length
      ? Records.failure(script, listing.codes[at], listing.seed, at)
      : Records.other("success", listing.seed, at)
  )
}

const failures = (script: JobScript.JobScript, listing: Listing): Lazy => {
  const { snapshot } = listing
  const distinct = snapshot.ended ? (script.listed ?? script.errors) : snapshot.errors
  const repeated = distinct > 0 && snapshot.ended ? script.duplicates : 0
  const pushed =
    script.shift !== undefined && listing.pagesRead >= script.shift.afterPages ? script.shift.by : 0
  return lazy(pushed + distinct + repeated, (at) => {
    const index = at < pushed ? distinct + at : sourceOf(at - pushed, distinct)
    return Records.failure(
      script,
      listing.codes[index % Math.max(1, listing.codes.length)],
      listing.seed,
      index
    )
  })
}

/** Places behind the end of the list show records again, spread over the whole of it (7 is prime to most lengths). */
const sourceOf = (at: number, distinct: number): number =>
  at < distinct ? at : ((at - distinct) * 7) % distinct

const lazy = (length: number, at: (index: number) => Records.Entity): Lazy => ({
  length,
  slice: (from, to) =>
    Array.from({ length: Math.max(0, Math.min(to, length) - from) }, (_, index) => at(from + index))
})

const isoTime = (epochMillis: number): string => DateTime.formatIso(DateTime.unsafeMake(epochMillis))
