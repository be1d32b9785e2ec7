/**
 * How a result becomes an exit code: a total function, so that scripts can trust it.
 *
 * @since 0.1.0
 */
import * as Outcome from "../report/Outcome.js"
import type { JobReport } from "../report/Report.js"

/**
 * The table, as `--help` lists it.
 *
 * @since 0.1.0
 * @category rendering
 */
export const table: ReadonlyArray<readonly [code: string, meaning: string]> = [
  ["0", "succeeded, no failed records (or within the tolerance)"],
  ["1", "ended with failed records"],
  ["2", "usage or configuration error"],
  ["3", "the job failed"],
  ["4", "the job was cancelled, or its results expired"],
  ["5", "the watch's deadline passed"],
  ["6", "authentication or permission refused"],
  ["7", "the platform could not be reached or understood"],
  ["8", "no such job"],
  ["9", "the Slack summary was not delivered"],
  ["130", "interrupted (SIGINT)"],
  ["143", "terminated (SIGTERM)"]
]

/**
 * Usage or configuration error.
 *
 * @since 0.1.0
 * @category constructors
 */
export const usage = 2

/**
 * The platform could not be reached or understood.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unreachable = 7

/**
 * The exit code of a reason, as a report names it (the tags of `GenesysError` and a few of the watch).
 *
 * @since 0.1.0
 * @category combinators
 */
export const ofReason = (reason: string): number => {
  switch (reason) {
    case "Unauthorized":
    case "Forbidden":
      return 6
    case "NotFound":
      return 8
    default:
      return unreachable
  }
}

/**
 * The exit code of one job: the greatest of what its outcome, its error and its notification ask for.
 *
 * @since 0.1.0
 * @category combinators
 */
export const ofJob = (report: JobReport, tolerance: Outcome.Tolerance): number =>
  Math.max(
    ofOutcome(report, tolerance),
    report.error === undefined || report.error.reason === "Interrupted" ? 0 : ofReason(report.error.reason),
    report.notification.result === "undelivered" ? 9 : 0
  )

/**
 * The exit code of a run. A signal is greater than all others.
 *
 * @since 0.1.0
 * @category combinators
 */
export const ofRun = (
  reports: ReadonlyArray<JobReport>,
  tolerance: Outcome.Tolerance,
  signal: 130 | 143 | undefined
): number => reports.reduce((code, report) => Math.max(code, ofJob(report, tolerance)), signal ?? 0)

const ofOutcome = (report: JobReport, tolerance: Outcome.Tolerance): number => {
  switch (report.outcome) {
    case "succeeded":
      return 0
    case "partial":
      return report.failures.complete && Outcome.withinTolerance(report, tolerance) ? 0 : 1
    case "failed":
      return 3
    case "cancelled":
    case "expired":
      return 4
    case "timed-out":
      return 5
    case "unknown":
      return report.error === undefined ? unreachable : 0
  }
}
