/**
 * The report: the pure result of a watch. This Schema is the authority of the JSON document (schemaVersion 1); what is
 * unknown is `null` on the wire and `undefined` inside.
 *
 * @since 0.1.0
 */
import * as JSONSchema from "effect/JSONSchema"
import * as Schema from "effect/Schema"
import type * as Job from "../jobs/Job.js"

const nullable = <A, I>(schema: Schema.Schema<A, I>): Schema.Schema<A | undefined, I | null> =>
  Schema.transform(Schema.NullOr(schema), Schema.UndefinedOr(Schema.typeSchema(schema)), {
    strict: true,
    decode: (value) => value ?? undefined,
    encode: (value) => value ?? null
  })

const text = (description: string) => Schema.String.annotations({ description })

// Promised to readers but not enforced at run time: a report must be printable even if a number in it is odd.
const Count = Schema.Number.annotations({ jsonSchema: { type: "integer", minimum: 0 } })
const Share = Schema.Number.annotations({ jsonSchema: { type: "number", minimum: 0, maximum: 1 } })
const Instant = Schema.String.annotations({ jsonSchema: { type: "string", description: "ISO 8601" } })

/**
 * How a job ended, as the exit code sees it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Outcome = Schema.Literal(
  "succeeded",
  "partial",
  "failed",
  "cancelled",
  "expired",
  "timed-out",
  "unknown"
).annotations({ identifier: "Outcome", description: "How the job ended; counts decide, not the word." })

/**
 * @since 0.1.0
 * @category models
 */
export type Outcome = typeof Outcome.Type

/**
 * The last status that was read. Counts are records, `progress` is 0..1, instants are as the platform wrote them.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Status = Schema.Struct({
  state: text("The platform's own word."),
  progress: nullable(Share),
  processed: nullable(Count),
  total: nullable(Count),
  errors: nullable(Count),
  warnings: nullable(Count),
  createdAt: nullable(Instant),
  updatedAt: nullable(Instant),
  message: nullable(text("A reason of the job as a whole.")),
  hint: nullable(text("What a parked job waits for, or that the state is not known."))
}).annotations({ identifier: "Status" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Status extends Schema.Schema.Type<typeof Status> {}

/**
 * One failed record, kept as an example.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Sample = Schema.Struct({
  id: nullable(Schema.String),
  message: Schema.String,
  recordId: nullable(Schema.String)
}).annotations({ identifier: "Sample" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Sample extends Schema.Schema.Type<typeof Sample> {}

/**
 * The failures of one error code. `count` is a lower bound where more than 2,000 codes were met. `share` is of all
 * failures, rounded to four places: for a share to be shown take the counts. Templates and their counts sum up to `count`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Group = Schema.Struct({
  code: text("<other> gathers the codes beyond the bound."),
  count: Count,
  share: Share,
  templates: Schema.Array(
    Schema.Struct({ template: Schema.String, count: Count }).annotations({ identifier: "TemplateCount" })
  ),
  samples: Schema.Array(Sample)
}).annotations({ identifier: "Group" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Group extends Schema.Schema.Type<typeof Group> {}

/**
 * All failures that were read. `total` is what the groups sum up to: exact when `complete`, else a lower bound, and
 * `reason` says why. `distinctCodes` is a lower bound when there is a group `<other>`. `about` is there only where the
 * failures are no records: then neither `total` nor any `count` is a number of records.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Failures = Schema.Struct({
  total: Count,
  complete: Schema.Boolean.annotations({ description: "false: total means at least." }),
  reconciled: nullable(
    Schema.Boolean.annotations({
      description: "Whether total equals status.errors; null: it cannot be told."
    })
  ),
  distinctCodes: Count,
  groups: Schema.Array(Group),
  reason: nullable(text("Why not all failures were read.")),
  about: Schema.optionalWith(Schema.Literal("job"), { exact: true }).annotations({
    description: "The failures are reasons of the job as a whole, and no records."
  })
}).annotations({ identifier: "Failures" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Failures extends Schema.Schema.Type<typeof Failures> {}

/**
 * What became of the summary. `degraded`: delivered, but without its form.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Notification = Schema.Struct({
  destination: Schema.String,
  result: Schema.Literal("delivered", "degraded", "undelivered", "skipped"),
  reason: nullable(Schema.String)
}).annotations({ identifier: "Notification" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Notification extends Schema.Schema.Type<typeof Notification> {}

/**
 * Why the watch could not do all of its work: what happened, to which operation, what to do.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Problem = Schema.Struct({
  reason: text("A closed set of names, for programs."),
  message: Schema.String,
  operation: nullable(text("Method and path template.")),
  correlationId: nullable(text("For the platform's support.")),
  advice: nullable(text("What to do."))
}).annotations({ identifier: "Problem" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Problem extends Schema.Schema.Type<typeof Problem> {}

/**
 * When a watch began and ended, and the milliseconds of its parts.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Timing = Schema.Struct({
  startedAt: Instant,
  endedAt: Instant,
  pollMs: Count,
  drainMs: Count,
  notifyMs: Count
}).annotations({ identifier: "Timing" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Timing extends Schema.Schema.Type<typeof Timing> {}

/**
 * What became of one job: its outcome, its failed records, and who was told.
 *
 * @since 0.1.0
 * @category schemas
 */
export const JobReport = Schema.Struct({
  job: Schema.Struct({
    kind: Schema.String,
    id: text("Several ids are joined by a slash.")
  }),
  outcome: Outcome,
  status: nullable(Status),
  failures: Failures,
  notification: Notification,
  polls: Count,
  requests: Count,
  retries: Count,
  timing: Timing,
  error: nullable(Problem)
}).annotations({ identifier: "JobReport" })

/**
 * @since 0.1.0
 * @category models
 */
export interface JobReport extends Schema.Schema.Type<typeof JobReport> {}

/**
 * The whole document. `runId` is the same as in the messages that were sent about it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Report = Schema.Struct({
  schemaVersion: Schema.Literal(1),
  runId: nullable(Schema.String),
  region: nullable(Schema.String),
  jobs: Schema.Array(JobReport),
  exitCode: Count
}).annotations({ identifier: "Report", title: "genesys-jobs report" })

/**
 * @since 0.1.0
 * @category models
 */
export interface Report extends Schema.Schema.Type<typeof Report> {}

/**
 * To the wire form, keys in the order of the Schema.
 *
 * @since 0.1.0
 * @category combinators
 */
export const encode: (report: Report) => typeof Report.Encoded = Schema.encodeSync(Report)

/**
 * The JSON Schema (draft 7) that is published as `schema/report.schema.json`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const jsonSchema = (): JSONSchema.JsonSchema7Root => JSONSchema.make(Report)

/**
 * A job's ids as the report writes them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reference = (job: Job.Job): JobReport["job"] => ({ kind: job.kind, id: job.ids.join("/") })

/**
 * What the report keeps of a status: counts that are no counts and progress outside 0..1 are unknown.
 *
 * @since 0.1.0
 * @category constructors
 */
export const status = (read: Job.JobStatus): Status => ({
  state: read.state,
  progress:
    read.progress !== undefined && read.progress >= 0 && read.progress <= 1 ? read.progress : undefined,
  processed: countOrNothing(read.processed),
  total: countOrNothing(read.total),
  errors: countOrNothing(read.errors),
  warnings: countOrNothing(read.warnings),
  createdAt: read.createdAt,
  updatedAt: read.updatedAt,
  message: read.message,
  hint: read.hint ?? (read.phase === "unknown" ? unknownState : undefined)
})

const unknownState = "its kind does not know this state; look at the job in Genesys Cloud"

const countOrNothing = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined
