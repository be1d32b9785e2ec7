/**
 * Where the failed records of a job come from: one stream for each way in which a family tells them.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import * as CallRequest from "../genesys/CallRequest.js"
import { GenesysError } from "../genesys/GenesysError.js"
import type { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as FailureDownload from "./FailureDownload.js"
import * as FailureRecord from "./FailureRecord.js"
import * as Field from "./Field.js"
import type { Field as Place } from "./FieldSchema.js"
import type { Failure, FailurePage } from "./Job.js"
import type { JobKind } from "./JobKind.js"
import * as PageBody from "./PageBody.js"
import * as Paging from "./Paging.js"
import type * as Source from "./Source.js"
import * as Where from "./Where.js"

/**
 * What is known when the failed records are read: the ids of the job, its last status answer and how many failures that
 * counted.
 *
 * @since 0.1.0
 * @category models
 */
export interface Origin {
  readonly params: Readonly<Record<string, string>>
  readonly raw: unknown
  readonly counted: number | undefined
  readonly pageSize: number
  readonly concurrency: number
  readonly maxPages: number
}

type Http = Pick<GenesysHttp["Type"], "request" | "download">
type Failures = Stream.Stream<FailurePage, GenesysError>

/**
 * The failed records of a job, by the sources of its kind. Of several sources one is read: the first that has something
 * and is not visibly short of what the status counted. A short one is still better than none, so its records are handed
 * on where the source after it gives none. Where no source is meant for this status (a query that failed has no
 * results), there are no failed records.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (http: Http, kind: JobKind, origin: Origin): Failures => {
  const sources = sourcesOf(kind).filter(
    (source) => source.source === "none" || Where.holds(source.when)(origin.raw)
  )
  let short: Failures | undefined
  for (const [index, source] of sources.entries()) {
    if (source.source === "none") continue
    if (source.source === "download" && FailureDownload.link(source, origin.raw) === undefined) continue
    const stream = fromSource(http, kind, source, origin)
    if (source.source !== "embedded" || index === sources.length - 1) {
      return short === undefined ? stream : orElse(stream, short)
    }
    const held = embedded(source, origin).reduce((sum, failure) => sum + failure.count, 0)
    if (held > 0 && held >= (origin.counted ?? 0)) return stream
    if (held > 0) short = stream
  }
  return short ?? Stream.empty
}

/** Hands on the second stream where the first gives no failure, and still fails as the first did. */
const orElse = (first: Failures, second: Failures): Failures =>
  Stream.suspend(() => {
    let given = 0
    const counting = Stream.map(first, (page) => {
      given += page.failures.length
      return page
    })
    const rest = Stream.suspend(() => (given === 0 ? second : Stream.empty))
    return counting.pipe(
      Stream.catchAll((error) => Stream.concat(rest, Stream.fail(error))),
      Stream.concat(rest)
    )
  })

const fromSource = (http: Http, kind: JobKind, source: Source.Source, origin: Origin): Failures => {
  switch (source.source) {
    case "none":
      return Stream.empty
    case "embedded":
      return Stream.sync(() => whole(source, origin))
    case "download":
      return FailureDownload.read(http, kind, source, origin.raw)
    case "document": {
      const page = ask(http, source, origin, undefined)
      return pages(
        source,
        Paging.chained({ ...listing(source, origin), keyOf: () => undefined }, "fault", () => page({}))
      )
    }
    case "pages": {
      const page = ask(http, source, origin, undefined)
      const numbered = Paging.numbered(listing(source, origin), origin.concurrency, (number) =>
        page({ ...size(source, origin), [source.pageNumberParam ?? "pageNumber"]: number }, number)
      )
      return pages(source, numbered)
    }
    case "cursor":
      return cursored(http, source, origin, source.cursor, source.cursorParam ?? "cursor")
    case "after":
      return cursored(http, source, origin, source.after, source.afterParam ?? "after")
    case "nextUri": {
      const page = ask(http, source, origin, source.nextUri)
      const fetch = (next: string | undefined) =>
        next === undefined
          ? page(size(source, origin))
          : Effect.flatMap(
              Effect.mapError(queryOf(next, source, origin), (detail) =>
                undecodable(`GET ${source.path}`, detail, 0)
              ),
              page
            )
      return pages(source, Paging.chained(listing(source, origin), "end", fetch))
    }
  }
}

type Listing = Extract<Source.Source, { readonly path: string }>
type Recorded = Extract<Source.Source, { readonly record: Source.Record }>
type Query = Readonly<Record<string, string | number>>

