/**
 * Why a watch could not do all of its work.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { nullable, text } from "./Wire.js"

/**
 * What went wrong, for programs: the reasons of a call to the platform; a state that is not known; failed records that
 * are counted and not listed; a fault of this library; a watch that was interrupted.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Reason = Schema.Literal(
  "Transport",
  "Timeout",
  "RateLimited",
  "Unavailable",
  "Unauthorized",
  "Forbidden",
  "NotFound",
  "Conflict",
  "Rejected",
  "Undecodable",
  "CircuitOpen",
  "DeadlineExceeded",
  "UnknownState",
  "Unlisted",
  "Defect",
  "Interrupted"
).annotations({ identifier: "Reason", description: "What went wrong, for programs." })

/**
 * @since 0.1.0
 * @category models
 */
export type Reason = typeof Reason.Type

/**
 * Which part of the work failed: reading the status, the failed records, or the file that the platform keeps them in.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Step = Schema.Literal("status", "failures", "file").annotations({
  identifier: "Step",
  description: "Which part of the work failed: the status, the failed records, or the file that holds them."
})

/**
 * @since 0.1.0
 * @category models
 */
export type Step = typeof Step.Type

/**
 * What happened, to which operation, what to do.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Problem = Schema.Struct({
  reason: Reason,
  step: nullable(Step),
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
