/**
 * The kinds of jobs that are known: those that come with the program and those of a user's configuration. A plain
 * value.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Job from "./Job.js"
import type { JobKind } from "./JobKind.js"
import * as JobPath from "./JobPath.js"
import * as all from "./kinds/all.js"

/**
 * Kinds by name, in the order in which they are listed.
 *
 * @since 0.1.0
 * @category models
 */
export type Kinds = ReadonlyMap<string, JobKind>

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
export const withCustom = (kinds: Kinds, custom: Iterable<JobKind>): Kinds =>
  new Map([...kinds, ...Array.from(custom, (kind) => [kind.name, kind] as const)])

/**
 * The kind of that name.
 *
 * @since 0.1.0
 * @category combinators
 */
export const find = (kinds: Kinds, name: string): JobKind | undefined => kinds.get(name)

/**
 * Reads a job reference (`KIND/ID`, a bare id) against these kinds.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (kinds: Kinds, reference: string): Either.Either<Job.Job, Job.InvalidJobReference> => {
  const [name = "", choice] = reference.trim().split("/")
  const kind = kinds.get(name)
  const choices = kind === undefined ? [] : JobPath.choices(kind)
  if (choices.length > 0 && !choices.includes(choice ?? "")) {
    return Either.left(
      new Job.InvalidJobReference({
        reference,
        problem:
          choice === undefined
            ? `The job reference "${name}" names a kind but no job.`
            : `The kind ${name} has no "${choice}".`,
        fix: `Write ${name}/${choices.length > 3 ? "NAME" : choices.join("|")}/ID with one of: ${choices.join(", ")}.`
      })
    )
  }
  return Job.parse(reference, (name) => arity(kinds, name, choice))
}

const arity = (kinds: Kinds, name: string, choice: string | undefined): number | undefined => {
  const kind = kinds.get(name)
  return kind === undefined ? undefined : JobPath.parameters(kind, choice).length
}
