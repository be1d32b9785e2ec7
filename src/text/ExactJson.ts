/**
 * JSON whose integers stay what they are. Numbers of JavaScript are exact up to 2^53; ids of other systems are often
 * larger, and two of them that become one number would be taken for one record (RFC 8259, section 6).
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as LosslessJson from "lossless-json"

/**
 * Like `JSON.parse`, but integers beyond 2^53 come as `bigint`. Fractions are numbers. Throws `SyntaxError`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string): unknown =>
  holdsLongDigits(text) ? LosslessJson.parse(text, null, exactly) : JSON.parse(text)

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
    () => LosslessJson.stringify(value) ?? "null"
  )

// 2^53 has sixteen digits: as many stand over one of the places that are looked at. A pattern takes ten times as long.
const holdsLongDigits = (text: string): boolean => {
  for (let at = manyDigits - 1; at < text.length; at += manyDigits) {
    if (isDigit(text, at) && digitsAround(text, at) >= manyDigits) return true
  }
  return false
}

const manyDigits = 16

const digitsAround = (text: string, at: number): number => {
  let from = at
  let to = at
  while (isDigit(text, from - 1)) from -= 1
  while (isDigit(text, to + 1)) to += 1
  return to - from + 1
}

const isDigit = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  return unit >= 0x30 && unit <= 0x39
}

const exactly: LosslessJson.ParseOptions = {
  parseNumber: (literal) =>
    LosslessJson.isInteger(literal) && !Number.isSafeInteger(Number(literal))
      ? BigInt(literal)
      : Number(literal),
  // As `JSON.parse` does.
  onDuplicateKey: ({ newValue }) => newValue
}
