/**
 * JSON that can be printed.
 *
 * @since 0.1.0
 */
import * as Pattern from "./Pattern.js"

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
