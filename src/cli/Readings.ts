/**
 * How a job's status moved while it was watched, for the charts of a report.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { Point } from "../report/Chart.js"
import * as Report from "../report/Report.js"
import type { WatchEvent } from "../watch/WatchEvent.js"

/**
 * - `note`: keeps what an event tells of progress.
 * - `of`: the readings of a job, in the order they were made.
 *
 * @since 0.1.0
 * @category models
 */
export interface Readings {
  readonly note: (event: WatchEvent) => Effect.Effect<void>
  readonly of: (job: Report.JobReport["job"]) => ReadonlyArray<Point>
}

const most = 1_000

/**
 * Nothing is kept yet. At most 1,000 readings of a job are kept: of more, every second one is let go.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (): Readings => {
  const kept = new Map<string, ReadonlyArray<Point>>()
  const nameOf = ({ id, kind }: Report.JobReport["job"]) => `${kind}/${id}`
  return {
    note: (event) =>
      Effect.sync(() => {
        if (event._tag !== "Polled") return
        const name = nameOf(Report.reference(event.job))
        const { errors, progress } = event.status
        const points = [...(kept.get(name) ?? []), { at: event.at, progress, errors }]
        kept.set(name, points.length > most ? points.filter((_, index) => index % 2 === 0) : points)
      }),
    of: (job) => kept.get(nameOf(job)) ?? []
  }
}
