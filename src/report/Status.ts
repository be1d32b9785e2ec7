/**
 * What a report keeps of a job's status.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import type * as Job from "../jobs/Job.js"
import { Count, Instant, nullable, Share, text } from "./Wire.js"

/**
 * What a state means, for every kind of job.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Phase = Schema.Literal(
  "running",
  "parked",
  "succeeded",
  "partial",
  "failed",
  "cancelled",
  "expired",
  "unknown"
).annotations({ identifier: "Phase", description: "What the state means, for every kind of job." })

/**
 * The last status that was read. Counts are records, `progress` is 0..1, instants are as the platform wrote them.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Status = Schema.Struct({
  state: text("The platform's own word."),
  phase: Phase,
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
 * What the report keeps of a status: counts that are no counts and progress outside 0..1 are unknown.
 *
 * @since 0.1.0
 * @category constructors
 */
export const of = (read: Job.JobStatus): Status => ({
  state: read.state,
  phase: read.phase,
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
