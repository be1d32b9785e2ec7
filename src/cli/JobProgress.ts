/**
 * How far one job is, as its events tell it. Pure.
 *
 * @since 0.1.0
 */
import type * as Job from "../jobs/Job.js"
import * as Report from "../report/Report.js"
import type { WatchEvent } from "../watch/WatchEvent.js"

/**
 * One reading of the counts. `share` is 0..1; `at` is in epoch milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sample {
  readonly at: number
  readonly processed: number | undefined
  readonly share: number | undefined
  readonly errors: number | undefined
}

/**
 * What is known of a job. Instants are epoch milliseconds; text is as the platform wrote it.
 *
 * @since 0.1.0
 * @category models
 */
export interface JobProgress {
  readonly job: Job.Job
  readonly startedAt: number
  readonly phase: Job.Phase | undefined
  readonly status: Report.Status | undefined
  /** The latest readings, the last one last. */
  readonly samples: ReadonlyArray<Sample>
  readonly nextPollAt: number | undefined
  readonly downSince: number | undefined
  readonly waiting: Pick<Extract<WatchEvent, { _tag: "Waiting" }>, "until" | "reason"> | undefined
  readonly reading: Pick<Extract<WatchEvent, { _tag: "Reading" }>, "failures" | "total"> | undefined
  readonly ended: { readonly at: number; readonly report: Report.JobReport } | undefined
}

/**
 * Before anything was answered.
 *
 * @since 0.1.0
 * @category constructors
 */
export const started = (job: Job.Job, at: number): JobProgress => ({
  job,
  startedAt: at,
  phase: undefined,
  status: undefined,
  samples: [],
  nextPollAt: undefined,
  downSince: undefined,
  waiting: undefined,
  reading: undefined,
  ended: undefined
})

/**
 * What is known after an event.
 *
 * @since 0.1.0
 * @category combinators
 */
export const after = (progress: JobProgress, event: WatchEvent): JobProgress => {
  switch (event._tag) {
    case "Started":
      return { ...progress, startedAt: event.at }
    case "Polled": {
      const status = Report.status(event.status)
      return {
        ...progress,
        phase: event.status.phase,
        status,
        samples: sampled(progress.samples, sampleOf(status, event.at)),
        nextPollAt: event.nextPollAt,
        downSince: undefined,
        waiting: undefined
      }
    }
    case "Troubled":
      return { ...progress, downSince: progress.downSince ?? event.at }
    case "Waiting":
      return { ...progress, waiting: { until: event.until, reason: event.reason } }
    case "Recovered":
      return { ...progress, downSince: undefined, waiting: undefined }
    case "Reading":
      return { ...progress, waiting: undefined, reading: { failures: event.failures, total: event.total } }
    case "Notified":
      return progress
    case "Ended":
      return { ...progress, waiting: undefined, ended: { at: event.at, report: event.report } }
  }
}

/**
 * How much is done (0..1): what the platform says, or else what its counts say.
 *
 * @since 0.1.0
 * @category combinators
 */
export const share = ({ status }: JobProgress): number | undefined =>
  status === undefined ? undefined : (status.progress ?? shareOfCounts(status))

/**
 * Records per millisecond over the latest readings, from the first of them that was followed by a higher one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const rate = ({ samples }: JobProgress): number | undefined =>
  slope(samples, (sample) => sample.processed)

/**
 * When the job ends if it goes on as in the latest readings, in epoch milliseconds.
 *
 * @since 0.1.0
 * @category combinators
 */
export const expectedEnd = ({ samples }: JobProgress): number | undefined => {
  const last = samples.at(-1)
  const speed = slope(samples, (sample) => sample.share)
  return last?.share === undefined || speed === undefined || speed <= 0
    ? undefined
    : last.at + (1 - last.share) / speed
}

/**
 * New errors per millisecond between the latest readings, the last pair last.
 *
 * @since 0.1.0
 * @category combinators
 */
export const errorRates = ({ samples }: JobProgress): ReadonlyArray<number> =>
  samples.slice(1).map((sample, index) => {
    const before = samples[index]
    const more = (sample.errors ?? 0) - (before?.errors ?? 0)
    return before === undefined || sample.at <= before.at ? 0 : Math.max(0, more) / (sample.at - before.at)
  })

const keptSamples = 9

const sampleOf = (status: Report.Status, at: number): Sample => ({
  at,
  processed: status.processed,
  // Counts are finer than a progress of two digits.
  share: shareOfCounts(status) ?? status.progress,
  errors: status.errors
})

/** A count that falls belongs to another run of the job. */
const sampled = (samples: ReadonlyArray<Sample>, next: Sample): ReadonlyArray<Sample> => {
  const last = samples.at(-1)
  const restarted =
    (last?.processed ?? 0) > (next.processed ?? Number.POSITIVE_INFINITY) ||
    (last?.share ?? 0) > (next.share ?? Number.POSITIVE_INFINITY)
  return restarted ? [next] : [...samples.slice(1 - keptSamples), next]
}

const shareOfCounts = ({ processed, total }: Report.Status): number | undefined =>
  processed !== undefined && total !== undefined && total > 0 && processed <= total
    ? processed / total
    : undefined

const slope = (
  samples: ReadonlyArray<Sample>,
  valueOf: (sample: Sample) => number | undefined
): number | undefined => {
  const points = samples.flatMap((sample) => {
    const value = valueOf(sample)
    return value === undefined ? [] : [{ at: sample.at, value }]
  })
  const last = points.at(-1)
  const first = points.find(({ value }, index) => (points[index + 1]?.value ?? value) > value) ?? points[0]
  return first === undefined || last === undefined || last.at <= first.at
    ? undefined
    : (last.value - first.value) / (last.at - first.at)
}
