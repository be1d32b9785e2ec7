/**
 * What is watched: a job, with what is known of its kind.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import { InvalidJobReference, type Job } from "../jobs/Job.js"
import type { JobKind } from "../jobs/JobKind.js"
import * as Kinds from "../jobs/Kinds.js"

/**
 * A job and what is known of its kind.
 *
 * @since 0.1.0
 * @category models
 */
export interface Target {
  readonly kind: JobKind
  readonly job: Job
}

/**
 * Reads a job reference: `KIND/ID`, or a bare id, which means a data action. Give the kinds to add some of your own to
 * those that come with the library: `Kinds.withCustom(Kinds.builtin, mine)`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const target = (
  reference: string,
  kinds: Kinds.Kinds = Kinds.builtin
): Either.Either<Target, InvalidJobReference> =>
  Either.flatMap(Kinds.parse(kinds, reference), (job) => {
    const kind = Kinds.find(kinds, job.kind)
    if (kind !== undefined) return Either.right({ kind, job })
    // A bare id, where the given kinds have no data actions.
    const problem = `The job reference "${reference}" names no kind.`
    return Either.left(new InvalidJobReference({ reference, problem, fix: "Write KIND/ID." }))
  })
