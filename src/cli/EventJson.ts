/**
 * Events as JSON lines, for `--output ndjson`.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Job from "../jobs/Job.js"
import * as JsonText from "../text/JsonText.js"
import * as Advice from "../watch/Advice.js"
import type { WatchEvent } from "../watch/WatchEvent.js"

/**
 * One event as one line, its line feed included; nothing in it is obeyed by a terminal. Instants are ISO 8601. `Ended`
 * carries no report: the report is the last line of the run.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (event: WatchEvent): string => {
  const head = { event: event._tag, job: Job.format(event.job), at: iso(event.at) }
  return `${JsonText.printable(JSON.stringify({ ...head, ...rest(event) }))}\n`
}

const rest = (event: WatchEvent): Readonly<Record<string, unknown>> => {
  switch (event._tag) {
    case "Started":
      return {}
    case "Polled":
      return {
        status: event.status,
        nextPollAt: event.nextPollAt === undefined ? null : iso(event.nextPollAt)
      }
    case "Troubled":
      return { error: Advice.problem(event.error) }
    case "Waiting":
      return { reason: event.reason, until: Number.isFinite(event.until) ? iso(event.until) : null }
    case "Recovered":
      return { downSince: iso(event.downSince) }
    case "Reading":
      return { pages: event.pages, failures: event.failures, total: event.total ?? null }
    case "Notified":
      return { notification: event.notification }
    case "Ended":
      return { outcome: event.report.outcome }
  }
}

const iso = (epochMillis: number): string => DateTime.formatIso(DateTime.unsafeMake(epochMillis))
