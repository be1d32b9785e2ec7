/**
 * Events as plain lines: one a change, for logs and for what the live view leaves behind.
 *
 * @since 0.1.0
 */
import { describe } from "../genesys/GenesysError.js"
import * as Job from "../jobs/Job.js"
import * as Report from "../report/Report.js"
import * as Wording from "../report/Wording.js"
import * as Quantity from "../text/Quantity.js"
import * as Advice from "../watch/Advice.js"
import type { WatchEvent } from "../watch/WatchEvent.js"
import * as LocalTime from "./LocalTime.js"
import * as Outages from "./Outages.js"

/**
 * What was told of a job.
 *
 * @since 0.1.0
 * @category models
 */
export interface Said {
  readonly state: string | undefined
  readonly waiting: string | undefined
  /** When the reading of failed records was told last, in epoch milliseconds. */
  readonly readingAt: number | undefined
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const nothing: Said = { state: undefined, waiting: undefined, readingAt: undefined }

/**
 * The line for an event, without its line feed, if the event is worth one after what was said; and what has been said
 * then. `told` says that the same trouble was told with another job.
 *
 * @since 0.1.0
 * @category rendering
 */
export const next = (
  said: Said,
  event: WatchEvent,
  told: boolean
): readonly [line: string | undefined, said: Said] => {
  const silent = (then: Said) => [undefined, then] as const
  const say = (words: string, then: Said) =>
    [`${LocalTime.seconds(event.at)} ${Wording.safe(Job.format(event.job))} ${words}`, then] as const
  switch (event._tag) {
    case "Started":
    case "Notified":
      return silent(said)
    case "Polled": {
      const { state } = event.status
      const then = { ...said, state, waiting: undefined }
      return state === said.state ? silent(then) : say(statusWords(Report.status(event.status)), then)
    }
    case "Troubled": {
      // The platform's own words may end with a full stop already.
      const words = Wording.safe(told ? describe(event.error.reason) : event.error.message).replace(
        /\.+$/,
        ""
      )
      return say(told ? `${words}, as said above` : `${words}. ${Advice.advice(event.error)}`, said)
    }
    case "Waiting": {
      const wait = event.until - event.at
      if (event.reason === said.waiting || wait <= shortWaitMillis) return silent(said)
      const until = Number.isFinite(wait)
        ? `in ${Quantity.duration(wait)}, at ${LocalTime.minutes(event.until, event.at)}`
        : "at a time not yet known"
      return say(`${reasons[event.reason]}, next request ${until}`, { ...said, waiting: event.reason })
    }
    case "Recovered":
      return say(
        `the platform answers again, ${Quantity.duration(event.at - event.downSince)} after the first fault`,
        { ...said, waiting: undefined }
      )
    case "Reading": {
      const then = { ...said, readingAt: event.at }
      if (said.readingAt === undefined) return silent(then)
      if (event.at - said.readingAt < readingGapMillis) return silent(said)
      const of = event.total === undefined ? "" : `/${event.total}`
      return say(
        `reads the failed records: ${event.failures}${of}, ${Quantity.counted(event.pages, "page")}`,
        then
      )
    }
    case "Ended": {
      const { report } = event
      return say(`ended: ${Wording.outcome[report.outcome].toLowerCase()}, ${Wording.failed(report)}`, said)
    }
  }
}

/**
 * Lines for the events of any number of jobs, with a memory of what was said. `attention`: only what a person should
 * know although it shows nowhere else for long: the begin and the end of an outage, and what moves a parked job.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (which: "all" | "attention"): ((event: WatchEvent) => string | undefined) => {
  const memory = new Map<string, Said>()
  const outages = Outages.make()
  return (event) => {
    const job = Job.format(event.job)
    const first = event._tag === "Troubled" && outages.begin(job, troubleOf(event))
    const last = (event._tag === "Recovered" || event._tag === "Ended") && outages.end(job)
    const [line, said] = next(memory.get(job) ?? nothing, event, !first)
    if (event._tag === "Ended") memory.delete(job)
    else memory.set(job, said)
    const parked = event._tag === "Polled" && event.status.phase === "parked"
    const urgent = first || parked || (last && event._tag === "Recovered")
    return which === "all" || urgent ? line : undefined
  }
}

const shortWaitMillis = 10_000

const readingGapMillis = 5_000

const reasons = {
  throttled: "throttled by the platform",
  "circuit-open": "the platform is down",
  outage: "the platform is down",
  "not-visible-yet": "not visible yet"
} as const

const troubleOf = ({ error }: Extract<WatchEvent, { _tag: "Troubled" }>): string =>
  `${error.operation} ${describe(error.reason)}`

/** Digits without separators: these lines are also read by programs. */
const statusWords = (status: Report.Status): string => {
  const { errors, hint, message, processed, progress, state, total } = status
  const words = [
    Wording.safe(state),
    ...(progress === undefined ? [] : [`${Math.floor(progress * 100)} %`]),
    ...(processed === undefined ? [] : [total === undefined ? `${processed} done` : `${processed}/${total}`])
  ]
  return [
    words.join(" "),
    ...(errors === undefined || errors === 0 ? [] : [`${errors} ${errors === 1 ? "error" : "errors"}`]),
    ...(hint === undefined ? [] : [Wording.safe(hint)]),
    ...(message === undefined ? [] : [`the platform says: ${Wording.safe(message)}`])
  ].join(", ")
}
