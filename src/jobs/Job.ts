/**
 * What the whole program speaks of: a job, its status, its failed records.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Either from "effect/Either"

/**
 * A reference to one job: its kind and the ids that the kind's path asks for, in order.
 *
 * @since 0.1.0
 * @category models
 */
export interface Job {
  readonly kind: string
  readonly ids: ReadonlyArray<string>
}

/**
 * What a state means, whatever word the platform uses for it.
 *
 * @since 0.1.0
 * @category models
 */
export type Phase =
  | "running"
  | "parked"
  | "succeeded"
  | "partial"
  | "failed"
  | "cancelled"
  | "expired"
  | "unknown"

/**
 * Whether a job in this phase has ended, so that its status is the last one.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isTerminal = (phase: Phase): boolean =>
  phase !== "running" && phase !== "parked" && phase !== "unknown"

/**
 * One reading of a job's status. `progress` is 0..1; counts are records; instants are ISO 8601 as the platform
 * wrote them; `undefined` where the platform does not tell.
 *
 * @since 0.1.0
 * @category models
 */
export interface JobStatus {
  readonly phase: Phase
  /** The platform's own word. */
  readonly state: string
  readonly progress: number | undefined
  readonly processed: number | undefined
  readonly total: number | undefined
  readonly errors: number | undefined
  readonly warnings: number | undefined
  readonly createdAt: string | undefined
  readonly updatedAt: string | undefined
  /** A reason that belongs to the job as a whole. */
  readonly message: string | undefined
  /** For a parked job: what it waits for and how to move it. */
  readonly hint: string | undefined
}

/**
 * One failed record. `key` identifies the record where the kind has such an identity; duplicates are dropped by it.
 * `count` is 1 unless the platform reports failures already summed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly id: string | undefined
  readonly recordId: string | undefined
  readonly key: string | undefined
  readonly count: number
  /** The platform's own object, as it came; integers beyond 2^53 are `bigint` (`ExactJson.stringify` writes them). */
  readonly record: unknown
}

/**
 * One page of failed records, as read. `total` is what the platform says the whole is. `about` is `job` where the
 * failures are no records but reasons of the job as a whole.
 *
 * @since 0.1.0
 * @category models
 */
export interface FailurePage {
  readonly failures: ReadonlyArray<Failure>
  readonly about?: "job" | undefined
  readonly total: number | undefined
  /** HTTP requests and repetitions that this page took. */
  readonly requests: number
  readonly retries: number
}

/**
 * The code of a failure that carries none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unknownCode = "UNKNOWN_ERROR"

/**
 * A job reference that cannot be used. `problem` says what is wrong and `fix` what to write instead.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidJobReference extends Data.TaggedError("InvalidJobReference")<{
  readonly reference: string
  readonly problem: string
  readonly fix: string
}> {
  override get message(): string {
    return `${this.problem} ${this.fix}`
  }
}

/**
 * `kind/id` as people write it.
 *
 * @since 0.1.0
 * @category rendering
 */
export const format = (job: Job): string => [job.kind, ...job.ids].join("/")

/**
 * Reads `KIND/ID`, `KIND/ID/ID` or a bare id, which means `data-action/ID`. `idsOf` answers what the ids of a kind are
 * called, in order, and `undefined` for a kind that does not exist. Empty ids, `.`, `..` and control characters are
 * refused.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (
  reference: string,
  idsOf: (kind: string) => ReadonlyArray<string> | undefined
): Either.Either<Job, InvalidJobReference> => {
  const refuse = (problem: string, fix: string) =>
    Either.left(new InvalidJobReference({ reference, problem, fix }))
  const text = reference.trim()
  if (text === "")
    return refuse("The job reference is empty.", "Write KIND/ID, for example data-action/a1b2.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) {
    return refuse("The job reference contains control characters.", "Copy the id again, without line breaks.")
  }
  const [first = "", ...rest] = text.split("/")
  const ids = idsOf(first)
  if (ids === undefined && rest.length === 0) return checked("data-action", [first], refuse)
  if (ids === undefined) {
    return refuse(`There is no job kind "${first}".`, 'List the kinds with "genesys-jobs kinds".')
  }
  if (rest.length !== ids.length) {
    return refuse(
      rest.length === 0
        ? `The job reference "${text}" names a kind but no id.`
        : `The kind ${first} takes ${ids.length} id${ids.length === 1 ? "" : "s"}, "${text}" has ${rest.length}.`,
      `Write ${[first, ...ids].join("/")}.`
    )
  }
  return checked(first, rest, refuse)
}

const checked = (
  kind: string,
  ids: ReadonlyArray<string>,
  refuse: (problem: string, fix: string) => Either.Either<Job, InvalidJobReference>
): Either.Either<Job, InvalidJobReference> => {
  const bad = ids.find((id) => id.trim() === "" || id === "." || id === "..")
  return bad === undefined
    ? Either.right({ kind, ids: ids.map((id) => id.trim()) })
    : refuse(
        bad.trim() === "" ? "The job reference contains an empty id." : `"${bad}" is not a job id.`,
        "Write KIND/ID, for example data-action/a1b2."
      )
}
