/**
 * How the ids of a job fill the paths of its kind.
 *
 * @since 0.1.0
 */
import type { Job } from "./Job.js"
import type { JobKind } from "./JobKind.js"

/**
 * The path template of a job's status call and the values of its parameters, which are those of its other paths too.
 * Throws when the job does not fit the kind: references are checked when they are read (`Kinds.parse`).
 *
 * @since 0.1.0
 * @category combinators
 */
export const statusPath = (
  kind: JobKind,
  job: Job
): { readonly path: string; readonly params: Readonly<Record<string, string>> } => {
  const { path: paths } = kind.status
  const path = typeof paths === "string" ? paths : paths[job.ids[0] ?? ""]
  const names = parameters(kind, job.ids[0])
  if (path === undefined || job.ids.length !== names.length) {
    throw new Error(`JobPath: ${job.kind}/${job.ids.join("/")} does not fit the kind ${kind.name}`)
  }
  return { path, params: Object.fromEntries(names.map((name, index) => [name, job.ids[index] ?? ""])) }
}

/**
 * The names of the ids that a reference to a job of this kind holds, in order. Where the kind has several paths, the
 * first id chooses one and the others are those of its path.
 *
 * @since 0.1.0
 * @category combinators
 */
export const parameters = (kind: JobKind, choice?: string): ReadonlyArray<string> => {
  const { path } = kind.status
  if (typeof path === "string") return kind.parameters
  const chosen = choice === undefined ? undefined : path[choice]
  return [...kind.parameters.slice(0, 1), ...placeholders(chosen ?? "")]
}

/**
 * The names of a kind's paths, where it has several.
 *
 * @since 0.1.0
 * @category combinators
 */
export const choices = (kind: JobKind): ReadonlyArray<string> =>
  typeof kind.status.path === "string" ? [] : Object.keys(kind.status.path)

/**
 * The names in the braces of a path template, in order.
 *
 * @since 0.1.0
 * @category combinators
 */
export const placeholders = (path: string): ReadonlyArray<string> =>
  Array.from(path.matchAll(/\{([^{}]*)\}/g), (match) => match[1] ?? "")

/**
 * How the name of an id stands in a reference that is shown: `JOB_ID` for `jobId`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const written = (parameter: string): string =>
  parameter.replace(/([a-z])([A-Z])/g, "$1_$2").toUpperCase()
