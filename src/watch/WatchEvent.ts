/**
 * What a watch tells while it runs. Whoever embeds it, the terminal included, sees the same events.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { Options } from "../genesys/Call.js"
import type { GenesysError } from "../genesys/GenesysError.js"
import type { Job, JobStatus } from "../jobs/Job.js"
import type { JobReport, Notification } from "../report/Report.js"

/**
 * Why nothing is sent: the platform asked for a pause, its circuit is open, it does not answer, or it does not know the
 * job yet.
 *
 * @since 0.1.0
 * @category models
 */
export type WaitReason = "throttled" | "circuit-open" | "outage" | "not-visible-yet"

/**
 * Instants (`at`, `until`, `nextPollAt`) are epoch milliseconds.
 *
 * - `Started`: the first request is about to be sent.
 * - `Polled`: a status was read; the next poll is at `nextPollAt`, absent when the job has ended.
 * - `Troubled`: a poll failed although the door repeated it; told once per outage, not once per poll.
 * - `Waiting`: during trouble, when the next request will be sent and why.
 * - `Recovered`: the platform answers again.
 * - `Reading`: a page of failed records was read.
 * - `Notified`: the summary was delivered, or not.
 * - `Ended`: the last event; the report is complete.
 *
 * @since 0.1.0
 * @category models
 */
export type WatchEvent = Data.TaggedEnum<{
  Started: { readonly job: Job; readonly at: number }
  Polled: {
    readonly job: Job
    readonly at: number
    readonly status: JobStatus
    readonly nextPollAt: number | undefined
  }
  Troubled: { readonly job: Job; readonly at: number; readonly error: GenesysError }
  Waiting: {
    readonly job: Job
    readonly at: number
    readonly until: number
    readonly reason: WaitReason
  }
  Recovered: { readonly job: Job; readonly at: number; readonly downSince: number }
  Reading: {
    readonly job: Job
    readonly at: number
    readonly pages: number
    readonly failures: number
    readonly total: number | undefined
  }
  Notified: { readonly job: Job; readonly at: number; readonly notification: Notification }
  Ended: { readonly job: Job; readonly at: number; readonly report: JobReport }
}>

/**
 * @since 0.1.0
 * @category constructors
 */
export const WatchEvent = Data.taggedEnum<WatchEvent>()

/**
 * For a call's `onWait`: the waits that the platform asked for. Those after other faults are the door's own business.
 *
 * @since 0.1.0
 * @category constructors
 */
export const throttled =
  (job: Job, emit: (event: WatchEvent) => Effect.Effect<void>): NonNullable<Options["onWait"]> =>
  ({ error, until }) =>
    error.reason._tag === "RateLimited"
      ? Effect.flatMap(Clock.currentTimeMillis, (at) =>
          emit(WatchEvent.Waiting({ job, at, until, reason: "throttled" }))
        )
      : Effect.void
