/**
 * The totals of a job, label by label.
 *
 * @since 0.1.0
 */
import * as Quantity from "../text/Quantity.js"
import * as Outcome from "./Outcome.js"
import type * as Report from "./Report.js"
import * as Wording from "./Wording.js"

/**
 * A label and what it stands for.
 *
 * @since 0.1.0
 * @category models
 */
export type Total = readonly [label: string, value: string]

/**
 * The totals, label by label, in the order of reading.
 *
 * @since 0.1.0
 * @category rendering
 */
export const of = (job: Report.JobReport): ReadonlyArray<Total> => [
  ["State", state(job)],
  ...counts(job),
  ["Watched", watched(job)],
  [
    "Requests",
    `${Quantity.count(job.requests)} (${Quantity.counted(job.polls, "poll")}, ${Quantity.counted(job.retries, "retry", "retries")})`
  ]
]

/**
 * The platform's own word.
 *
 * @since 0.1.0
 * @category rendering
 */
export const state = ({ status }: Report.JobReport): string =>
  status === undefined ? "never read" : Wording.safe(status.state)

/**
 * How long the job was watched.
 *
 * @since 0.1.0
 * @category rendering
 */
export const watched = ({ timing }: Report.JobReport): string =>
  Quantity.duration(Date.parse(timing.endedAt) - Date.parse(timing.startedAt))

/**
 * What became of the records, label by label.
 *
 * @since 0.1.0
 * @category rendering
 */
export const counts = (job: Report.JobReport): ReadonlyArray<Total> => {
  const { count, exact } = Outcome.failed(job)
  const rate = Outcome.failureRate(job)
  const processed = job.status?.processed
  const least = exact ? "" : "at least "
  return [
    ["Processed", ofTotal(processed, job.status?.total, job.status?.progress)],
    [
      "Succeeded",
      processed === undefined || !exact || processed < count ? "unknown" : Quantity.count(processed - count)
    ],
    [
      "Failed",
      count === 0
        ? exact
          ? "0"
          : "unknown"
        : `${least}${Quantity.count(count)}${rate === undefined ? "" : ` (${Quantity.percent(rate)})`}`
    ],
    ...(job.status?.warnings === undefined
      ? []
      : [["Warnings", Quantity.count(job.status.warnings)] as const])
  ]
}

const ofTotal = (
  processed: number | undefined,
  total: number | undefined,
  progress: number | undefined
): string => {
  if (processed === undefined) {
    return total !== undefined
      ? `unknown, of ${Quantity.count(total)}`
      : progress === undefined
        ? "unknown"
        : Quantity.percent(progress)
  }
  return total === undefined
    ? `${Quantity.count(processed)}, total unknown`
    : `${Quantity.count(processed)} of ${Quantity.count(total)}`
}
