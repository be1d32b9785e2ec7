/**
 * Why a call to Genesys Cloud failed: a closed union. Everything a policy or a reader needs is in the reason;
 * nothing is invented (a network fault has no status, an undecodable answer is not a rejection).
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { ErrorBody } from "./ErrorBody.js"

/**
 * No answer arrived. `kind` tells a network fault from one that repetition cannot cure (`tls`, `other`), from a call
 * that is wrong in itself (`invalid`: a parameter, the path or the body, named by `code`), and from a cancellation.
 * `sent: "no"` means that it is certain that the platform never saw the request. `host` is whom nobody could reach,
 * where the client tells it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Transport = Schema.TaggedStruct("Transport", {
  kind: Schema.Literal("network", "tls", "cancelled", "invalid", "other"),
  sent: Schema.Literal("no", "maybe"),
  code: Schema.optional(Schema.String),
  host: Schema.optional(Schema.String),
  cause: Schema.optional(Schema.Defect)
})

/**
 * One attempt took longer than the attempt timeout.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Timeout = Schema.TaggedStruct("Timeout", { afterMillis: Schema.Number })

/**
 * 429. `retryAfterMillis` is what the platform asked for (RFC 9110, section 10.2.3). Without `status` nothing was sent:
 * the allowance that the platform tells in its answers is spent.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RateLimited = Schema.TaggedStruct("RateLimited", {
  status: Schema.optional(Schema.Number),
  retryAfterMillis: Schema.optional(Schema.Number),
  body: ErrorBody
})

/**
 * The platform answered that it cannot serve: 408, 500, 502, 503, 504 and other 5xx that repetition may cure.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Unavailable = Schema.TaggedStruct("Unavailable", {
  status: Schema.Number,
  retryAfterMillis: Schema.optional(Schema.Number),
  body: ErrorBody
})

/**
 * 401 that a new token did not or cannot cure, or a refused grant (`stage: "grant"`).
 *
 * @since 0.1.0
 * @category schemas
 */
export const Unauthorized = Schema.TaggedStruct("Unauthorized", {
  status: Schema.Number,
  stage: Schema.Literal("call", "grant"),
  body: ErrorBody
})

/**
 * 403. `permissions` are those that the platform's words name as missing.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Forbidden = Schema.TaggedStruct("Forbidden", {
  status: Schema.Number,
  permissions: Schema.Array(Schema.String),
  body: ErrorBody
})

/**
 * 404 or 410.
 *
 * @since 0.1.0
 * @category schemas
 */
export const NotFound = Schema.TaggedStruct("NotFound", { status: Schema.Number, body: ErrorBody })

/**
 * 409. `possiblyApplied` when an earlier attempt of the same call may have been processed.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Conflict = Schema.TaggedStruct("Conflict", {
  status: Schema.Number,
  possiblyApplied: Schema.Boolean,
  body: ErrorBody
})

/**
 * The request itself is wrong, or the platform does not offer it: other 4xx, 501, 505, redirects, and any status whose
 * code says that the request is invalid.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Rejected = Schema.TaggedStruct("Rejected", { status: Schema.Number, body: ErrorBody })

/**
 * What came is not what the call expects: truncated JSON, HTML, missing fields; without `status` where no single answer
 * is at fault, as in a listing whose pages do not fit together. `final` where the next answer would be no other.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Undecodable = Schema.TaggedStruct("Undecodable", {
  status: Schema.optional(Schema.Number),
  detail: Schema.String,
  final: Schema.optional(Schema.Boolean)
})

/** JSON has no `Infinity`. */
const Instant = Schema.transform(Schema.NullOr(Schema.Number), Schema.Number, {
  strict: true,
  decode: (instant) => instant ?? Number.POSITIVE_INFINITY,
  encode: (instant) => (Number.isFinite(instant) ? instant : null)
})

/**
 * The circuit breaker is open; nothing was sent. `until` is the instant (epoch milliseconds) of the next probe,
 * the present while a probe is on its way, and `Infinity` when it was isolated by hand.
 *
 * @since 0.1.0
 * @category schemas
 */
export const CircuitOpen = Schema.TaggedStruct("CircuitOpen", { until: Instant })

/**
 * The total deadline of the call passed.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DeadlineExceeded = Schema.TaggedStruct("DeadlineExceeded", { afterMillis: Schema.Number })

/**
 * The closed union of reasons.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Reason = Schema.Union(
  Transport,
  Timeout,
  RateLimited,
  Unavailable,
  Unauthorized,
  Forbidden,
  NotFound,
  Conflict,
  Rejected,
  Undecodable,
  CircuitOpen,
  DeadlineExceeded
)

/**
 * @since 0.1.0
 * @category models
 */
export type Reason = typeof Reason.Type
