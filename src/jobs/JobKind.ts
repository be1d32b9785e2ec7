/**
 * A kind of job, as data: where its status is read, what its states mean, where its failed records come from.
 *
 * Genesys Cloud has some thirty families of asynchronous jobs and no common contract. A descriptor says in what a family
 * differs; everything else is the same code for all. Built-in kinds and kinds of a user's configuration are the same
 * thing and go through the same Schema.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Count, Field, Path, Where } from "./Field.js"
import type { Job } from "./Job.js"

const Text = Schema.NonEmptyTrimmedString.annotations({ identifier: "Text" })

const PathTemplate = Schema.String.pipe(
  Schema.pattern(/^\/[^\s?#]*$/, {
    identifier: "PathTemplate",
    title: "PathTemplate",
    description: "A path on the API host with parameters in braces: /api/v2/things/{thingId}/jobs/{jobId}.",
    message: () => "expected a path on the API host, without host and query, such as /api/v2/things/{jobId}"
  })
)

const Query = Schema.Record({ key: Schema.String, value: Schema.String }).annotations({
  identifier: "Query",
  description: "Query parameters that are always sent."
})

const PositiveInt = Schema.Int.pipe(Schema.positive()).annotations({ identifier: "PositiveInt" })

/**
 * How progress is told: a field, and what it counts to (1 or 100).
 *
 * @since 0.1.0
 * @category schemas
 */
export const Progress = Schema.Struct({ field: Field, scale: Schema.Literal(1, 100) }).annotations({
  identifier: "Progress"
})

/**
 * The status call and where its answer holds what. Without `progress`, progress is processed / total where both are told.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Status = Schema.Struct({
  /** One path, or several by name where a family of jobs differs in nothing else: the first id of a reference is then that name. */
  path: Schema.Union(PathTemplate, Schema.Record({ key: Text, value: PathTemplate })),
  query: Schema.optional(Query),
  state: Field,
  /** The state word that an answer without a state stands for. Without it such an answer is a fault and asked for again. */
  missing: Schema.optional(Text),
  progress: Schema.optional(Progress),
  processed: Schema.optional(Count),
  total: Schema.optional(Count),
  errors: Schema.optional(Count),
  warnings: Schema.optional(Count),
  message: Schema.optional(Field),
  createdAt: Schema.optional(Field),
  updatedAt: Schema.optional(Field)
}).annotations({ identifier: "Status" })

/**
 * A state in which the job waits for somebody: for what, and what moves it. `when` limits it to answers that meet a condition.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Parked = Schema.Struct({
  waitsFor: Text,
  moveBy: Text,
  when: Schema.optional(Where)
}).annotations({ identifier: "Parked" })

const Words = Schema.Array(Text)

/**
 * What the platform's words mean; they match without regard to case. A word that is not listed is an unknown state, which is
 * shown and tolerated for a while.
 *
 * @since 0.1.0
 * @category schemas
 */
export const States = Schema.Struct({
  running: Schema.optional(Words),
  parked: Schema.optional(Schema.Record({ key: Schema.String, value: Parked })),
  succeeded: Schema.NonEmptyArray(Text),
  partial: Schema.optional(Words),
  failed: Schema.optional(Words),
  cancelled: Schema.optional(Words),
  expired: Schema.optional(Words)
}).annotations({ identifier: "States" })

/**
 * Which fields of a failed record are its code, message and ids.
 *
 * The code is the first of: `code`; `codeTemplate` (`HTTP_{statusCode}`) when all its fields are there; a code made of the words of the
 * message (`codeFromMessage`); `codeDefault`; `UNKNOWN_ERROR`. `key` identifies the record, and duplicates are dropped by it: leave it out where
 * one record may fail several times. `count` is for records that stand for many.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Record = Schema.Struct({
  code: Schema.optional(Field),
  codeTemplate: Schema.optional(Text),
  codeFromMessage: Schema.optional(Schema.Boolean),
  codeDefault: Schema.optional(Text),
  message: Schema.optional(Field),
  messageDefault: Schema.optional(Text),
  id: Schema.optional(Field),
  recordId: Schema.optional(Field),
  key: Schema.optional(Field),
  count: Schema.optional(Count)
}).annotations({ identifier: "Record" })

/**
 * @since 0.1.0
 * @category models
 */
export type Record = typeof Record.Type

const items = {
  /** Where the list sits; of several paths the first that holds an element counts. */
  items: Field,
  /** Which elements are failures; all of them when left out. */
  where: Schema.optional(Where),
  record: Record
}

const listing = {
  path: PathTemplate,
  query: Schema.optional(Query),
  ...items,
  total: Schema.optional(Path)
}

const sized = {
  /** The query parameter for the page size, `pageSize` unless told; `maxPageSize` is the most that is ever asked for. */
  pageSizeParam: Schema.optional(Text),
  maxPageSize: PositiveInt
}

