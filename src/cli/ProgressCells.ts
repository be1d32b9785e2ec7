/**
 * The single pieces of a job's live line, in words and signs. Pure; widths are settled elsewhere.
 *
 * @since 0.1.0
 */
import type { Outcome } from "../report/Report.js"
import type * as Style from "../report/Style.js"
import * as Wording from "../report/Wording.js"
import * as Quantity from "../text/Quantity.js"
import * as JobProgress from "./JobProgress.js"
import * as LocalTime from "./LocalTime.js"

/**
 * A text and how it is painted.
 *
 * @since 0.1.0
 * @category models
 */
export interface Cell {
  readonly text: string
  readonly tone: Style.Tone
}

/**
 * A bar of exactly that many columns, in brackets where it is made of ASCII and long enough. Full only when everything
 * is done.
 *
 * @since 0.1.0
 * @category rendering
 */
export const bar = (share: number, columns: number, unicode: boolean): string => {
  const framed = !unicode && columns >= 8
  const room = framed ? columns - 2 : columns
  const full = Math.floor(share * room)
  const signs = (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : "-").repeat(room - full)
  return framed ? `[${signs}]` : signs
}

/**
 * The latest rates as a row of small bars, the highest of them at full height; nothing when all are zero.
 *
 * @since 0.1.0
 * @category rendering
 */
export const sparkline = (rates: ReadonlyArray<number>, unicode: boolean): string => {
  const most = Math.max(0, ...rates)
  if (most === 0) return ""
  const signs = unicode ? "▁▂▃▄▅▆▇█" : "_.:-=+*#"
  return rates.map((rate) => signs[Math.ceil((rate / most) * (signs.length - 1))] ?? "").join("")
}

/**
 * `45 %`; whole numbers, so that only everything reads as 100.
 *
 * @since 0.1.0
 * @category rendering
 */
export const percent = (progress: JobProgress.JobProgress): string => {
  const share = JobProgress.share(progress)
  return share === undefined ? "" : `${Math.floor(share * 100)} %`
}

/**
 * `450/1,000`, or `450 done` where the total is unknown.
 *
 * @since 0.1.0
 * @category rendering
 */
export const counts = ({ status }: JobProgress.JobProgress): string => {
  if (status?.processed === undefined) return ""
  return status.total === undefined
    ? `${Quantity.count(status.processed)} done`
    : `${Quantity.count(status.processed)}/${Quantity.count(status.total)}`
}

/**
 * The widest counts that a job can come to, `1,000/1,000`; nothing where its total is unknown.
 *
 * @since 0.1.0
 * @category rendering
 */
export const widestCounts = ({ status }: JobProgress.JobProgress): string =>
  status?.processed === undefined || status.total === undefined
    ? ""
    : `${Quantity.count(status.total)}/${Quantity.count(status.total)}`

/**
 * `12 errors`, or short `12 err`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const errors = ({ status }: JobProgress.JobProgress, short: boolean): Cell => {
  const count = status?.errors
  if (count === undefined) return { text: "", tone: "plain" }
  return {
    text: short ? `${Quantity.count(count)} err` : Quantity.counted(count, "error"),
    tone: count === 0 ? "faint" : "warning"
  }
}

/**
 * Records a second (`8.2/s`), a minute where they are fewer than one in ten seconds.
 *
 * @since 0.1.0
 * @category rendering
 */
export const rate = (progress: JobProgress.JobProgress): string => {
  const perMilli = JobProgress.rate(progress)
  if (perMilli === undefined) return ""
  const perSecond = perMilli * 1_000
  if (perSecond > 0 && perSecond < 0.1) return `${twoDigits(perSecond * 60)}/min`
  return `${twoDigits(perSecond)}/s`
}

/**
 * `40 s left`, `12 min left`, `2 h 47 min left` (short `2.8 h left`); what has passed (`12 min so far`) where no end
 * can be told. It stands still while an answer is late: only an answer says how much was done meanwhile.
 *
 * @since 0.1.0
 * @category rendering
 */
export const left = (progress: JobProgress.JobProgress, now: number, short: boolean): string => {
  const end = JobProgress.expectedEnd(progress)
  if (end === undefined) {
    return JobProgress.share(progress) === undefined
      ? `${coarse(now - progress.startedAt, short)} so far`
      : ""
  }
  const known = Math.min(now, progress.nextPollAt ?? now)
  return end <= known ? "due now" : `${coarse(end - known, short)} left`
}

