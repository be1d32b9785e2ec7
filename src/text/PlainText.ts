/**
 * Text from outside made safe to show: no escape sequences, no invisible or direction-changing characters,
 * no broken surrogates; and cuts that never split a character. Everything here takes linear time on any
 * input.
 *
 * @since 0.1.0
 */
import * as Pattern from "./Pattern.js"

/**
 * Neutralises text that came from outside. Removed: ANSI escape sequences (ECMA-48), control characters but tab and
 * line feed, bidirectional controls, characters that take no space (zero-width, tags, fillers), and code points that
 * are none. Joiners stay between characters beyond ASCII, where emoji and several scripts need them. Every kind of line
 * break becomes a line feed, a lone surrogate U+FFFD.
 *
 * @since 0.1.0
 * @category combinators
 */
export const neutral = (text: string): string =>
  simple.test(text)
    ? text
    : text
        .replace(loneSurrogate(), "\ufffd")
        .replace(lineBreak, "\n")
        .replace(escapeSequence(), "")
        .replace(unseen(), "")
        .replace(joiners, (run, offset: number, whole: string) =>
          isBeyondAscii(whole, offset - 1) && isBeyondAscii(whole, offset + run.length) ? run.slice(0, 1) : ""
        )

/**
 * Neutral text on one line: every run of white space is one space, none at the ends.
 *
 * @since 0.1.0
 * @category combinators
 */
export const oneLine = (text: string): string => neutral(text).replace(/\s+/g, " ").trim()

/**
 * At most `max` code points, the last of them an ellipsis if something was cut. A surrogate pair is never
 * split, and the cut falls in front of a character rather than between it and its accents, joiners or
 * variation selectors.
 *
 * @since 0.1.0
 * @category combinators
 */
export const truncate = (text: string, max: number): string => {
  if (text.length <= max) return text
  if (max < 1) return ""
  let count = 0
  let cut = 0
  for (let index = 0; index < text.length; index += sizeAt(text, index)) {
    if (count === max - 1) cut = index
    if (count === max) return `${text.slice(0, boundaryBefore(text, cut))}…`
    count++
  }
  return text
}

/**
 * The greatest index not above `index` where text may be cut without separating a character from what
 * modifies it. It looks back a bounded number of steps, so that a pile of accents cannot swallow the text.
 *
 * @since 0.1.0
 * @category combinators
 */
export const boundaryBefore = (text: string, index: number): number => {
  const start = isLowSurrogate(text, index) && isHighSurrogate(text, index - 1) ? index - 1 : index
  let at = start
  for (let step = 0; step < maxModifiers && at > 0; step++) {
    const next = text.codePointAt(at)
    if (next === undefined || (!isModifier(next) && text[at - 1] !== zeroWidthJoiner)) return at
    at -= isLowSurrogate(text, at - 1) && isHighSurrogate(text, at - 2) ? 2 : 1
  }
  return at === 0 ? start : at
}

const simple = /^[\n\t\x20-\x7e]*$/
const loneSurrogate = Pattern.lazy(() => /\p{Surrogate}/gu)
const lineBreak = /\r\n?|[\u0085\u2028\u2029]/g
const zeroWidthJoiner = "\u200d"
const joiners = /[\u200c\u200d]+/g
const maxModifiers = 16

// A sequence without its end loses only its introducer, so that a stray escape does not swallow the message. No
// body may contain a control character: a failed match is never scanned twice, which keeps this linear.
const escapeSequence = Pattern.lazy(() => {
  const [bell, escape] = ["\u0007", "\u001b"]
  const control = `(?:${escape}\\[|\u009b)[0-?]*[ -/]*[@-~]?`
  const string = `(?:${escape}[\\]PX^_]|[\u0090\u0098\u009d-\u009f])(?:\\P{Cc}*(?:${bell}|\u009c|${escape}\\\\))?`
  const short = `${escape}[ -/]*[0-~]?`
  return new RegExp(`${control}|${string}|${short}`, "gu")
})

// What Unicode calls "default ignorable" takes no space on a screen; emoji need the two variation selectors.
const unseen = Pattern.lazy(
  () =>
    /(?!\n|\t|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\ufff9-\ufffb]/gu
)

const isBeyondAscii = (text: string, index: number): boolean => text.charCodeAt(index) > 0x7f

const isHighSurrogate = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xd800

const isLowSurrogate = (text: string, index: number): boolean => (text.charCodeAt(index) & 0xfc00) === 0xdc00

const sizeAt = (text: string, index: number): number =>
  isHighSurrogate(text, index) && isLowSurrogate(text, index + 1) ? 2 : 1

const isModifier = (codePoint: number): boolean =>
  codePoint >= 0x300 && modifier().test(String.fromCodePoint(codePoint))

const modifier = Pattern.lazy(() => /^[\p{M}\p{Emoji_Modifier}\u200c\u200d]$/u)
