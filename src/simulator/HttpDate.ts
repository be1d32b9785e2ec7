/**
 * The forms in which a `Retry-After` header can name a moment (RFC 9110 section 5.6.7 and 10.2.3).
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"

/**
 * `seconds` a whole number; `date` IMF-fixdate; `rfc850` and `asctime` the two obsolete dates that clients must still
 * read; `garbage` a word that means nothing.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Form = Schema.Literal("seconds", "date", "rfc850", "asctime", "garbage")

/**
 * @since 0.1.0
 * @category models
 */
export type Form = typeof Form.Type

/**
 * A form, or `none`: no header at all.
 *
 * @since 0.1.0
 * @category schemas
 */
export const FormOrNone = Schema.Literal(...Form.literals, "none")

/**
 * A `Date` header (IMF-fixdate) for a moment in epoch milliseconds; fractions of the second are cut off.
 *
 * @since 0.1.0
 * @category rendering
 */
export const imf = (epochMillis: number): string =>
  DateTime.toDateUtc(DateTime.unsafeMake(epochMillis)).toUTCString()

/**
 * The header's value for a wait of whole seconds that starts at `now`. A date has no fractions, so it is rounded up: a
 * client that waits for it has waited long enough.
 *
 * @since 0.1.0
 * @category rendering
 */
export const retryAfter = (form: Form, now: number, seconds: number): string => {
  const moment = until(form, now, seconds)
  switch (form) {
    case "seconds":
      return String(seconds)
    case "date":
      return imf(moment)
    case "rfc850":
      return rfc850(moment)
    case "asctime":
      return asctime(moment)
    case "garbage":
      return "soon"
  }
}

/**
 * The moment (epoch milliseconds) before which the header forbids another request. A value that cannot be read forbids
 * nothing.
 *
 * @since 0.1.0
 * @category rendering
 */
export const until = (form: Form, now: number, seconds: number): number => {
  switch (form) {
    case "seconds":
      return now + seconds * 1000
    case "garbage":
      return now
    default:
      return Math.ceil(now / 1000 + seconds) * 1000
  }
}

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

// IMF-fixdate is "Sun, 06 Nov 1994 08:49:37 GMT": the other two forms are its parts in another order.
const parts = (epochMillis: number) => {
  const [weekday = "", day = "", month = "", year = "", time = ""] = imf(epochMillis)
    .replace(",", "")
    .split(" ")
  return { weekday, day, month, year, time }
}

const rfc850 = (epochMillis: number): string => {
  const { weekday, day, month, year, time } = parts(epochMillis)
  const long = days.find((name) => name.startsWith(weekday)) ?? weekday
  return `${long}, ${day}-${month}-${year.slice(2)} ${time} GMT`
}

const asctime = (epochMillis: number): string => {
  const { weekday, day, month, year, time } = parts(epochMillis)
  return `${weekday} ${month} ${day.replace(/^0/, " ")} ${time} ${year}`
}
