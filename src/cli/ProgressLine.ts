/**
 * Events as plain lines: one a change, for logs and for what the live view leaves behind.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as Job from "../jobs/Job.js"
import * as Report from "../report/Report.js"
import * as Wording from "../report/Wording.js"
import * as Quantity from "../text/Quantity.js"
import * as Advice from "../watch/Advice.js"
import type { WatchEvent } from "../watch/WatchEvent.js"
import * as LocalTime from "./LocalTime.js"
import * as Outages from "./Outages.js"

/**
 * Lines for the events of any number of jobs, without their line feeds, with a memory of what was said; `undefined` for
 * an event that is not worth one. `attention`: only what a person should know although it shows nowhere else for long:
 * the begin and the end of an outage, what moves a parked job, a state that nobody knows.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  which: "all" | "attention"
): Effect.Effect<(event: WatchEvent) => Effect.Effect<string | undefined>> =>
  Effect.map(Ref.make(nothing), (memory) => (event) => {
    const told = Ref.modify(memory, (before) => next(before, event))
    return Effect.map(told, (line) => (which === "all" || line?.urgent === true ? line?.text : undefined))
  })

interface Line {
  readonly text: string
  readonly urgent: boolean
}

/** `throttledUntil` (epoch milliseconds): the end of the last throttling that was told. All jobs share it. */
interface Memory {
  readonly jobs: HashMap.HashMap<string, Said>
  readonly outages: Outages.Outages
  readonly throttledUntil: number
}

/** What was said of a job; `readingAt` (epoch milliseconds): when the reading of failed records was told last. */
interface Said {
  readonly state: string | undefined
  readonly readingAt: number | undefined
}

const nothing: Memory = { jobs: HashMap.empty(), outages: Outages.none, throttledUntil: 0 }

const unsaid: Said = { state: undefined, readingAt: undefined }

const next = (before: Memory, event: WatchEvent): readonly [Line | undefined, Memory] => {
  const [news, outages] = Outages.after(before.outages, event)
  const memory: Memory = { ...before, outages }
  const job = Job.format(event.job)
  const said = Option.getOrElse(HashMap.get(memory.jobs, job), () => unsaid)
  const remembering = (then: Said): Memory => ({ ...memory, jobs: HashMap.set(memory.jobs, job, then) })
  const line = (words: string, urgent = false): Line => ({
    text: `${LocalTime.seconds(event.at)} ${Wording.safe(job)} ${words}`,
    urgent
  })
  switch (event._tag) {
    case "Started":
    case "Notified":
      return [undefined, memory]
    case "Polled": {
      const { phase, state } = event.status
      if (state === said.state) return [undefined, memory]
      const odd = phase === "parked" || phase === "unknown"
      return [line(statusWords(Report.status(event.status)), odd), remembering({ ...said, state })]
    }
    case "Troubled": {
      if (news?._tag !== "Begun") return [undefined, memory]
      // The platform's own words may end with a full stop already.
      const words = Wording.safe(event.error.message).replace(/\.+$/, "")
      return [line(`${words}. ${Advice.meanwhile(event.error)}`, true), memory]
    }
    case "Waiting": {
      if (news?._tag === "Begun") return [line(`the platform is down, ${nextRequest(event)}`, true), memory]
      return event.reason === "throttled" ? throttled(memory, event, line) : [undefined, memory]
    }
    case "Recovered": {
      if (news?._tag !== "Over") return [undefined, memory]
      const since = Quantity.duration(event.at - news.since)
      return [line(`the platform answers again, ${since} after the first fault`, true), memory]
    }
    case "Reading": {
      const then = remembering({ ...said, readingAt: event.at })
      if (said.readingAt === undefined) return [undefined, then]
      if (event.at - said.readingAt < readingGapMillis) return [undefined, memory]
      const of = event.total === undefined ? "" : `/${event.total}`
      const pages = Quantity.counted(event.pages, "page")
      return [line(`reads the failed records: ${event.failures}${of}, ${pages}`), then]
    }
    case "Ended": {
      const { report } = event
      const { reason } = report.failures
      const why = reason === undefined ? "" : ` (${Wording.safe(reason)})`
      return [
        line(`ended: ${Wording.outcome[report.outcome].toLowerCase()}, ${Wording.failed(report)}${why}`),
        { ...memory, jobs: HashMap.remove(memory.jobs, job) }
      ]
    }
  }
}

type Waiting = Extract<WatchEvent, { _tag: "Waiting" }>

/** One wait holds back every request of the token: it is told once, and again only after a while without one. */
const throttled = (
  memory: Memory,
  event: Waiting,
  line: (words: string) => Line
): readonly [Line | undefined, Memory] => {
  const goesOn = event.at <= memory.throttledUntil + sameThrottleMillis
  if (!goesOn && event.until - event.at <= shortWaitMillis) return [undefined, memory]
  return [
    goesOn ? undefined : line(`throttled by the platform, ${nextRequest(event)}`),
    { ...memory, throttledUntil: Math.max(memory.throttledUntil, event.until) }
  ]
}

const nextRequest = ({ at, until }: Waiting): string =>
  Number.isFinite(until)
    ? `next request in ${Quantity.duration(until - at)}, at ${LocalTime.minutes(until, at)}`
    : "next request at a time not yet known"

const sameThrottleMillis = 5_000

const shortWaitMillis = 10_000

const readingGapMillis = 5_000

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