/**
 * Numbered pages: `pageNumber`, `pageSize`, `total`, `pageCount`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Pages = Schema.Struct({
  source: Schema.Literal("pages"),
  ...listing,
  total: Path,
  ...sized,
  pageNumberParam: Schema.optional(Text)
}).annotations({ identifier: "Pages" })

/**
 * Pages that hand over an opaque cursor in the field `cursor`; the last one carries none.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Cursor = Schema.Struct({
  source: Schema.Literal("cursor"),
  ...listing,
  pageSizeParam: sized.pageSizeParam,
  maxPageSize: Schema.optional(PositiveInt),
  cursor: Field,
  cursorParam: Schema.optional(Text)
}).annotations({ identifier: "Cursor" })

/**
 * Pages that hand over the place to go on after, usually in `cursors.after`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const After = Schema.Struct({
  source: Schema.Literal("after"),
  ...listing,
  pageSizeParam: sized.pageSizeParam,
  maxPageSize: Schema.optional(PositiveInt),
  after: Field,
  afterParam: Schema.optional(Text)
}).annotations({ identifier: "After" })

/**
 * Pages that hand over the address of the next one. Only its query is used, and only when it names the same path: the token goes nowhere
 * else.
 *
 * @since 0.1.0
 * @category schemas
 */
export const NextUri = Schema.Struct({
  source: Schema.Literal("nextUri"),
  ...listing,
  pageSizeParam: sized.pageSizeParam,
  maxPageSize: Schema.optional(PositiveInt),
  nextUri: Field
}).annotations({ identifier: "NextUri" })

/**
 * One document with all of them.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Document = Schema.Struct({ source: Schema.Literal("document"), ...listing }).annotations({
  identifier: "Document"
})

/**
 * They are part of the status answer.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Embedded = Schema.Struct({ source: Schema.Literal("embedded"), ...items }).annotations({
  identifier: "Embedded"
})

/**
 * A file to which the status answer points. `items` is for a JSON document that is not itself a list. A host that is not the API's never
 * receives the token. `maxBytes`: 64 MiB unless told.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Download = Schema.Struct({
  source: Schema.Literal("download"),
  url: Field,
  format: Schema.Literal("json", "csv"),
  items: Schema.optional(Field),
  where: items.where,
  record: Record,
  maxBytes: Schema.optional(PositiveInt)
}).annotations({ identifier: "Download" })

/**
 * The kind lists no failed records; what is known is in the status.
 *
 * @since 0.1.0
 * @category schemas
 */
export const None = Schema.Struct({ source: Schema.Literal("none") }).annotations({ identifier: "None" })

/**
 * Where failed records come from.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Source = Schema.Union(
  Pages,
  Cursor,
  After,
  NextUri,
  Document,
  Embedded,
  Download,
  None
).annotations({
  identifier: "Source"
})

/**
 * @since 0.1.0
 * @category models
 */
export type Source = typeof Source.Type

/**
 * A kind of job. A list of sources is a list of alternatives in order of preference: one that has nothing, or fewer records than
 * the status counts, leaves the word to the next; none is ever counted twice.
 *
 * @since 0.1.0
 * @category schemas
 */
export const JobKind = Schema.Struct({
  name: Schema.String.pipe(
    Schema.pattern(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
      identifier: "KindName",
      message: () => "expected a name in lower case with hyphens, such as my-import"
    })
  ),
  title: Text,
  summary: Text,
  documentation: Schema.optional(Text),
  permissions: Schema.Struct({ status: Words, failures: Words }).annotations({ identifier: "Permissions" }),
  /** Only the client that started the job may read it. */
  submitterOnly: Schema.Boolean,
  /** What no source confirms. */
  unverified: Schema.Array(Text),
  /**
   * The names of the ids that a reference holds, in order; none for something of which an organisation has one. Where
   * `status.path` has several paths: the ids of the path that the reference names.
   */
  parameters: Schema.Array(Text),
  status: Status,
  states: States,
  failures: Schema.Union(Source, Schema.NonEmptyArray(Source))
}).annotations({ identifier: "JobKind" })

/**
 * @since 0.1.0
 * @category models
 */
export type JobKind = typeof JobKind.Type

/**
 * The sources of a kind, in order of preference.
 *
 * @since 0.1.0
 * @category combinators
 */
export const sources = (kind: JobKind): ReadonlyArray<Source> =>
  "source" in kind.failures ? [kind.failures] : kind.failures

/**
 * The path template of a job's status call and the values of its parameters. Dies when the job holds another number of ids than the kind
 * takes: references are checked when they are read.
 *
 * @since 0.1.0
 * @category combinators
 */
export const statusPath = (
  kind: JobKind,
  job: Job
): { readonly path: string; readonly params: Readonly<globalThis.Record<string, string>> } => {
  const variant = typeof kind.status.path === "string" ? undefined : (job.ids[0] ?? "")
  const path = typeof kind.status.path === "string" ? kind.status.path : kind.status.path[variant ?? ""]
  const names = path === undefined || variant === undefined ? kind.parameters : placeholders(path)
  const ids = variant === undefined ? job.ids : job.ids.slice(1)
  if (path === undefined || ids.length !== names.length) {
    throw new Error(`JobKind: ${job.kind}/${job.ids.join("/")} does not fit the kind ${kind.name}`)
  }
  return { path, params: Object.fromEntries(names.map((name, index) => [name, ids[index] ?? ""])) }
}

/**
 * The names in the braces of a path template, in order.
 *
 * @since 0.1.0
 * @category combinators
 */
export const placeholders = (path: string): ReadonlyArray<string> =>
  Array.from(path.matchAll(/\{([^{}]*)\}/g), (match) => match[1] ?? "")
