/**
 * Folds messages that differ only in their values into one template: `Contact <number> has no <email>`. A template
 * depends on its message alone, never on other records, so the same failure has the same template in every run.
 *
 * @since 0.1.0
 */
import { identity } from "effect/Function"
import * as EmailAddress from "../text/EmailAddress.js"
import * as PlainText from "../text/PlainText.js"
import * as QuotedName from "./QuotedName.js"

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
 * The template of a message, on one line and neutral. Masked are URLs, e-mail addresses, UUIDs, then IP addresses,
 * dates and times, durations, phone numbers, hexadecimal ids, numbers, and quoted strings. A quoted name stays, since
 * it tells fields apart: an identifier (`'email'`), and behind a word such as "field" any name (`'First Name'`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const template = (message: string): string => ofLine(prepared(message))

/**
 * The same, with a memory of messages: of many that differ in their digits alone, which is what failed records have,
 * one is looked at. `scrub` takes out what must not be shown, before anything is masked.
 *
 * @since 0.1.0
 * @category constructors
 */
export const remembering = (scrub: (message: string) => string = identity): ((message: string) => string) => {
  const places: Array<Known | undefined> = Array.from({ length: 2 ** placeBits }, () => undefined)
  return (message) => {
    if (message.length > maxRemembered) return template(scrub(message))
    const place = placeOf(message)
    const known = places[place]
    if (known !== undefined && (known.message === message || isOfShape(message, known, scrub)))
      return known.template
    const shown = scrub(message)
    const found = template(shown)
    const isShape = shown === message && !digit.test(found) && !isSpelled.test(PlainText.oneLine(message))
    places[place] = {
      message: copied(message),
      units: unitsOf(message),
      template: found,
      isShape,
      mayBecomeSecret: mixedWord.test(message)
    }
    return found
  }
}

const isOfShape = (message: string, known: Known, scrub: (message: string) => string): boolean =>
  known.isShape && isAlike(message, known.units) && !(known.mayBecomeSecret && scrub(message) !== message)

// With other digits, a word of letters and digits may be a secret.
const mixedWord = /(?=[^\s\d]*\d)(?=[^\sA-Za-z]*[A-Za-z])\S{8,}/

/** A message and its template; of a shape, also that of all messages which differ from it in their digits alone. */
interface Known {
  readonly message: string
  readonly units: Uint16Array
  readonly template: string
  readonly isShape: boolean
  readonly mayBecomeSecret: boolean
}

const maxRemembered = 300
const placeBits = 9

/** The same for messages that differ in their digits alone; some characters tell shapes apart well enough. */
const placeOf = (message: string): number => {
  let digest = message.length
  for (let index = 0; index < message.length; index += 1 + (message.length >> 4)) {
    digest = Math.imul(digest ^ unitAt(message, index), 0x9e3779b1)
  }
  return digest >>> (32 - placeBits)
}

/** A list of numbers is read faster than the characters of a text. */
const unitsOf = (message: string): Uint16Array =>
  Uint16Array.from({ length: message.length }, (_, index) => unitAt(message, index))

const isAlike = (message: string, units: Uint16Array): boolean => {
  if (message.length !== units.length) return false
  for (let index = 0; index < units.length; index++) if (unitAt(message, index) !== units[index]) return false
  return true
}

/** All digits are one. */
const unitAt = (message: string, index: number): number => {
  const unit = message.charCodeAt(index)
  return unit >= 0x30 && unit <= 0x39 ? 0x30 : unit
}

// What the only patterns might match that ask which digit stands somewhere. Besides these, a template without digits is
// that of all messages which differ in their digits alone.
const isSpelled = /[EX]\.\d|TLS|\dx|%\d/i

/**
 * The part of a message that is looked at. What is cut off can be collected.
 *
 * @since 0.1.0
 * @category combinators
 */
export const bounded = (message: string): string =>
  message.length <= maxMessageLength
    ? message
    : copied(message.slice(0, PlainText.boundaryBefore(message, maxMessageLength)))

/** A slice alone would keep the whole text alive that it was cut from. */
const copied = (slice: string): string => [...slice].join("")

/** Without what may hold anything: nothing in a URL, an address or a UUID is looked at again. */
const prepared = (message: string): string => {
  const bound = bounded(message)
  const line = plain.test(bound) ? bound : PlainText.oneLine(bound)
  // An address inside a URL belongs to the URL.
  const withoutUrls = line.includes("://") ? line.replace(url, "<url>") : line
  const withoutEmails = EmailAddress.mask(withoutUrls)
  return withoutEmails.includes("-") ? withoutEmails.replace(uuid, "<uuid>") : withoutEmails
}

const ofLine = (line: string): string =>
  PlainText.truncate(mayVary.test(line) ? maskQuoted(line) : line, maxLength)

// Printable ASCII without double or outer spaces: nothing to neutralise.
const plain = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/

// Every mask needs one of these characters.
const mayVary = /[0-9'"`\u2018\u201c\u201e\u00ab\u00bb\u300c]/

// Quoted strings are found first, because what stands in a quoted name must stay. An apostrophe inside a word neither
// opens nor closes; every scan ends at the next quote, which keeps this linear.
const quoted =
  /(?<!\w)'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)|"[^"]*"|`[^`]*`|\u2018[^\u2018\u2019]*\u2019|\u201e[^\u201c-\u201e]*[\u201c\u201d]|\u201c[^\u201c\u201d]*\u201d|\u00ab[^\u00ab\u00bb]*\u00bb|\u00bb[^\u00ab\u00bb]*\u00ab|\u300c[^\u300c\u300d]*\u300d/g

const maskQuoted = (line: string): string => {
  quoted.lastIndex = 0
  let out = ""
  let from = 0
  let role: QuotedName.Role | undefined
  for (let found = quoted.exec(line); found !== null; found = quoted.exec(line)) {
    const text = found[0]
    const before = line.slice(from, found.index)
    from = found.index + text.length
    role = QuotedName.role(before, line.slice(from, from + 20), role)
    out += maskValues(before) + text[0] + inner(text.slice(1, -1), role) + text.at(-1)
  }
  return out + maskValues(from === 0 ? line : line.slice(from))
}

const inner = (text: string, role: QuotedName.Role): string => {
  if (text === "" || QuotedName.isName(text, role)) return longHex.test(text) ? "<hex>" : text
  const masked = maskValues(text)
  return placeholder.test(masked) ? masked : "<string>"
}

const placeholder = /^<[a-z]+>$/
// An object id or a digest is no field name, even where it starts with a letter.
const longHex = /^(?=[a-f]*\d)[0-9a-f]{16,}$/i

const maskValues = (text: string): string => {
  if (!digit.test(text)) return text
  let out = text
  if (out.includes(".")) out = out.replace(ipv4, "<ip>")
  if (out.includes(":")) out = out.replace(ipv6, "<ip>")
  return out
    .replace(date, "<date>")
    .replace(time, "<time>")
    .replace(duration, "<duration>")
    .replace(phone, (found) => (isPhone(found) ? "<phone>" : found))
    .replace(hex, "<hex>")
    .replace(number, (found) => (startsWithLetter.test(found) ? found : "<number>"))
}

const digit = /[0-9]/
const digits = /[0-9]/g
const startsWithLetter = /^[A-Z]/

// All of these start only where a word starts and repeat within fixed bounds: the work is linear in the text.
const url =
  /(?<![\w+.-])[a-z][\w+.-]{1,20}:\/\/[^\s<>"'`\u2018-\u201f\u00ab\u00bb\u300c\u300d]*[^\s<>"'`\u2018-\u201f\u00ab\u00bb\u300c\u300d.,;:!?)\]]/gi
const uuid = /(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])/gi
const ipv4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w]|\.\d)/g
const ipv6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?=[0-9a-f:]{0,38}::)[0-9a-f:]{2,39})(?![\w:])/gi
const date = (() => {
  const day = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
  const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
  const clock = String.raw`\d\d:\d\d(?::\d\d)?`
  return new RegExp(
    [
      String.raw`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?Z|[+-]\d\d:?\d\d| UTC| GMT)?)?`,
      String.raw`\d{1,2}([/.])\d{1,2}\1\d{4}|\d{1,2}/\d{1,2}/\d{2}`,
      String.raw`(?:${day}, )?\d{1,2} ${month}[a-z]{0,6} \d{4}(?: ${clock}(?: GMT| UTC)?)?`,
      String.raw`${month}[a-z]{0,6} \d{1,2}, \d{4}`,
      // As Java's Date and JavaScript's write themselves.
      String.raw`${day} ${month} \d\d ${clock} [A-Z]{1,5}(?:[+-]\d\d:?\d\d)? \d{4}`,
      String.raw`${day} ${month} \d\d \d{4}(?: ${clock} GMT[+-]\d{4}(?: \([^()]{1,60}\))?)?`
    ]
      .map((form) => String.raw`(?<!\w)(?:${form})(?!\w)`)
      .join("|"),
    "g"
  )
})()
const time = /(?<![\w:])\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[AaPp][Mm])?(?![\w:])/g
// Digits and a "d" are days; as many as a hexadecimal id has are one that happens to end so.
const duration =
  /(?<![\w.])(?!\d{7,}d(?!\w))(?:\d+(?:[.,]\d+)*(?:[smhd]| ?(?:ms|milliseconds?|seconds?|secs?|minutes?|mins?|hours?|days?)| [sh])|P(?=\d|T\d)(?:\d{1,9}[YMWD]){0,4}(?:T(?:\d{1,9}(?:\.\d{1,9})?[HMS]){1,3})?)(?!\w)/g

