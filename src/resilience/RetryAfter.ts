/**
 * The `Retry-After` response header, read strictly (RFC 9110, 10.2.3).
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"

/**
 * What a `Retry-After` field said. `Seconds` and `HttpDate` carry the wait from now on, at least one second.
 *
 * @since 0.1.0
 * @category models
 */
export type RetryAfter = Data.TaggedEnum<{
  readonly Seconds: { readonly delay: Duration.Duration }
  readonly HttpDate: { readonly delay: Duration.Duration }
  readonly Garbage: Record<never, never>
  readonly Absent: Record<never, never>
}>

/**
 * Constructors and matchers of {@link RetryAfter}.
 *
 * @since 0.1.0
 * @category constructors
 */
export const RetryAfter = Data.taggedEnum<RetryAfter>()

/**
 * The form that was seen, as a metric tag.
 *
 * @since 0.1.0
 * @category models
 */
export type Form = "seconds" | "date" | "garbage" | "absent"

/**
 * What a field is read against.
 *
 * @since 0.1.0
 * @category models
 */
export interface Context {
  /** The present, epoch ms. */
  readonly now: number
  /** The `Date` header of the same response: a wait is measured on the server's clock when it tells the time. */
  readonly date?: string | undefined
}

// 0 or a past date must not become a hot loop.
const leastMillis = 1_000

// Any wait is finite and, added to the present, is still an instant a Date can hold (about 31,700 years).
const mostMillis = 1e15

/**
 * Reads a field value: whole seconds, or one of the three HTTP-date forms, taken as UTC. Several values are
 * garbage, since the field is a singleton; a value of nothing but white space is absent. Never throws.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (
  value: string | ReadonlyArray<string> | null | undefined,
  context: Context
): RetryAfter => {
  if (value === null || value === undefined) return RetryAfter.Absent()
  if (typeof value !== "string") {
    const [only, ...rest] = value
    return rest.length > 0 ? RetryAfter.Garbage() : parse(only, context)
  }
  const field = trimWhitespace(value)
  if (field === "") return RetryAfter.Absent()
  if (/^[0-9]+$/.test(field)) return RetryAfter.Seconds({ delay: clamp(Number(field) * 1_000) })
  const base =
    context.date === undefined
      ? context.now
      : Option.getOrElse(parseDate(context.date, context.now), () => context.now)
  return Option.match(parseDate(field, base), {
    onNone: () => RetryAfter.Garbage(),
    onSome: (instant) => RetryAfter.HttpDate({ delay: clamp(instant - base) })
  })
}

/**
 * The wait that was asked for, or none where the header was absent or unreadable and backoff decides.
 *
 * @since 0.1.0
 * @category combinators
 */
export const delay = (self: RetryAfter): Option.Option<Duration.Duration> =>
  self._tag === "Seconds" || self._tag === "HttpDate" ? Option.some(self.delay) : Option.none()

/**
 * The form that was seen.
 *
 * @since 0.1.0
 * @category combinators
 */
export const form = (self: RetryAfter): Form => forms[self._tag]

/**
 * Reads an HTTP-date (RFC 9110, 5.6.7) as epoch ms: IMF-fixdate, rfc850-date or asctime-date, each as UTC whatever
 * the time zone of the process. `now` (epoch ms) decides the century of a two-digit year. The name of the weekday
 * is not compared with the date; an impossible day or time is none. A leap second is the second after.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parseDate = (value: string, now: number): Option.Option<number> => {
  const field = trimWhitespace(value)
  const fixdate = imfFixdate.exec(field) ?? asctime.exec(field)
  if (fixdate?.groups !== undefined) return instantOf(fixdate.groups)
  const obsolete = rfc850.exec(field)
  return obsolete?.groups === undefined ? Option.none() : recentInstantOf(obsolete.groups, now)
}

const forms = { Seconds: "seconds", HttpDate: "date", Garbage: "garbage", Absent: "absent" } as const

interface Parts {
  readonly year?: string
  readonly month?: string
  readonly day?: string
  readonly hour?: string
  readonly minute?: string
  readonly second?: string
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const month = `(?<month>${monthNames.join("|")})`
const weekday = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
const weekdayInFull = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
const time = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})"

const imfFixdate = new RegExp(`^${weekday}, (?<day>[0-9]{2}) ${month} (?<year>[0-9]{4}) ${time} GMT$`)
const rfc850 = new RegExp(`^${weekdayInFull}, (?<day>[0-9]{2})-${month}-(?<year>[0-9]{2}) ${time} GMT$`)
const asctime = new RegExp(`^${weekday} ${month} (?<day>[0-9]{2}| [0-9]) ${time} (?<year>[0-9]{4})$`)

const instantOf = (parts: Parts, year = Number(parts.year)): Option.Option<number> => {
  const index = monthNames.indexOf(parts.month ?? "")
  const day = Number(parts.day)
  const hour = Number(parts.hour)
  const minute = Number(parts.minute)
  const second = Number(parts.second)
  const possible = day >= 1 && day <= daysIn(year, index) && hour <= 23 && minute <= 59 && second <= 60
  // Date.UTC reads the years 0-99 as 1900-1999.
  return possible && year >= 100
    ? Option.some(Date.UTC(year, index, day, hour, minute, second))
    : Option.none()
}

// A year that would lie "more than 50 years in the future" is the one a century before.
const recentInstantOf = (parts: Parts, now: number): Option.Option<number> => {
  const horizon = now + fiftyYears
  const horizonYear = yearOf(horizon)
  const latest = horizonYear - ((((horizonYear - Number(parts.year)) % 100) + 100) % 100)
  const near = instantOf(parts, latest)
  return Option.exists(near, (at) => at > horizon) ? instantOf(parts, latest - 100) : near
}

// Fifty years hold 12 or 13 leap days.
const fiftyYears = (50 * 365 + 13) * 86_400_000

const averageYear = 365.2425 * 86_400_000

const yearOf = (instant: number): number => {
  const guess = 1970 + Math.floor(instant / averageYear)
  if (instant < Date.UTC(guess, 0, 1)) return guess - 1
  return instant >= Date.UTC(guess + 1, 0, 1) ? guess + 1 : guess
}

const daysIn = (year: number, month: number): number => {
  if (month === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31
}

const clamp = (millis: number): Duration.Duration =>
  Duration.millis(Math.min(Math.max(millis, leastMillis), mostMillis))

// OWS is space and tab only; String.trim would also take other white space off.
const trimWhitespace = (value: string): string => value.replace(/^[ \t]+|[ \t]+$/g, "")
