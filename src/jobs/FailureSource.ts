/**
 * Where the failed records of a job come from: one stream for each way in which a family tells them.
 *
 * @since 0.1.0
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { GenesysError } from "../genesys/GenesysError.js"
import type { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as FailureRecord from "./FailureRecord.js"
import * as Field from "./Field.js"
import type { Failure, FailurePage } from "./Job.js"
import * as JobKind from "./JobKind.js"
import * as PageBody from "./PageBody.js"
import * as Paging from "./Paging.js"

/**
 * What is known when the failed records are read: the ids of the job, its last status answer and how many failures that counted.
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

type Http = Context.Tag.Service<typeof GenesysHttp>
type Failures = Stream.Stream<FailurePage, GenesysError>

/**
 * The failed records of a job, by the sources of its kind.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (http: Http, kind: JobKind.JobKind, origin: Origin): Failures => {
  const [source] = JobKind.sources(kind)
  return source === undefined ? Stream.empty : fromSource(http, source, origin)
}

type Listing = Extract<JobKind.Source, { readonly path: string }>

const fromSource = (http: Http, source: JobKind.Source, origin: Origin): Failures => {
  switch (source.source) {
    case "none":
    case "download":
      return Stream.empty
    case "embedded":
      return Stream.empty
    case "document":
      return Stream.empty
    case "pages": {
      const page = ask(http, source, origin, undefined)
      const size = Math.min(origin.pageSize, source.maxPageSize)
      const query = (number: number) => ({
        [source.pageSizeParam ?? "pageSize"]: size,
        [source.pageNumberParam ?? "pageNumber"]: number
      })
      return pages(
        source,
        Paging.numbered(listing(source, origin), origin.concurrency, (number) => page(query(number), number))
      )
    }
    case "cursor":
    case "after":
    case "nextUri":
      return Stream.empty
  }
}

const operation = (source: Listing): string => `GET ${source.path}`

const listing = (source: Listing, origin: Origin): Paging.Listing<Failure> => ({
  operation: operation(source),
  read: FailureRecord.reader(source.record),
  keyOf: (failure) => failure.key,
  maxPages: origin.maxPages
})

/** The call for one page of a listing. */
const ask = (http: Http, source: Listing, origin: Origin, next: Field.Field | undefined) => {
  const schema = PageBody.reader({
    items: source.items,
    total: source.total,
    next,
    lone: source.source === "document"
  })
  return (
    query: Readonly<Record<string, string | number>>,
    number?: number
  ): Effect.Effect<Paging.Fetched, GenesysError> =>
    Effect.map(
      http.request({
        method: "GET",
        path: source.path,
        params: origin.params,
        query: { ...source.query, ...query },
        schema: schema(number)
      }),
      (reply) => ({ page: reply.value, requests: reply.attempts, retries: reply.retries })
    )
}

/** Every record counts for the total of a listing; those that meet the kind's condition are its failures. */
const pages = (
  source: Extract<JobKind.Source, { readonly record: JobKind.Record }>,
  stream: Stream.Stream<Paging.Page<Failure>, GenesysError>
): Failures => {
  const holds = source.where === undefined ? undefined : Field.where(source.where)
  return Stream.map(stream, ({ items, requests, retries, total }) => ({
    failures: holds === undefined ? items : items.filter((failure) => isFailure(failure, holds)),
    // The total of a listing that holds more than failures says nothing about failures.
    total: holds === undefined ? total : undefined,
    requests,
    retries
  }))
}

/** An element that is no object cannot meet a condition; it is kept, because nothing that stands in the list is lost. */
const isFailure = (failure: Failure, holds: (element: unknown) => boolean): boolean =>
  typeof failure.record !== "object" || failure.record === null || holds(failure.record)
