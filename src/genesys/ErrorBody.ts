/**
 * The body of an error answer, read with tolerance.
 *
 * Genesys Cloud answers errors as `ErrorBody` (`code`, `message`, `details[]`, `errors[]`, `limit`,
 * `contextId`), its login host as OAuth errors (`error`, `error_description`), and gateways in between as
 * HTML, plain text or nothing. Whatever arrives, reading it never fails.
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as PlainText from "../text/PlainText.js"

/**
 * The platform limit that an answer names, for example `client.credentials.token.rate.per.minute`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Limit = Schema.Struct({
  key: Schema.String,
  namespace: Schema.optional(Schema.String),
  value: Schema.optional(Schema.Number)
})

/**
 * What could be read from an error body. `codes` holds every code found, the most telling first:
 * `errorCode` before `code`, then those of `details[]` and `errors[]`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const ErrorBody = Schema.Struct({
  codes: Schema.Array(Schema.String),
  message: Schema.optional(Schema.String),
  contextId: Schema.optional(Schema.String),
  limit: Schema.optional(Limit)
})

/**
 * @since 0.1.0
 * @category models
 */
export type ErrorBody = typeof ErrorBody.Type

/**
 * The body of which nothing is known.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty: ErrorBody = { codes: [] }

const maxMessage = 500
const maxDepth = 3

/**
 * Reads a body that was already parsed as JSON, or the text of one that is not JSON. Never throws.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromUnknown = (input: unknown): ErrorBody => {
  if (Array.isArray(input)) {
    return input.length > 0 ? fromUnknown(input[0]) : empty
  }
  if (typeof input === "string") {
    const text = fromText(input)
    return text === undefined ? empty : { codes: [], message: text }
  }
  if (!Predicate.isRecord(input)) return empty
  const message = firstString(input, ["messageWithParams", "message", "error_description", "description"])
  const contextId = firstString(input, ["contextId", "correlationId"])
  const limit = Option.getOrUndefined(Schema.decodeUnknownOption(Limit)(input["limit"]))
  return {
    codes: Arr.dedupe(codesOf(input, 0)),
    ...(message === undefined ? {} : { message: PlainText.truncate(PlainText.oneLine(message), maxMessage) }),
    ...(contextId === undefined ? {} : { contextId }),
    ...(limit === undefined ? {} : { limit })
  }
}

/**
 * Folds a code for comparison: case and separators do not matter (`validation.failed` is
 * `VALIDATION_FAILED`).
 *
 * @since 0.1.0
 * @category combinators
 */
export const foldCode = (code: string): string =>
  code
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")

/**
 * Whether one of the body's codes equals one of the given ones after folding. Whole codes only.
 *
 * @since 0.1.0
 * @category predicates
 */
export const hasCode = (body: ErrorBody, folded: ReadonlySet<string>): boolean =>
  body.codes.some((code) => folded.has(foldCode(code)))

const fromText = (text: string): string | undefined => {
  const looksLikeMarkup = /^\s*</.test(text)
  const plain = PlainText.oneLine(
    looksLikeMarkup ? text.slice(0, 4000).replace(/<[^<>]*>/g, " ") : text.slice(0, 4000)
  )
  return plain === "" ? undefined : PlainText.truncate(plain, maxMessage)
}

const codesOf = (input: Readonly<Record<string, unknown>>, depth: number): ReadonlyArray<string> => {
  const own = ["errorCode", "code", "error"].flatMap((key) => {
    const value = input[key]
    return typeof value === "string" && value !== ""
      ? [PlainText.truncate(PlainText.oneLine(value), 200)]
      : []
  })
  if (depth >= maxDepth) return own
  const nested = ["details", "errors"].flatMap((key) => {
    const list = input[key]
    return Array.isArray(list)
      ? list.slice(0, 20).flatMap((item) => (Predicate.isRecord(item) ? codesOf(item, depth + 1) : []))
      : []
  })
  return [...own, ...nested]
}

const firstString = (
  input: Readonly<Record<string, unknown>>,
  keys: ReadonlyArray<string>
): string | undefined => {
  for (const key of keys) {
    const value = input[key]
    if (typeof value === "string" && value.trim() !== "") return value
  }
  return undefined
}
