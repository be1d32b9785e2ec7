/**
 * E-mail addresses in text, in any script: one pattern for whoever masks them.
 *
 * @since 0.1.0
 */
import * as Pattern from "./Pattern.js"

/**
 * Replaces each address by `<email>`, in time that is linear in the length of the text. An address is taken with all
 * that may belong to it: no letter is left directly before or after it, so that no part of a name stays behind.
 *
 * Expects neutral text (`PlainText.neutral`): an invisible character inside an address would hide it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const mask = (text: string): string => {
  if (unusual.test(text)) return masked(text)
  // No other address holds a space: only the words with an "@" need the pattern.
  let out = ""
  let from = 0
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", from)) {
    const start = text.lastIndexOf(" ", at) + 1
    const space = text.indexOf(" ", at)
    const end = space < 0 ? text.length : space
    const word = text.slice(start, end)
    out += text.slice(from, start) + (usual.test(word) ? "<email>" : masked(word))
    from = end
  }
  return out + text.slice(from)
}

const usual = /^[A-Za-z0-9][\w.%+-]*@[A-Za-z0-9](?:[\w.-]*\w)?$/
const unusual = /"@|\uff20|%40/
const ascii = /^[\0-\x7f]*$/

const masked = (text: string): string =>
  text.replace(
    ascii.test(text) ? plainAddress() : address(),
    (found) => `${lead().exec(found)?.[0] ?? ""}<email>`
  )

// Before the "@": whatever RFC 5321 and 6531 do not set apart, and an apostrophe between letters. A match starts only
// where such a word starts: otherwise a long word without "@" would be scanned from each of its characters.
const patternOf = (letter: string, inWord: string, flags: string): RegExp => {
  const local = String.raw`[^\s()<>[\]:;,@\uff20\\"'\u2018-\u201f\x60\u00ab\u00bb\u2039\u203a\u3001\u3002\u300a-\u300f\uff08\uff09\uff1a]`
  const word = String.raw`(?:${local}|(?<=[${letter}])['\u2019](?=[${letter}]))`
  const quotedPart = String.raw`"[^"<>\n]{1,64}"`
  const at = String.raw`(?:[@\uff20]|%40)`
  const domain = `[${letter}${inWord}](?:[${letter}${inWord}_.-]*[${letter}${inWord}_])?`
  const literal = String.raw`\[[0-9a-fA-F.:]{2,45}\][${letter}${inWord}_]*`
  // What clings to an address and to the next "@" goes with it: else it would look like an address the next time.
  const clinging = String.raw`(?:(?:(?:${local}|['\u2019])*${quotedPart}|(?:${local}|['\u2019])+)(?=${at}))?`
  return new RegExp(
    String.raw`(?<!${local})(?<![${letter}]['\u2019](?=[${letter}]))(?:${word}*${quotedPart}|${word}+)${at}(?:${domain}|${literal})${clinging}`,
    flags
  )
}

const address = Pattern.lazy(() => patternOf(String.raw`\p{L}`, String.raw`\p{N}\p{M}\u200c\u200d`, "gu"))

// The same where there is nothing beyond ASCII, for a fifth of the work.
const plainAddress = Pattern.lazy(() => patternOf("A-Za-z", "0-9", "g"))

// What stands in front of an address and is seldom a part of it is of use to whoever reads a path or a query.
const lead = Pattern.lazy(() => /^[^\p{L}\p{N}\p{M}_.~"+%@\uff20-]+/u)
