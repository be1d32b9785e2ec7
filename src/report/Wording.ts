/**
 * What a report says, in words: the sentences that all forms share. Text from outside is neutral and on one line in
 * what these functions return; each form still has its own escaping to do.
 *
 * @since 0.1.0
 */
import * as LeftOut from "../text/LeftOut.js"
import * as PlainText from "../text/PlainText.js"
import * as Quantity from "../text/Quantity.js"
import * as Outcome from "./Outcome.js"
import type * as Report from "./Report.js"

/**
 * Text from outside: neutral, on one line, bounded.
 *
 * @since 0.1.0
 * @category rendering
 */
export const safe = (text: string): string => PlainText.truncate(PlainText.oneLine(text), 2_000)

/**
 * `kind/id`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const name = ({ job }: Report.JobReport): string =>
  safe(job.id === "" ? job.kind : `${job.kind}/${job.id}`)

/**
 * The outcome in one or two words.
 *
 * @since 0.1.0
 * @category rendering
 */
export const outcome: Readonly<Record<Report.Outcome, string>> = {
  succeeded: "Succeeded",
  partial: "Partial",
  failed: "Failed",
  cancelled: "Cancelled",
  expired: "Results expired",
  "timed-out": "Timed out",
  unknown: "Unknown"
}

/**
 * The outcome of a job; of one that has not ended, how it stands.
 *
 * @since 0.1.0
 * @category rendering
 */
export const standing = ({ outcome: found, status }: Report.JobReport): string => {
  if (found === "unknown" && status?.phase === "running") return "Running"
  return found === "unknown" && status?.phase === "parked" ? "Parked" : outcome[found]
}

/**
 * How an outcome is to be taken.
 *
 * @since 0.1.0
 * @category rendering
 */
export const tone: Readonly<Record<Report.Outcome, "good" | "warning" | "bad">> = {
  succeeded: "good",
  partial: "warning",
  failed: "bad",
  cancelled: "warning",
  expired: "bad",
  "timed-out": "bad",
  unknown: "bad"
}

/**
 * How many records failed, as a sentence without a full stop: `245 of 1,000 records failed (24.5 %)`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const failed = (job: Report.JobReport): string => {
  const { count, exact } = Outcome.failed(job)
  if (count === 0) return exact ? "no failed records" : "the number of failed records is unknown"
  const whole = Outcome.whole(job)
  const least = exact ? "" : "at least "
  return whole === undefined
    ? `${least}${Quantity.counted(count, "record")} failed`
    : `${least}${Quantity.count(count)} of ${Quantity.counted(whole, "record")} failed (${Quantity.share(count, whole)})`
}

/**
 * The same, and whether that is tolerated.
 *
 * @since 0.1.0
 * @category rendering
 */
export const verdict = (job: Report.JobReport): string =>
  `${failed(job)}${job.tolerated ? ", within the tolerance" : ""}`

/**
 * A number of failures and what they are: records, or reasons of the job as a whole.
 *
 * @since 0.1.0
 * @category rendering
 */
export const counted = (job: Report.JobReport, count: number, record = "record"): string =>
  Quantity.counted(count, recordOf(job, record))

const recordOf = ({ failures }: Report.JobReport, record = "record"): string =>
  failures.about === "job" ? "reason" : record

/**
 * The words as a sentence: with a capital letter at its start and one full stop at its end.
 *
 * @since 0.1.0
 * @category rendering
 */
