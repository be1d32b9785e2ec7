/**
 * Folds messages that differ only in their values into one template: `Contact <number> has no <email>`. A template
 * depends on its message alone, never on other records, so the same failure has the same template in every run.
 *
 * @since 0.1.0
 */
import * as PlainText from "../text/PlainText.js"

/**
 * No more than this many UTF-16 units of a message are looked at, so that the work for one message is bounded.
 *
 * @since 0.1.0
 * @category constructors
 */
export const maxMessageLength = 1_000

/**
 * The greatest length of a template, in code points.
 *
 * @since 0.1.0
 * @category constructors
 */
export const maxLength = 200

/**
 * The template of a message, on one line and neutral. Masked, in this order: URLs, e-mail addresses, UUIDs, IP
 * addresses, dates and times, durations, hexadecimal ids, numbers, quoted strings. A quoted name (`'email'`,
 * `"address.line2"`) stays: it tells fields apart.
 *
 * @since 0.1.0
 * @category constructors
 */
export const template = (message: string): string => {
  const line = oneLine(bounded(message))
  return PlainText.truncate(mayVary.test(line) ? maskQuoted(line) : line, maxLength)
}

/**
 * The part of a message that is looked at. What is cut off can be collected: a slice alone would keep the whole message
 * alive.
 *
 * @since 0.1.0
 * @category combinators
 */
export const bounded = (message: string): string =>
  message.length <= maxMessageLength
    ? message
    : [...message.slice(0, PlainText.boundaryBefore(message, maxMessageLength))].join("")

const oneLine = (message: string): string => (plain.test(message) ? message : PlainText.oneLine(message))

// Printable ASCII without double or outer spaces: nothing to neutralise.
const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/

// Every mask needs one of these characters.
const mayVary = /[0-9@'"`\u2018\u201c\u201e\u00ab]|:\/\//

// Quoted strings are found first, because what stands in a quoted name must stay; the rest is masked in the documented
// order. An apostrophe inside a word neither opens nor closes; every scan ends at the next quote, which keeps this
// linear.
const quoted =
  /(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)|"[^"]*"|`[^`]*`|\u2018[^\u2018\u2019]*\u2019|\u201e[^\u201c-\u201e]*[\u201c\u201d]|\u201c[^\u201c\u201d]*\u201d|\u00ab[^\u00ab\u00bb]*\u00bb/g

const maskQuoted = (line: string): string => {
  quoted.lastIndex = 0
  let out = ""
  let from = 0
  for (let found = quoted.exec(line); found !== null; found = quoted.exec(line)) {
    const text = found[0]
    out += maskValues(line.slice(from, found.index)) + text[0] + inner(text.slice(1, -1)) + text.at(-1)
    from = found.index + text.length
  }
  return out + maskValues(from === 0 ? line : line.slice(from))
}

const inner = (text: string): string => {
  if (text === "") return ""
  if (fieldName.test(text)) return longHex.test(text) ? "<hex>" : text
  const masked = maskValues(text)
  return placeholder.test(masked) ? masked : "<string>"
}

const fieldName = /^[A-Za-z_][\w.]*$/
const placeholder = /^<[a-z]+>$/
// An object id or a digest is no field name, even where it starts with a letter.
const longHex = /^(?=[a-f]*\d)[0-9a-f]{16,}$/i

const maskValues = (text: string): string => {
  let out = text
  // An address inside a URL belongs to the URL.
  if (out.includes("://")) out = out.replace(url, "<url>")
  if (out.includes("@")) out = out.replace(email, "<email>")
  if (!digit.test(out)) return out
  if (out.includes("-")) out = out.replace(uuid, "<uuid>")
  if (out.includes(".")) out = out.replace(ipv4, "<ip>")
  if (out.includes(":")) out = out.replace(ipv6, "<ip>")
  return out
    .replace(date, "<date>")
    .replace(time, "<time>")
    .replace(duration, "<duration>")
    .replace(hex, "<hex>")
    .replace(number, "<number>")
}

const digit = /[0-9]/

// All of these start only where a word starts and repeat within fixed bounds: the work is linear in the text.
const email = /(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}/g
const url = /(?<![\w+.-])[a-z][\w+.-]{1,20}:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]]/gi
const uuid = /(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/gi
const ipv4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w]|\.\d)/g
const ipv6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?=[0-9a-f:]{0,38}::)[0-9a-f:]{2,39})(?![\w:])/gi
const date = new RegExp(
  [
    String.raw`(?<!\w)\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?Z|[+-]\d\d:?\d\d| UTC| GMT)?)?(?!\w)`,
    String.raw`(?<!\w)(?:\d{1,2}([/.])\d{1,2}\1\d{4}|\d{1,2}/\d{1,2}/\d{2})(?!\w)`,
    String.raw`(?<!\w)(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} \d{4}(?: \d\d:\d\d(?::\d\d)?(?: GMT| UTC)?)?(?!\w)`,
    String.raw`(?<!\w)(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} \d{1,2}, \d{4}(?!\w)`
  ].join("|"),
  "g"
)
const time = /(?<![\w:])\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[AaPp][Mm])?(?![\w:])/g
const duration =
  /(?<![\w.])(?:\d+(?:[.,]\d+)*(?:ms|s|m|h|d| ?(?:milliseconds?|seconds?|secs?|minutes?|mins?|hours?|days?)| ms)|P(?=\d|T\d)(?:\d{1,9}[YMWD]){0,4}(?:T(?:\d{1,9}(?:\.\d{1,9})?[HMS]){1,3})?)(?!\w)/g
const hex = /(?<!\w)(?:0x[0-9a-f]+|(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,})(?!\w)/gi
// Digits inside a word count as a value from three on: rec_001 varies, address2 is a name.
const number = /(?<![^\s(=:<>,[{/])[+-]\d+(?:[.,]\d+)*|(?<!\w)\d+(?:[.,]\d+)*|\d{3,}/g
