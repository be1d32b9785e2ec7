/**
 * The kinds of jobs that are known: those that come with the program and those of a user's configuration. A plain
 * value.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Spelling from "../text/Spelling.js"
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
 * That there is no kind of that name, and which one may be meant.
 *
 * @since 0.1.0
 * @category rendering
 */
export const unknown = (kinds: Kinds, name: string): { readonly problem: string; readonly fix: string } => {
  const meant = Spelling.nearest(name, [...kinds.keys()])
  return {
    problem: `There is no job kind "${name}".`,
    fix: `${meant === undefined ? "" : `Did you mean ${meant}? `}List the kinds with "genesys-jobs kinds".`
  }
}

/**
 * Reads a job reference (`KIND/ID`, a bare id) against these kinds.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (kinds: Kinds, reference: string): Either.Either<Job.Job, Job.InvalidJobReference> => {
  const [name = "", choice] = reference.trim().split("/")
  const kind = kinds.get(name)
  const refused = (why: { readonly problem: string; readonly fix: string }) =>
    Either.left(new Job.InvalidJobReference({ reference, ...why }))
  if (kind === undefined && choice !== undefined && /^[\w-]+$/.test(name))
    return refused(unknown(kinds, name))
  const choices = kind === undefined ? [] : JobPath.choices(kind)
  if (choices.length > 0 && !choices.includes(choice ?? "")) {
    return refused({
      problem:
        choice === undefined
          ? `The job reference "${name}" names a kind but no job.`
          : `The kind ${name} has no "${choice}".`,
      fix: `Write ${name}/${choices.length > 3 ? "NAME" : choices.join("|")}/ID with one of: ${choices.join(", ")}.`
    })
  }
  return Job.parse(reference, (name) => idsOf(kinds.get(name), choice))
}

const idsOf = (kind: JobKind | undefined, choice: string | undefined): ReadonlyArray<string> | undefined => {
  if (kind === undefined) return undefined
  const names = JobPath.parameters(kind, choice).map(JobPath.written)
  return JobPath.choices(kind).length === 0 ? names : [choice ?? "", ...names.slice(1)]
}
