/**
 * What a watch knows so far. A report can be made of it at any moment, so an interrupted watch is reported too.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import type { Job, JobStatus } from "../jobs/Job.js"
import * as Notification from "../report/Notification.js"
import * as Outcome from "../report/Outcome.js"
import * as Report from "../report/Report.js"
import * as Tally from "../report/Tally.js"

/**
 * Instants are epoch milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Known {
  readonly startedAt: number
  readonly polledUntil: number | undefined
  readonly drainedUntil: number | undefined
  readonly status: JobStatus | undefined
  readonly polls: number
  readonly requests: number
  readonly retries: number
  /** Absent until the first failed record is looked for: most watches wait most of their time. */
  readonly tally: Tally.Tally | undefined
  /** Whether every failed record was read. */
  readonly complete: boolean
  /** Why not. */
  readonly incomplete: string | undefined
  readonly deadlinePassed: boolean
  /** Whether somebody is being told right now. */
  readonly notifying: boolean
  readonly error: Report.Problem | undefined
}

/**
 * Nothing yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const nothing = (startedAt: number): Known => ({
  startedAt,
  polledUntil: undefined,
  drainedUntil: undefined,
  status: undefined,
  polls: 0,
  requests: 0,
  retries: 0,
  tally: undefined,
  complete: false,
  incomplete: undefined,
  deadlinePassed: false,
  notifying: false,
  error: undefined
})

/**
 * The report of what is known at `now`; the summary has not been sent.
 *
 * @since 0.1.0
 * @category combinators
 */
export const report = (known: Known, job: Job, now: number): Report.JobReport => {
  const errors = known.status?.errors
  const tally = known.tally ?? Tally.empty()
  const facts = {
    phase: known.status?.phase,
    errors,
    read: Tally.progress(tally).failures,
    complete: known.complete,
    deadlinePassed: known.deadlinePassed
  }
  const polledUntil = known.polledUntil ?? now
  const notifications = known.notifying ? [Notification.unclear("interrupted while it was sent")] : []
  return {
    job: Report.reference(job),
    outcome: Outcome.decide(facts),
    tolerated: false,
    status: known.status === undefined ? undefined : Report.status(known.status),
    failures: Tally.summary(tally, {
      complete: known.complete,
      errors,
      reason: known.complete
        ? undefined
        : (known.incomplete ?? "the watch ended before the failed records were read")
    }),
    notification: known.notifying
      ? Notification.combine(notifications)
      : Notification.skipped("none", "the watch has not come to its end"),
    notifications,
    polls: known.polls,
    requests: known.requests,
    retries: known.retries,
    timing: {
      startedAt: iso(known.startedAt),
      endedAt: iso(now),
      pollMs: Math.round(polledUntil - known.startedAt),
      drainMs: known.polledUntil === undefined ? 0 : Math.round((known.drainedUntil ?? now) - polledUntil),
      notifyMs: 0
    },
    error: known.error
  }
}

/**
 * Why not all failed records were read, where an error came after so many pages.
 *
 * @since 0.1.0
 * @category rendering
 */
export const unread = ({ step }: Report.Problem, pages: number): string => {
  switch (step) {
    case "file":
      return `the file of failed records could not be read${pages === 0 ? "" : " to its end"}`
    case "failures":
      return `page ${pages + 1} of the failed records could not be read`
    default:
      return "the status could not be read"
  }
}

const iso = (epochMillis: number): string => DateTime.formatIso(DateTime.unsafeMake(epochMillis))
