/**
 * How a result becomes an exit code: a total function, so that scripts can trust it.
 *
 * @since 0.1.0
 */
import type { Reason, Step } from "./Problem.js"
import type { JobReport } from "./Report.js"

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
 * The rows of a command that ends with fewer of them, and for which 0 means something of its own.
 *
 * @since 0.1.0
 * @category rendering
 */
export const rows = (success: string | undefined, codes: ReadonlyArray<number>): typeof table => [
  ...(success === undefined ? [] : ([["0", success]] as const)),
  ...table.filter(([code]) => codes.includes(Number(code)))
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
 * The exit code of a reason. Failed records that are not there are no missing job, and a file that is refused is no
 * missing permission of the client: its address carries its own. Records that are counted and not listed are what the
 * outcome says, an interruption has the code of its signal.
 *
 * @since 0.1.0
 * @category combinators
 */
export const ofReason = (reason: Reason, step?: Step | undefined): number => {
  switch (reason) {
    case "Unauthorized":
    case "Forbidden":
      return step === "file" ? unreachable : 6
    case "NotFound":
      return step === "failures" || step === "file" ? unreachable : 8
    case "Unlisted":
    case "Interrupted":
      return 0
    case "Transport":
    case "Timeout":
    case "RateLimited":
    case "Unavailable":
    case "Conflict":
    case "Rejected":
    case "Undecodable":
    case "CircuitOpen":
    case "DeadlineExceeded":
    case "UnknownState":
    case "Defect":
      return unreachable
  }
}

/**
 * The exit code of one job: the greatest of what its outcome, its error and its notification ask for.
 *
 * @since 0.1.0
 * @category combinators
 */
export const ofJob = (report: JobReport): number =>
  Math.max(ofOutcome(report), ofError(report), report.notification.result === "undelivered" ? 9 : 0)

/**
 * The exit code of a run. A signal is greater than all others.
 *
 * @since 0.1.0
 * @category combinators
 */
export const ofRun = (reports: ReadonlyArray<JobReport>, signal?: 130 | 143 | undefined): number =>
  reports.reduce((code, report) => Math.max(code, ofJob(report)), signal ?? 0)

const ofOutcome = ({ error, outcome, tolerated }: JobReport): number => {
  switch (outcome) {
    case "succeeded":
      return 0
    case "partial":
      return tolerated ? 0 : 1
    case "failed":
      return 3
    case "cancelled":
    case "expired":
      return 4
    case "timed-out":
      return 5
    case "unknown":
      return error === undefined ? unreachable : 0
  }
}

const ofError = ({ error, outcome }: JobReport): number => {
  if (error === undefined) return 0
  // The deadline of the watch ended the call, and the outcome says so.
  if (outcome === "timed-out" && error.reason === "DeadlineExceeded") return 0
  return ofReason(error.reason, error.step)
}
