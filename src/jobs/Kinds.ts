/**
 * The kinds of jobs that are known: those that come with the program and those of a user's configuration. A plain value.
 *
 * @since 0.1.0
 */
import type * as Either from "effect/Either"
import * as Job from "./Job.js"
import type * as JobKind from "./JobKind.js"
import * as all from "./kinds/all.js"

/**
 * Kinds by name, in the order in which they are listed.
 *
 * @since 0.1.0
 * @category models
 */
export type Kinds = ReadonlyMap<string, JobKind.JobKind>

/**
 * The kinds that come with the program.
 *
 * @since 0.1.0
 * @category constructors
 */
export const builtin: Kinds = new Map(Object.values(all).map((kind) => [kind.name, kind]))

/**
 * Kinds with more beside them; one of the same name takes the place of the former.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withCustom = (kinds: Kinds, custom: Iterable<JobKind.JobKind>): Kinds =>
  new Map([...kinds, ...Array.from(custom, (kind) => [kind.name, kind] as const)])

/**
 * The kind of that name.
 *
 * @since 0.1.0
 * @category combinators
 */
export const find = (kinds: Kinds, name: string): JobKind.JobKind | undefined => kinds.get(name)

/**
 * Reads a job reference (`KIND/ID`, a bare id) against these kinds.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (kinds: Kinds, reference: string): Either.Either<Job.Job, Job.InvalidJobReference> =>
  Job.parse(reference, (name) => kinds.get(name)?.parameters.length)
