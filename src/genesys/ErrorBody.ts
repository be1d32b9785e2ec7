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
import { identity } from "effect/Function"
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

const maxText = 4_000
const maxMessage = 500
const maxCode = 200
const maxCodes = 50
const maxDepth = 3

/**
 * Reads a body that was already parsed as JSON, or the text of one that is not JSON. Never throws. `scrub` takes out of
 * every text what must not be shown, before anything is cut.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromUnknown = (input: unknown, scrub: (text: string) => string = identity): ErrorBody => {
  const found = first(input)
  // What is removed from a text may have hidden a secret in it, and a cut may leave half of one.
  const clean = (text: string, max: number) => PlainText.truncate(scrub(PlainText.oneLine(text)), max)
  if (typeof found === "string") {
    const text = clean(withoutMarkup(scrub(found.slice(0, 2 * maxText)).slice(0, maxText)), maxMessage)
    return text === "" ? empty : { codes: [], message: text }
  }
  if (!Predicate.isRecord(found)) return empty
  const parts = [found["error"], ...listed(found["errors"]), ...listed(found["details"])].filter(
    Predicate.isRecord
  )
  const message = [found, ...parts].map(messageOf).find((each) => each !== undefined)
  const contextId = stringOf(found, ["contextId", "correlationId"])
  const limit = limitOf(found["limit"], clean)
  return {
    codes: Arr.dedupe(codesOf(found, 0).slice(0, maxCodes)).map((code) => clean(code, maxCode)),
    ...(message === undefined ? {} : { message: clean(message, maxMessage) }),
    ...(contextId === undefined ? {} : { contextId: clean(contextId, maxCode) }),
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

/** Of an array the first element counts; bounded, since a hostile one may be nested without end. */
const first = (input: unknown): unknown => {
  let found = input
  for (let depth = 0; depth < maxDepth && Array.isArray(found); depth++) found = found[0]
  return found
}

const withoutMarkup = (text: string): string => (/^\s*</.test(text) ? text.replace(/<[^<>]*>/g, " ") : text)

const messageOf = (input: Readonly<Record<string, unknown>>): string | undefined =>
  stringOf(input, ["message", "Message", "errorMessage"]) ??
  filled(input["messageWithParams"], input["messageParams"]) ??
  // OAuth, SCIM (RFC 7644, section 3.12) and problem details (RFC 9457)
  stringOf(input, ["error_description", "description", "detail", "title"])

const listed = (input: unknown): ReadonlyArray<unknown> => (Array.isArray(input) ? input.slice(0, 20) : [])

/** `messageWithParams` is a template; its `{names}` are in `messageParams`. */
const filled = (template: unknown, params: unknown): string | undefined => {
  if (typeof template !== "string" || template.trim() === "") return undefined
  return template.replace(/\{(\w{1,40})\}/g, (whole, name: string) => {
    const value = Predicate.isRecord(params) && Object.hasOwn(params, name) ? params[name] : undefined
    return typeof value === "string" || typeof value === "number" ? String(value) : whole
  })
}

const limitOf = (
  input: unknown,
  clean: (text: string, max: number) => string
): typeof Limit.Type | undefined => {
  if (!Predicate.isRecord(input)) return undefined
  const { key, namespace } = input
  if (typeof key !== "string") return undefined
  const value = typeof input["value"] === "string" ? Number.parseFloat(input["value"]) : input["value"]
  return {
    key: clean(key, maxCode),
    ...(typeof namespace === "string" ? { namespace: clean(namespace, maxCode) } : {}),
    ...(typeof value === "number" && Number.isFinite(value) ? { value } : {})
  }
}

const codesOf = (input: Readonly<Record<string, unknown>>, depth: number): ReadonlyArray<string> => {
  const own = ["errorCode", "code", "error"].flatMap((key) => {
    const value = input[key]
    return typeof value === "string" && value.trim() !== "" ? [value] : []
  })
  if (depth >= maxDepth) return own
  const nested = ["error", "details", "errors"].flatMap((key) => {
    const found = input[key]
    const list = Array.isArray(found) ? found.slice(0, 20) : [found]
    return list.flatMap((item) => (Predicate.isRecord(item) ? codesOf(item, depth + 1) : []))
  })
  return [...own, ...nested]
}

const stringOf = (
  input: Readonly<Record<string, unknown>>,
  keys: ReadonlyArray<string>
): string | undefined => {
  for (const key of keys) {
    const value = input[key]
    if (typeof value === "string" && value.trim() !== "") return value
  }
  return undefined
}
