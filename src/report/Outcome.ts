/**
 * What the counts say: how a job ended, how many records failed, whether that is tolerated. Pure.
 *
 * @since 0.1.0
 */
import { isTerminal, type Phase } from "../jobs/Job.js"
import type { Failures, JobReport, Outcome } from "./Report.js"

/**
 * What is known when the watch ends. `errors` is the status' own count, `read` the failures that were read; `complete`
 * says that there was nothing more to read (true as well for a kind that has no failed records to read).
 *
 * @since 0.1.0
 * @category models
 */
export interface Facts {
  readonly phase: Phase | undefined
  readonly errors: number | undefined
  readonly read: number
  readonly complete: boolean
  readonly deadlinePassed: boolean
}

/**
 * How the job ended. A success that counts failures is partial; a success whose failures could neither be counted nor
 * read is unknown, since nothing supports the word. A passed deadline goes before everything.
 *
 * @since 0.1.0
 * @category constructors
 */
export const decide = (facts: Facts): Outcome => {
  if (facts.deadlinePassed) return "timed-out"
  switch (facts.phase) {
    case "succeeded":
      if (facts.read > 0 || (facts.errors ?? 0) > 0) return "partial"
      return facts.complete || facts.errors === 0 ? "succeeded" : "unknown"
    case "partial":
    case "failed":
    case "cancelled":
    case "expired":
      return facts.phase
    case "running":
    case "parked":
    case "unknown":
    case undefined:
      return "unknown"
  }
}

/**
 * Whether the failures that were read are as many as the status counts; `undefined` when that cannot be told, as where
 * the status counts parts of records, or where the failures are no records.
 *
 * @since 0.1.0
 * @category predicates
 */
export const reconciled = (
  facts: Pick<Facts, "errors" | "read" | "complete"> & Pick<Failures, "about">
): boolean | undefined =>
  facts.complete && facts.about === undefined && Number.isSafeInteger(facts.errors)
    ? facts.errors === facts.read
    : undefined

/**
 * A part of a whole (0..1), rounded to four places.
 *
 * @since 0.1.0
 * @category rendering
 */
export const share = (part: number, whole: number): number =>
  whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : 0

/**
 * How many records failed, as far as it is known. `exact` is false when it means "at least".
 *
 * @since 0.1.0
 * @category models
 */
export interface Failed {
  readonly count: number
  readonly exact: boolean
}

/**
 * The greater of what was read and what the status counts; reasons of the job as a whole are no records. It is exact
 * when all was read, or when the status of an ended job counts.
 *
 * @since 0.1.0
 * @category constructors
 */
export const failed = (job: Pick<JobReport, "failures" | "status">): Failed => {
  const counted = job.status?.errors
  // The count of a job that still runs is a lower bound.
  const ended = job.status !== undefined && isTerminal(job.status.phase)
  const records = job.failures.about === "job" ? undefined : job.failures
  return {
    count: Math.max(records?.total ?? 0, counted ?? 0),
    exact: records?.complete === true || (ended && counted !== undefined && counted >= (records?.total ?? 0))
  }
}

/**
 * How many records the failed ones are a part of: those processed, or else all; `undefined` when the platform tells no
 * such number.
 *
 * @since 0.1.0
 * @category constructors
 */
export const whole = (job: Pick<JobReport, "failures" | "status">): number | undefined => {
  const { count } = failed(job)
  return [job.status?.processed, job.status?.total].find(
    (size) => size !== undefined && size > 0 && size >= count
  )
}

/**
 * Failed records as a part of the whole (0..1); `undefined` when there is no whole to compare with.
 *
 * @since 0.1.0
 * @category constructors
 */
export const failureRate = (job: Pick<JobReport, "failures" | "status">): number | undefined => {
  const { count } = failed(job)
  if (count === 0) return 0
  const size = whole(job)
  return size === undefined ? undefined : count / size
}

/**
 * How many failures are tolerated. A rate is 0..1 of the processed records.
 *
 * @since 0.1.0
 * @category models
 */
export interface Tolerance {
  readonly maxErrors?: number | undefined
  readonly maxErrorRate?: number | undefined
}

/**
 * Whether a job that ran to its end failed no more records than tolerated. Every limit given must hold; without a limit
 * nothing is tolerated, and a number that is not known for certain is not tolerated either.
 *
 * @since 0.1.0
 * @category predicates
 */
export const withinTolerance = (job: JobReport, tolerance: Tolerance): boolean => {
  if (job.outcome !== "succeeded" && job.outcome !== "partial") return false
  const { count, exact } = failed(job)
  if (!exact) return false
  if (count === 0) return job.outcome === "succeeded"
  const { maxErrorRate, maxErrors } = tolerance
  if (maxErrors === undefined && maxErrorRate === undefined) return false
  if (maxErrors !== undefined && count > maxErrors) return false
  if (maxErrorRate === undefined) return true
  const rate = failureRate(job)
  return rate !== undefined && rate <= maxErrorRate
}

/**
 * The same report, saying whether its failed records are tolerated: there are some, all of them were read, and they are
 * within the tolerance.
 *
 * @since 0.1.0
 * @category combinators
 */
export const judged = (job: JobReport, tolerance: Tolerance): JobReport => ({
  ...job,
  tolerated: job.outcome === "partial" && job.failures.complete && withinTolerance(job, tolerance)
})
