/**
 * Masks what identifies people in text that leaves the house: e-mail addresses, phone numbers, long runs of
 * digits. Deterministic, idempotent and linear in the length of the text.
 *
 * @since 0.1.0
 */
import * as Pattern from "./Pattern.js"

/**
 * Replaces e-mail addresses by `<email>`, phone numbers by `<phone>` and other digits by `<number>` where
 * seven or more stand together. What a reader needs to find a record again stays: UUIDs, hexadecimal
 * hashes, ISO dates and times, IP addresses, and up to nine digits inside a word (`rec_0000123`).
 *
 * Expects neutral text (`PlainText.neutral`): an invisible character inside an address would hide it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const redact = (text: string): string => {
  const withoutEmails = mayHoldEmail.test(text) ? text.replace(email(), "<email>") : text
  return mayHoldNumber(withoutEmails) ? withoutEmails.replace(identifierOrNumber(), mask) : withoutEmails
}

const mayHoldEmail = /[@\uff20]|%40/

const mayHoldNumber = (text: string): boolean =>
  (ascii.test(text) ? sevenDigits : sevenDigitsOfAnyScript()).test(text)

const ascii = /^[\0-\x7f]*$/
const sevenDigits = /\d(?:\D{0,3}\d){6}/
const sevenDigitsOfAnyScript = Pattern.lazy(() => /\p{Nd}(?:[^\p{Nd}]{0,3}\p{Nd}){6}/u)

// A match starts only where a word starts: otherwise a long word without "@" would be scanned from each of
// its characters.
const email = Pattern.lazy(() => {
  const local = String.raw`[\p{L}\p{N}\p{M}._%+~-]`
  const apostrophe = String.raw`(?<=\p{L})'(?=\p{L})`
  const domain = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}.-]*[\p{L}\p{N}\p{M}])?`
  const address = String.raw`\[[\p{N}a-fA-F.:]{2,45}\]`
  const start = String.raw`(?<!${local})(?<!\p{L}')`
  const at = String.raw`(?:[@\uff20]|%40)`
  // What clings to an address and to the next "@" goes with it: else it would look like an address the next time.
  const clinging = `(?:${local}+(?=${at}))?`
  return new RegExp(
    String.raw`${start}(?:"[^"\n]{1,64}"|(?:${local}|${apostrophe})+)${at}(?:${domain}|${address})${clinging}`,
    "gu"
  )
})

// The first four are read only to be left alone, before any digits in them can be taken for a number.
const identifierOrNumber = Pattern.lazy(
  () =>
    new RegExp(
      [
        String.raw`(?<kept>(?<![\p{L}\p{N}])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\p{L}\p{N}])`,
        String.raw`(?<![\p{L}\p{N}])(?=[0-9]{0,40}[a-f])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{24})(?![\p{L}\p{N}])`,
        String.raw`(?<!\p{N})[0-9]{4}-[01][0-9]-[0-3][0-9](?:[T ][0-2][0-9]:[0-5][0-9](?::[0-6][0-9](?:\.[0-9]{1,9})?)?(?:Z|[+-][01][0-9]:?[0-5][0-9])?)?(?!\p{N})`,
        String.raw`(?<![\p{N}.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\.?\p{N}))`,
        String.raw`(?<![\p{L}\p{N}_])\+?\(?\p{Nd}(?:[ .()/\u00a0\u2010-\u2013-]{0,3}\p{Nd}){6,}`,
        String.raw`\p{Nd}{10,}`
      ].join("|"),
      "giu"
    )
)

const mostPhoneDigits = 15

const mask = (match: string, kept: string | undefined): string => {
  if (kept !== undefined) return match
  const digits = match.replace(/\P{Nd}/gu, "").length
  return digits < match.length && digits <= mostPhoneDigits ? "<phone>" : "<number>"
}
