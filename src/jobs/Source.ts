/**
 * Where the failed records of a kind come from and how one is read, as data.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Count, Field, optional, Path, Where } from "./FieldSchema.js"

/**
 * A text that says something.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Text = Schema.String.pipe(
  Schema.pattern(/\S/, {
    title: "Text",
    description: "A text that says something.",
    message: () => "expected a text that says something"
  })
)

/**
 * A path on the API host with parameters in braces.
 *
 * @since 0.1.0
 * @category schemas
 */
export const PathTemplate = Schema.String.pipe(
  Schema.pattern(/^\/(?:[^\s?#{}]|\{[^\s?#{}/]+\})*$/, {
    identifier: "PathTemplate",
    title: "PathTemplate",
    description: "A path on the API host with parameters in braces: /api/v2/things/{thingId}/jobs/{jobId}.",
    message: () =>
      "expected a path on the API host, without host and query, names in braces, such as /api/v2/things/{jobId}"
  })
)

/**
 * Query parameters that are always sent.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Query = Schema.Record({ key: Schema.String, value: Schema.String }).annotations({
  identifier: "Query",
  description: "Query parameters that are always sent."
})

const PositiveInt = Schema.Number.pipe(
  Schema.int(),
  Schema.greaterThanOrEqualTo(1, {
    identifier: "PositiveInt",
    description: "A whole number of at least 1.",
    message: () => "expected a whole number of at least 1"
  })
)

const Template = Schema.String.pipe(
  Schema.pattern(/^[^{}]*(?:\{[^{}[\]]+\}[^{}]*)+$/, {
    title: "Template",
    message: () => "expected a text with fields in braces, such as HTTP_{statusCode}"
  })
)

/**
 * Which fields of a failed record are its code, message and ids.
 *
 * The code is the first of: `code`; `codeTemplate` (`HTTP_{statusCode}`) when all its fields are there; a code made of
 * the words of the message (`codeFromMessage`); `codeDefault`; `UNKNOWN_ERROR`. The message likewise: `message`,
 * `messageTemplate`, `messageDefault`. `key` identifies the record, and duplicates are dropped by it: leave it out
 * where one record may fail several times. `count` is for records that stand for many.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Record = Schema.Struct({
  code: optional(Field),
  codeTemplate: optional(
    Template.annotations({ description: "A code with fields in braces, such as HTTP_{statusCode}." })
  ),
  codeFromMessage: optional(
    Schema.Boolean.annotations({ description: "Make the code of the words of the message." })
  ),
  codeDefault: optional(Text.annotations({ description: "The code where nothing else gives one." })),
  message: optional(Field),
  messageTemplate: optional(Template.annotations({ description: "A message with fields in braces." })),
  messageDefault: optional(Text.annotations({ description: "The message where nothing else gives one." })),
  id: optional(Field),
  recordId: optional(Field),
  key: optional(Field).annotations({
    description:
      "Identifies the record; duplicates are dropped by it. Leave it out where one record may fail several times."
  }),
  count: optional(Count).annotations({
    description: "For how many failures the record stands; 1 when left out."
  })
}).annotations({
  identifier: "Record",
  description:
    "Which fields of a failed record are what. The code is the first of: code, codeTemplate, a code made of the words of the message (codeFromMessage), codeDefault, UNKNOWN_ERROR. The message likewise: message, messageTemplate, messageDefault."
})

/**
 * @since 0.1.0
 * @category models
 */
export type Record = typeof Record.Type

const when = optional(Where).annotations({
  description:
    "With which status answers there can be something to read: a query that failed has no results. With all when left out."
})

const items = {
  when,
  /** Where the list sits; of several paths the first that holds an element counts. */
  items: Field.annotations({
    description: "Where the list sits; of several paths the first that holds an element."
  }),
  /** Which elements are failures; all of them when left out. */
  where: optional(Where).annotations({ description: "Which elements are failures; all when left out." }),
  record: Record
}

const listing = {
  path: PathTemplate,
  query: optional(Query),
  ...items,
  total: optional(Path)
}

const sized = {
  /**
   * The query parameter for the page size, `pageSize` unless told; `maxPageSize` is the most that is ever asked for.
   */
  pageSizeParam: optional(Text),
  maxPageSize: PositiveInt.annotations({ description: "The most that is ever asked for." })
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
  pageNumberParam: optional(Text)
}).annotations({ identifier: "Pages", description: "Numbered pages: pageNumber, pageSize, total." })

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
  maxPageSize: optional(PositiveInt),
  cursor: Field,
  cursorParam: optional(Text)
}).annotations({
  identifier: "Cursor",
  description: "Pages that hand over an opaque cursor; the last one carries none."
})

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
  maxPageSize: optional(PositiveInt),
  after: Field,
  afterParam: optional(Text)
}).annotations({
  identifier: "After",
  description: "Pages that hand over the place to go on after, usually in cursors.after."
})

/**
 * Pages that hand over the address of the next one. Only its query is used, and only when it names the same path: the
 * token goes nowhere else.
 *
 * @since 0.1.0
 * @category schemas
 */
export const NextUri = Schema.Struct({
  source: Schema.Literal("nextUri"),
  ...listing,
  pageSizeParam: sized.pageSizeParam,
  maxPageSize: optional(PositiveInt),
  nextUri: Field
}).annotations({ identifier: "NextUri", description: "Pages that hand over the address of the next one." })

/**
 * One document with all of them.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Document = Schema.Struct({ source: Schema.Literal("document"), ...listing }).annotations({
  identifier: "Document",
  description: "One document with all of them."
})

/**
 * They are part of the status answer. `about: "job"`: what stands there is why the job failed as a whole, and is
 * counted as no record.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Embedded = Schema.Struct({
  source: Schema.Literal("embedded"),
  ...items,
  about: optional(Schema.Literal("job")).annotations({
    description: "Say job where the items are reasons of the job as a whole and no records."
  })
}).annotations({
  identifier: "Embedded",
  description: "They are part of the status answer."
})

/**
 * A file to which the status answer points. `items` is for a JSON document that is not itself a list. A host that is
 * not the API's never receives the token. `maxBytes`: 64 MiB unless told.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Download = Schema.Struct({
  source: Schema.Literal("download"),
  when,
  url: Field,
  format: Schema.Literal("json", "csv"),
  items: optional(Field),
  where: items.where,
  record: Record,
  maxBytes: optional(PositiveInt)
}).annotations({
  identifier: "Download",
  description: "A file to which the status answer points, in JSON or CSV."
})

/**
 * The kind lists no failed records; what is known is in the status.
 *
 * @since 0.1.0
 * @category schemas
 */
export const None = Schema.Struct({ source: Schema.Literal("none") }).annotations({
  identifier: "None",
  description: "The kind lists no failed records."
})

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
  identifier: "Source",
  description: "Where failed records come from."
})

/**
 * @since 0.1.0
 * @category models
 */
export type Source = typeof Source.Type