// In the international form, or as North America writes them: ten digits in three groups are no ordinary number.
const phone =
  /(?<![\w+])\+\d{1,3}[ /-]?(?:\(\d{1,5}\)[ /-]?)?\d{2,14}(?:[ ./-]\d{2,8}){0,4}(?!\w)|(?<![\w.+-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])/g
// ITU-T E.164: no more than 15 digits.
const isPhone = (text: string): boolean => {
  const count = text.match(digits)?.length ?? 0
  return count >= 8 && count <= 15
}

const hex = /(?<!\w)(?:0x[0-9a-f]+|(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,})(?!\w)/gi

// Names with a number in them that is no value: kept, whatever the digits.
const standards = String.raw`(?<!\w)(?:E\.164|X\.509|ISO[- ]?\d{4,5}(?:-\d{1,2})?|SHA-?\d{1,3}|HTTP/\d(?:\.\d)?|UTF-?\d{1,2}|TLS[v ]?1\.\d|RFC[- ]?\d{3,4})(?!\w)`
// Digits inside a word count as a value from three on: rec_001 varies, address2 is a name.
const number = new RegExp(
  String.raw`${standards}|(?<![^\s(=:<>,[{/])[+-]\d+(?:[.,]\d+)*|(?<!\w)\d+(?:[.,]\d+)*|\d{3,}`,
  "g"
)
