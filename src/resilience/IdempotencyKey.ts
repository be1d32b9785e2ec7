/**
 * Keys that let a server recognise the second copy of one request.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

/**
 * What makes a logical request the same one: all of it goes into the key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Request {
  readonly method: string
  /** The path with its query, as it is sent. */
  readonly path: string
  /** The body before it is written as JSON; absent where there is none. */
  readonly body?: unknown
  readonly clientId: string
  /** Tells two intended identical calls apart; one per logical call, kept for all of its attempts. */
  readonly operationId: string
}

/**
 * Derives the key: SHA-256 over method, path, canonical body, client and operation, in the form of a version 8 UUID
 * (RFC 9562, 5.8). The order of keys in the body does not matter. Dies where the body cannot be written as JSON.
 *
 * @since 0.1.0
 * @category constructors
 */
export const derive = (request: Request): Effect.Effect<string> =>
  Effect.map(
    // digest of a supported algorithm never rejects, so a rejection is a defect
    Effect.promise(() =>
      globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(preimage(request)))
    ),
    (digest) => uuid(new Uint8Array(digest).slice(0, 16), 8)
  )

/**
 * A new operation id: a version 7 UUID (RFC 9562, 5.7) from the Clock and Random of Effect, so that it repeats under
 * TestClock with a seed. The time in it keeps two processes that drew the same seed apart.
 *
 * @since 0.1.0
 * @category constructors
 */
export const operationId: Effect.Effect<string> = Effect.gen(function* () {
  const bytes = new Uint8Array(16)
  const now = yield* Clock.currentTimeMillis
  for (let index = 0; index < 16; index++) {
    bytes[index] =
      index < 6 ? Math.floor(now / 256 ** (5 - index)) % 256 : yield* Random.nextIntBetween(0, 256)
  }
  return uuid(bytes, 7)
})

/**
 * Writes a value as JSON with the keys of every object in one fixed order, so that equal values have equal text.
 * Otherwise as `JSON.stringify`: what JSON leaves out (undefined, functions, symbols) is left out, at the top it
 * reads `null`; `toJSON` is honoured; a bigint is written with its digits
 * and an `n`, as text; a cycle throws a `TypeError`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(value, inKeyOrder) ?? "null"

const inKeyOrder = (_key: string, value: unknown): unknown => {
  if (typeof value === "bigint") return `${value}n`
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isBoxed(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
}

// `JSON.stringify` unboxes them.
const isBoxed = (value: object): boolean =>
  value instanceof Number || value instanceof String || value instanceof Boolean

// One JSON array: no two different requests share a text, whatever characters their parts hold. (A bigint and the text
// that stands for it do, in the same place of the same body.)
const preimage = ({ method, path, body, clientId, operationId }: Request): string =>
  canonicalJson([method.toUpperCase(), path, body === undefined ? [] : [body], clientId, operationId])

const uuid = (bytes: Uint8Array, version: number): string => {
  const hex = Array.from(bytes, (byte, index) => {
    if (index === 6) return (byte & 0x0f) | (version << 4)
    return index === 8 ? (byte & 0x3f) | 0x80 : byte
  })
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}
