/**
 * JSON as text: what somebody wrote by hand, and what can be printed.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Pattern from "./Pattern.js"

/**
 * Reads a text as JSON; a byte order mark before it is no fault. The left side says what is wrong, with line and column
 * where the parser names them: `is not valid JSON (line 3, column 1)`. It repeats nothing of the text.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string): Either.Either<unknown, string> => {
  const json = text.replace(/^\ufeff/, "")
  return Either.try({
    try: (): unknown => JSON.parse(json),
    catch: (error) => `is not valid JSON${placeOf(error, json)}`
  })
}

/**
 * What to do about a text that is no JSON.
 *
 * @since 0.1.0
 * @category rendering
 */
export const advice = "Check the commas, quotes and brackets there; JSON has no comments."

/**
 * The same document, with the characters that a terminal might obey or hide written as `\uXXXX`, which changes nothing
 * for a parser. Line feeds between the values stay.
 *
 * @since 0.1.0
 * @category combinators
 */
export const printable = (json: string): string =>
  plain.test(json) ? json : json.replace(invisible(), escaped)

const plain = /^[\n\x20-\x7e]*$/

const invisible = Pattern.lazy(() => /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu)

const escaped = (character: string): string =>
  character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("")

// The parser's own words repeat a piece of the text; only the place is taken from them, where they name it.
const placeOf = (error: unknown, text: string): string => {
  const at = /at position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1]
  const before = text.slice(0, Number(at ?? 0)).split("\n")
  return at === undefined ? "" : ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`
}
