/**
 * The report: the pure result of a watch. This Schema is the authority of the JSON document (schemaVersion 1); what is
 * unknown is `null` on the wire and `undefined` inside.
 *
 * @since 0.1.0
 */
import * as JSONSchema from "effect/JSONSchema"
import * as Schema from "effect/Schema"
import type * as Job from "../jobs/Job.js"
import * as ExitCode from "./ExitCode.js"
import * as Notifications from "./Notification.js"
import { judged, type Tolerance } from "./Outcome.js"
import * as Problems from "./Problem.js"
import * as Statuses from "./Status.js"
import { Count, Instant, nullable, Share, text } from "./Wire.js"

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
 * The last status that was read.
 *
 * @since 0.1.0
 * @category models
 */
export type Status = Statuses.Status

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
 * failures, rounded to four places: for a share to be shown take the counts. Templates and their counts sum up to
 * `count`.
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
 * What became of the summary.
 *
 * @since 0.1.0
 * @category models
 */
export type Notification = Notifications.Notification

/**
 * Why the watch could not do all of its work.
 *
 * @since 0.1.0
 * @category models
 */
export type Problem = Problems.Problem

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
 * What became of one job: its outcome, its failed records, and who was told. `tolerated`: records failed, and no more
 * than the run tolerates. `notification` sums up `notifications`, of which there is one a destination.
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
  tolerated: Schema.Boolean.annotations({ description: "Records failed, and no more than is tolerated." }),
  status: nullable(Statuses.Status),
  failures: Failures,
  notification: Notifications.Notification,
  notifications: Schema.Array(Notifications.Notification),
  polls: Count,
  requests: Count,
  retries: Count,
  timing: Timing,
  error: nullable(Problems.Problem)
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
 * A report of these jobs. `tolerance` decides which of them are tolerated; without it they say so themselves.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  jobs: ReadonlyArray<JobReport>,
  options: {
    readonly tolerance?: Tolerance | undefined
    readonly runId?: string | undefined
    readonly region?: string | undefined
    /** The exit code of the signal that ended the run. */
    readonly signal?: 130 | 143 | undefined
  } = {}
): Report => {
  const { region, runId, signal, tolerance } = options
  const all = tolerance === undefined ? jobs : jobs.map((job) => judged(job, tolerance))
  return { schemaVersion: 1, runId, region, jobs: all, exitCode: ExitCode.ofRun(all, signal) }
}

/**
 * To the wire form, keys in the order of the Schema.
 *
 * @since 0.1.0
 * @category combinators
 */
export const encode = (report: Report): typeof Report.Encoded => Schema.encodeSync(Report)(report)

/**
 * One job's part of the document, in the wire form.
 *
 * @since 0.1.0
 * @category combinators
 */
export const encodeJob = (job: JobReport): typeof JobReport.Encoded => Schema.encodeSync(JobReport)(job)

/**
 * The JSON Schema (draft 7) that is published as `schema/report.schema.json`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const jsonSchema = (): JSONSchema.JsonSchema7Root => JSONSchema.make(Report)

/**
 * What the report keeps of a status.
 *
 * @since 0.1.0
 * @category constructors
 */
export const status: (read: Job.JobStatus) => Status = Statuses.of

/**
 * A job's ids as the report writes them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reference = (job: Job.Job): JobReport["job"] => ({ kind: job.kind, id: job.ids.join("/") })