const size = (
  source: { readonly pageSizeParam?: string | undefined; readonly maxPageSize?: number | undefined },
  origin: Origin
): Query =>
  source.maxPageSize === undefined
    ? {}
    : { [source.pageSizeParam ?? "pageSize"]: Math.min(origin.pageSize, source.maxPageSize) }

const listing = (source: Listing, origin: Origin): Paging.Listing<Failure> => ({
  operation: `GET ${source.path}`,
  read: FailureRecord.reader(source.record),
  keyOf: (failure) => failure.key,
  maxPages: origin.maxPages,
  counted: origin.counted !== undefined
})

/** Pages that each hand over, at `place`, what the next one is asked for with the parameter `name`. */
const cursored = (
  http: Http,
  source: Extract<Source.Source, { readonly source: "cursor" | "after" }>,
  origin: Origin,
  place: Place,
  name: string
): Failures => {
  const page = ask(http, source, origin, place)
  const fetch = (next: string | undefined) =>
    page({ ...size(source, origin), ...(next === undefined ? {} : { [name]: next }) })
  return pages(source, Paging.chained(listing(source, origin), "fault", fetch))
}

/** The call for one page of a listing. */
const ask = (http: Http, source: Listing, origin: Origin, next: Place | undefined) => {
  const reading = PageBody.reader({
    items: source.items,
    total: source.total,
    next,
    lone: source.source === "document"
  })
  return (query: Query, number?: number): Effect.Effect<Paging.Fetched, GenesysError> =>
    Effect.map(
      http.request({
        method: "GET",
        path: source.path,
        params: origin.params,
        query: { ...source.query, ...query },
        decode: reading(number)
      }),
      (reply) => ({ page: reply.value, requests: reply.attempts, retries: reply.retries })
    )
}

/**
 * The query of the address of the next page. The address is not followed as it is: only its query is used, with the
 * path and the host of the listing, so that the token cannot be led elsewhere. An address of another path is refused.
 */
const queryOf = (next: string, source: Listing, origin: Origin): Either.Either<Query, string> => {
  const path = Either.getOrElse(CallRequest.fillPath(source.path, origin.params), () => source.path)
  const leads = Either.try(() => {
    const address = new URL(next, "https://api.invalid")
    const isListing =
      decodeURI(address.pathname).endsWith(decodeURI(path)) && /^https?:$/.test(address.protocol)
    return isListing ? Object.fromEntries(address.searchParams) : undefined
  })
  return Either.isRight(leads) && leads.right !== undefined
    ? Either.right(leads.right)
    : Either.left("the address of the next page leads away from the listing")
}

/** Every record counts for the total of a listing; those that meet the kind's condition are its failures. */
const pages = (source: Recorded, stream: Stream.Stream<Paging.Page<Failure>, GenesysError>): Failures => {
  const keeps = Where.keeps(source.where)
  return Stream.map(stream, ({ items, requests, retries, total }) => ({
    failures: source.where === undefined ? items : items.filter(({ record }) => keeps(record)),
    // The total of a listing that holds more than failures, or counts otherwise, says nothing about failures.
    total: source.where === undefined && source.record.count === undefined ? total : undefined,
    requests,
    retries
  }))
}

/**
 * Whether a status answer holds failed records itself.
 *
 * @since 0.1.0
 * @category predicates
 */
export const embeds = (kind: JobKind, raw: unknown): boolean =>
  sourcesOf(kind).some(
    (source) =>
      source.source === "embedded" && Where.holds(source.when)(raw) && embedded(source, { raw }).length > 0
  )

const sourcesOf = (kind: JobKind): ReadonlyArray<Source.Source> =>
  "source" in kind.failures ? [kind.failures] : kind.failures

type Embedded = Extract<Source.Source, { readonly source: "embedded" }>

const embedded = (source: Embedded, origin: Pick<Origin, "raw">): ReadonlyArray<Failure> =>
  (Field.list(source.items, "lone")(origin.raw) ?? [])
    .filter(Where.keeps(source.where))
    .map(FailureRecord.reader(source.record))

const whole = (source: Embedded, origin: Origin): FailurePage => {
  const failures = embedded(source, origin)
  return {
    failures,
    about: failures.length === 0 ? undefined : source.about,
    total: failures.reduce((sum, { count }) => sum + count, 0),
    requests: 0,
    retries: 0
  }
}

const undecodable = (operation: string, detail: string, attempts: number): GenesysError =>
  new GenesysError({
    operation,
    reason: { _tag: "Undecodable", detail },
    idempotent: true,
    attempts,
    retries: 0
  })
