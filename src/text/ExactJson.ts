/**
 * JSON whose integers stay what they are. Numbers of JavaScript are exact up to 2^53; ids of other systems are often
 * larger, and two of them that become one number would be taken for one record (RFC 8259, section 6).
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"

/**
 * Like `JSON.parse`, but integers beyond 2^53 come as `bigint`: those of up to 1,000 digits, in a document that is not
 * nested thousands deep. Fractions are numbers. Throws what `JSON.parse` throws.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string): unknown => {
  const large = largeIntegers(text)
  if (large.length === 0) return JSON.parse(text)
  const mark = unused(text)
  if (mark === undefined) return JSON.parse(text)
  let marked = ""
  let from = 0
  for (const { end, start } of large) {
    marked += `${text.slice(from, start)}"${mark}${text.slice(start, end)}"`
    from = end
  }
  const exact = Either.try((): unknown =>
    JSON.parse(marked + text.slice(from), (_, value: unknown) =>
      typeof value === "string" && value.startsWith(mark) ? BigInt(value.slice(1)) : value
    )
  )
  return Either.getOrElse(exact, (): unknown => JSON.parse(text))
}

/**
 * Like `JSON.stringify`, of values that may hold `bigint`: what `parse` made.
 *
 * @since 0.1.0
 * @category rendering
 */
export const stringify = (value: unknown): string =>
  // `JSON.stringify` refuses `bigint`; asking it costs nothing where there is none.
  Either.getOrElse(
    Either.try(() => JSON.stringify(value)),
    () => {
      const rounded = JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? Number(inner) : inner))
      const mark = unused(rounded)
      if (mark === undefined) return rounded
      return JSON.stringify(value, (_, inner) =>
        typeof inner === "bigint" ? `${mark}${inner}` : inner
      ).replace(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1")
    }
  )

interface Span {
  readonly start: number
  readonly end: number
}

// 2^53 has sixteen digits: as many stand over one of the places that are looked at. A pattern takes ten times as long.
const fewest = 16
const most = 1_000

/** The integers beyond 2^53 that stand outside of strings. */
const largeIntegers = (text: string): ReadonlyArray<Span> => {
  const found: Array<Span> = []
  let isInString: ((place: number) => boolean) | undefined
  for (let at = fewest - 1; at < text.length; at += fewest) {
    if (!isDigit(text, at)) continue
    const { end, start } = integerAround(text, at)
    // All of it is seen, also where the next place to be looked at is counted from its end.
    at = Math.max(at, end - 1)
    if (end - start < fewest || end - start > most || !isValue(text, start, end)) continue
    if (Number.isSafeInteger(Number(text.slice(start, end)))) continue
    isInString ??= strings(text)
    if (!isInString(start)) found.push({ start, end })
  }
  return found
}

const integerAround = (text: string, at: number): Span => {
  let start = at
  let end = at + 1
  while (isDigit(text, start - 1)) start -= 1
  while (isDigit(text, end)) end += 1
  return { start: text[start - 1] === "-" ? start - 1 : start, end }
}

const isDigit = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  return unit >= 0x30 && unit <= 0x39
}

/** No part of a fraction, and nothing that JSON has no place for. */
const isValue = (text: string, start: number, end: number): boolean =>
  /^$|[[:,\s]/.test(text.charAt(start - 1)) &&
  /^$|[\],}\s]/.test(text.charAt(end)) &&
  !/^-?0/.test(text.slice(start, start + 2))

/** Tells of places in ascending order whether they are in a string. */
const strings = (text: string): ((place: number) => boolean) => {
  let open = text.indexOf('"')
  let close = closing(text, open)
  return (place) => {
    while (open >= 0 && close >= 0 && close < place) {
      open = text.indexOf('"', close + 1)
      close = closing(text, open)
    }
    return open >= 0 && open < place
  }
}

const closing = (text: string, open: number): number => {
  if (open < 0) return -1
  let close = text.indexOf('"', open + 1)
  while (close >= 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1)
  return close
}

const isEscaped = (text: string, at: number): boolean => {
  let before = at
  while (text[before - 1] === "\\") before -= 1
  return (at - before) % 2 === 1
}

/**
 * A character for private use that the document does not hold, neither as it is nor escaped. One that holds the whole
 * dozen was made for it: its integers are rounded.
 */
const unused = (json: string): string | undefined =>
  marks.find(
    (character) =>
      !json.includes(character) && !new RegExp(`\\\\u${character.charCodeAt(0).toString(16)}`, "i").test(json)
  )

const marks = Array.from({ length: 12 }, (_, index) => String.fromCharCode(0xe5a0 + index))
