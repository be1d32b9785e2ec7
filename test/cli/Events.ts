/** Events of a watch on 22 November 2026, in the local time of wherever the tests run. */
import type { Job, JobStatus } from "../../src/jobs/Job.js"
import { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as Reports from "../report/Reports.js"
import * as GenesysErrors from "../watch/GenesysErrors.js"

export const at = (hours: number, minutes: number, seconds = 0): number =>
  new Date(2026, 10, 22, hours, minutes, seconds).getTime()

export const start = at(14, 2, 0)

export const job: Job = { kind: "data-action", ids: ["a1b2"] }

export const running = (fields: Partial<JobStatus> = {}): JobStatus =>
  Reports.status({
    phase: "running",
    state: "RUNNING",
    progress: 0.45,
    processed: 450,
    total: 1000,
    errors: 12,
    ...fields
  })

export const parked = running({
  phase: "parked",
  state: "READY",
  progress: 0,
  processed: 0,
  errors: 0,
  hint: "waits for being started; to move it: PUT /api/v2/recording/jobs/7"
})

export const started = (of: Job = job, when = start) => WatchEvent.Started({ job: of, at: when })

/** `seconds` after the start; the next poll follows after ten. */
export const polled = (seconds: number, status: JobStatus = running(), of: Job = job) =>
  WatchEvent.Polled({
    job: of,
    at: start + seconds * 1_000,
    status,
    nextPollAt: start + (seconds + 10) * 1_000
  })

export const troubled = (seconds: number, of: Job = job) =>
  WatchEvent.Troubled({
    job: of,
    at: start + seconds * 1_000,
    error: GenesysErrors.make(GenesysErrors.reasons.Unavailable)
  })

export const waiting = (
  seconds: number,
  until: number,
  reason: "throttled" | "circuit-open" | "outage" | "not-visible-yet",
  of: Job = job
) => WatchEvent.Waiting({ job: of, at: start + seconds * 1_000, until: start + until * 1_000, reason })

export const recovered = (seconds: number, downSince: number, of: Job = job) =>
  WatchEvent.Recovered({ job: of, at: start + seconds * 1_000, downSince: start + downSince * 1_000 })

export const reading = (seconds: number, failures: number, of: Job = job) =>
  WatchEvent.Reading({
    job: of,
    at: start + seconds * 1_000,
    pages: Math.ceil(failures / 100),
    failures,
    total: 245
  })

export const ended = (seconds: number, of: Job = job, from = Reports.partial) =>
  from.jobs.slice(0, 1).map((report) => WatchEvent.Ended({ job: of, at: start + seconds * 1_000, report }))