/**
 * `next poll 4 s`, or short `poll 4 s`; `polling` once it is sent, and for how long if it drags (short `late 8 s`).
 *
 * @since 0.1.0
 * @category rendering
 */
export const nextPoll = ({ nextPollAt }: JobProgress.JobProgress, now: number, short: boolean): string => {
  if (nextPollAt === undefined) return ""
  const time = (millis: number) => (short ? coarse(millis, short) : wholeSeconds(millis))
  if (nextPollAt > now) return `${short ? "" : "next "}poll ${time(nextPollAt - now)}`
  if (now - nextPollAt < patienceMillis) return "polling"
  return `${short ? "late" : "polling"} ${time(now - nextPollAt)}`
}

/**
 * What stands in the place of rate and time where they mean nothing: why the job waits, what moves it, how it ended.
 * `undefined` for a job that simply runs.
 *
 * @since 0.1.0
 * @category rendering
 */
export const message = (progress: JobProgress.JobProgress, now: number): Cell | undefined => {
  const { ended, phase, reading, status, waiting } = progress
  if (ended !== undefined) return { text: ending(progress, ended), tone: "plain" }
  if (waiting !== undefined) return { text: wait(progress, waiting, now), tone: "warning" }
  if (status === undefined) return { text: "waits for the first answer", tone: "faint" }
  if (reading !== undefined) {
    const total = reading.total ?? status.errors
    const of = total === undefined || total < reading.failures ? "" : ` of ${Quantity.count(total)}`
    return { text: `reads the failed records, ${Quantity.count(reading.failures)}${of}`, tone: "plain" }
  }
  if (phase === "parked") return { text: Wording.safe(status.hint ?? "waits for somebody"), tone: "warning" }
  if (phase !== "running" && phase !== "unknown") return { text: "the report follows", tone: "faint" }
  return undefined
}

/**
 * The platform's word for the state, or how the job ended.
 *
 * @since 0.1.0
 * @category rendering
 */
export const state = ({ ended, phase, status }: JobProgress.JobProgress): Cell => {
  if (ended !== undefined) {
    const { outcome } = ended.report
    return { text: Wording.outcome[outcome], tone: outcomeTones[outcome] }
  }
  const odd = phase === "parked" || phase === "unknown"
  return { text: Wording.safe(status?.state ?? ""), tone: odd ? "warning" : "strong" }
}

/** A poll that takes longer than this is worth a number. */
const patienceMillis = 3_000

const outcomeTones: Readonly<Record<Outcome, Style.Tone>> = {
  succeeded: "good",
  partial: "warning",
  failed: "bad",
  cancelled: "warning",
  expired: "bad",
  "timed-out": "bad",
  unknown: "bad"
}

const ending = (
  { startedAt }: JobProgress.JobProgress,
  ended: NonNullable<JobProgress.JobProgress["ended"]>
): string => {
  const { report } = ended
  const lost = report.notification.result === "undelivered" ? ", the summary was NOT delivered" : ""
  const words = Wording.problem(report) ?? Wording.failed(report)
  return `${words}, after ${Quantity.duration(ended.at - startedAt)}${lost}`
}

const wait = (
  { downSince }: JobProgress.JobProgress,
  waiting: NonNullable<JobProgress.JobProgress["waiting"]>,
  now: number
): string => {
  const open = waiting.until > now
  const time = Number.isFinite(waiting.until) ? wholeSeconds(waiting.until - now) : "not yet known"
  switch (waiting.reason) {
    case "throttled":
      return open ? `throttled, ${time}` : "throttled, asks again now"
    case "not-visible-yet":
      return open ? `not visible yet, asks again in ${time}` : "not visible yet, asks again now"
    case "circuit-open":
    case "outage": {
      const since = downSince === undefined ? "" : ` since ${LocalTime.minutes(downSince, now)}`
      return `platform down${since}, ${open ? `next probe ${time}` : "probing now"}`
    }
  }
}

/** Seconds are counted down to the last one, so a started second is a whole one. */
const wholeSeconds = (millis: number): string => Quantity.duration(Math.ceil(millis / 1_000) * 1_000)

/** A guess is not told to the second. */
const coarse = (millis: number, short: boolean): string => {
  if (short && millis >= hourMillis) return `${twoDigits(millis / hourMillis)} h`
  const unit = millis < 60_000 ? 1_000 : 60_000
  return Quantity.duration(Math.max(1, Math.ceil(millis / unit)) * unit)
}

const hourMillis = 3_600_000

const twoDigits = (value: number): string =>
  value > 0 && value < 9.95 ? value.toFixed(1) : Quantity.count(Math.max(0, value))
