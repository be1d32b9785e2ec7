/**
 * Masks what identifies people in text that leaves the house: e-mail addresses, phone numbers, long runs of
 * digits. Deterministic, idempotent and linear in the length of the text.
 *
 * @since 0.1.0
 */
import * as EmailAddress from "./EmailAddress.js"
import * as Pattern from "./Pattern.js"

/**
 * Replaces e-mail addresses by `<email>`, phone numbers by `<phone>` and other digits by `<number>` where
 * seven or more stand together. What a reader needs to find a record again, or to understand, stays: UUIDs, hexadecimal
 * hashes, dates and times, IP addresses, decimal fractions (`52.520008`), counts in groups of three up to nine digits
 * (`1.000.000`), and up to nine digits inside a word (`rec_0000123`).
 *
 * Expects neutral text (`PlainText.neutral`): an invisible character inside an address would hide it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const redact = (text: string): string => {
  const withoutEmails = EmailAddress.mask(text)
  return mayHoldNumber(withoutEmails) ? withoutEmails.replace(identifierOrNumber(), mask) : withoutEmails
}

const mayHoldNumber = (text: string): boolean =>
  (ascii.test(text) ? sevenDigits : sevenDigitsOfAnyScript()).test(text)

const ascii = /^[\0-\x7f]*$/
const sevenDigits = /\d(?:\D{0,3}\d){6}/
const sevenDigitsOfAnyScript = Pattern.lazy(() => /\p{Nd}(?:[^\p{Nd}]{0,3}\p{Nd}){6}/u)

// What is kept is read first, to be left alone before any digits in it can be taken for a number.
const identifierOrNumber = Pattern.lazy(() => {
  const octet = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
  const clock = "[0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]{1,9})?)?"
  const kept = [
    String.raw`(?<![\p{L}\p{N}])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}])(?=[0-9]{0,40}[a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{24})(?![\p{L}\p{N}])`,
    String.raw`(?<!\p{N})[0-9]{4}-[01][0-9]-[0-3][0-9](?:[T ]${clock}(?:Z|[+-][01][0-9]:?[0-5][0-9])?)?(?!\p{N})`,
    // Other dates, the day first or the year.
    String.raw`(?<!\p{N})[0-3]?[0-9](?<day>[./-])[0-3]?[0-9]\k<day>(?:19|20)[0-9]{2}(?:,? ${clock})?(?![./]?\p{N})`,
    String.raw`(?<!\p{N})(?:19|20)[0-9]{2}(?<year>[./])[01]?[0-9]\k<year>[0-3]?[0-9](?:,? ${clock})?(?![./]?\p{N})`,
    String.raw`(?<![\p{N}.])(?:${octet}\.){3}${octet}(?!\.?\p{N})`,
    // A decimal fraction; a count in groups of three, up to nine digits and what stands behind their comma.
    String.raw`(?<![\p{L}\p{N}_.,/-])-?[0-9]{1,3}\.[0-9]{4,15}(?![./-]?\p{N})`,
    String.raw`(?<![\p{L}\p{N}_.,/-])-?[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}(?:,[0-9]{1,4})?(?![.,/-]?\p{N})`
  ]
  const separators = String.raw`[ .()/\u00a0\u2010-\u2013-]{0,3}`
  return new RegExp(
    [
      `(?<kept>${kept.join("|")})`,
      String.raw`(?<![\p{L}\p{N}_])\p{Nd}{1,3}(?<group>['\u2019_,.\u202f])\p{Nd}{3}(?:\k<group>\p{Nd}{3}){2,}`,
      String.raw`(?<![\p{L}\p{N}_])\+?\(?\p{Nd}(?:${separators}\p{Nd}){6,}`,
      String.raw`\p{Nd}{10,}`
    ].join("|"),
    "giu"
  )
})

const mostPhoneDigits = 15

const mask = (match: string, kept?: string, _day?: string, _year?: string, group?: string): string => {
  if (kept !== undefined) return match
  if (group !== undefined || /^\p{Nd}+\.\p{Nd}+$/u.test(match)) return "<number>"
  const digits = match.replace(/\P{Nd}/gu, "").length
  return digits < match.length && digits <= mostPhoneDigits ? "<phone>" : "<number>"
}