export const sentence = (words: string): string =>
  words === ""
    ? ""
    : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${/[.!?\u2026]$/u.test(words) ? "" : "."}`

/**
 * What a reader must know before trusting the numbers.
 *
 * @since 0.1.0
 * @category rendering
 */
export const notes = (job: Report.JobReport): ReadonlyArray<string> => {
  const { failures, status } = job
  const found: Array<string> = []
  if (status?.message !== undefined) found.push(`The platform says: ${safe(status.message)}`)
  if (!failures.complete) found.push(incomplete(job))
  if (failures.reconciled === false) {
    found.push(
      `The counts differ: the status counts ${Quantity.counted(status?.errors, "failed record")}, ${Quantity.count(failures.total)} ${failures.total === 1 ? "was" : "were"} read.`
    )
  }
  if (failures.groups.some(({ code }) => code === LeftOut.other)) {
    found.push(`More codes than can be told apart: the rest is gathered in ${LeftOut.other}.`)
  }
  return found
}

/**
 * Why the watch could not do all of its work: what happened, to which operation.
 *
 * @since 0.1.0
 * @category rendering
 */
export const problem = ({ error }: Report.JobReport): string | undefined => {
  if (error === undefined) return undefined
  const operation = error.operation === undefined ? "" : `${error.operation}: `
  const id = error.correlationId === undefined ? "" : ` (correlation id ${error.correlationId})`
  return safe(`${operation}${error.message}${id}`)
}

/**
 * What became of the summary.
 *
 * @since 0.1.0
 * @category rendering
 */
export const notification = ({ notification }: Report.JobReport): string => {
  const because = notification.reason === undefined ? "" : `: ${safe(notification.reason)}`
  const to = notification.destination === "none" ? "" : ` (${safe(notification.destination)})`
  switch (notification.result) {
    case "delivered":
      return `delivered${to}${because}`
    case "degraded":
      return `delivered without its layout${to}${because}`
    case "undelivered":
      return `NOT delivered${to}${because}`
    case "skipped":
      return `not sent${to}${because}`
  }
}

/**
 * What a shortened list of codes leaves out.
 *
 * @since 0.1.0
 * @category rendering
 */
export const codesLeftOut = (job: Report.JobReport, shown: number): string | undefined =>
  LeftOut.codes(job.failures.groups.slice(shown), recordOf(job))

/**
 * How many codes there are: `4 error codes`, or at least so many where some could not be told apart.
 *
 * @since 0.1.0
 * @category rendering
 */
export const codes = ({ failures }: Report.JobReport): string => {
  const least = failures.groups.some(({ code }) => code === LeftOut.other) ? "at least " : ""
  return `${least}${Quantity.counted(failures.distinctCodes, "error code")}`
}

/**
 * Where the report comes from.
 *
 * @since 0.1.0
 * @category rendering
 */
export const origin = (report: Report.Report): string => {
  const run = report.runId === undefined ? "" : `run ${safe(report.runId)}, `
  const region = report.region === undefined ? "" : `region ${safe(report.region)}, `
  return `genesys-jobs: ${run}${region}exit code ${report.exitCode}`
}

/**
 * A template as it is shown.
 *
 * @since 0.1.0
 * @category rendering
 */
export const message = (template: string): string => (template === "" ? "(no message)" : safe(template))

/**
 * The ids of a group's samples, without those that have none.
 *
 * @since 0.1.0
 * @category rendering
 */
export const sampleIds = (group: Report.Group): ReadonlyArray<string> =>
  group.samples.map(sampleId).filter((id) => id !== undefined)

/**
 * How a record is found again: its id, or else the record's.
 *
 * @since 0.1.0
 * @category rendering
 */
export const sampleId = ({ id, recordId }: Report.Sample): string | undefined => {
  const found = id ?? recordId
  return found === undefined || found === "" ? undefined : safe(found)
}

const incomplete = (job: Report.JobReport): string => {
  const { count, exact } = Outcome.failed(job)
  const { reason, total } = job.failures
  // The error says it already, and nothing is said twice.
  const known = reason !== undefined && reason !== job.error?.message
  const because = known ? safe(reason) : undefined
  const aside = because === undefined ? "" : ` (${because})`
  if (!exact && total > 0) {
    return `At least ${Quantity.counted(total, "failed record")} (incomplete${because === undefined ? "" : `: ${because}`})`
  }
  return total > 0
    ? `Incomplete: ${Quantity.count(total)} of ${Quantity.counted(count, "failed record")} were read${aside}`
    : `Incomplete: no failed records were read${aside}`
}
