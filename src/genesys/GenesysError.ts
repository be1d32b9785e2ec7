/**
 * The one error of a call to Genesys Cloud. It answers the questions that policies ask (`isTransient`, `budget`,
 * `retryAfter`, `countsAgainstBreaker`); no status arithmetic lives anywhere else.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Match from "effect/Match"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as ErrorBody from "./ErrorBody.js"
import { Reason } from "./Reason.js"

/**
 * Which retry counter pays for a repetition.
 *
 * @since 0.1.0
 * @category models
 */
export type Budget = "http" | "network" | "none"

/**
 * Why the door stopped trying although the fault is transient.
 *
 * @since 0.1.0
 * @category schemas
 */
export const GaveUp = Schema.Literal(
  "spent",
  "retry-after-too-long",
  "deadline",
  "shared-budget",
  "circuit-open"
)

/**
 * A call to Genesys Cloud failed.
 *
 * - `operation`: method and path template, never a concrete URL.
 * - `correlationId`: `ININ-Correlation-Id` of the answer (or the `contextId` of its body), for the vendor's support.
 * - `attempts`: HTTP requests sent for this logical call; `retries`: how many of them were repetitions.
 * - `circuitOpenUntil`: epoch milliseconds, when the circuit opened during this call.
 *
 * @since 0.1.0
 * @category errors
 */
export class GenesysError extends Schema.TaggedError<GenesysError>("genesys-jobs/GenesysError")(
  "GenesysError",
  {
    operation: Schema.String,
    reason: Reason,
    idempotent: Schema.Boolean,
    correlationId: Schema.optional(Schema.String),
    attempts: Schema.Number,
    retries: Schema.Number,
    gaveUp: Schema.optional(GaveUp),
    circuitOpenUntil: Schema.optional(Schema.Number)
  }
) {
  override get message(): string {
    const id = this.correlationId === undefined ? "" : ` (correlation id ${this.correlationId})`
    return `${this.operation}: ${describe(this.reason)}${id}`
  }

  /** Whether the same request may succeed when it is sent again, and may be sent again. */
  get isTransient(): boolean {
    return this.budget !== "none"
  }

  /** The retry counter that pays: HTTP faults and network faults are counted apart. */
  get budget(): Budget {
    return budgetOf(this.reason, this.idempotent)
  }

  /** What the platform asked callers to wait, exactly. */
  get retryAfter(): Option.Option<Duration.Duration> {
    const reason = this.reason
    return reason._tag === "RateLimited" || reason._tag === "Unavailable"
      ? Option.map(Option.fromNullable(reason.retryAfterMillis), Duration.millis)
      : Option.none()
  }

  /** Whether the fault says that the upstream is unwell: 5xx, timeouts, network. */
  get countsAgainstBreaker(): boolean {
    return counts(this.reason)
  }

  /** Whether a new token may cure it: a 401 that does not complain about the address or the grant. */
  get wantsFreshToken(): boolean {
    return (
      this.reason._tag === "Unauthorized" &&
      this.reason.stage === "call" &&
      !ErrorBody.hasCode(this.reason.body, incurable) &&
      !ErrorBody.hasCode(this.reason.body, requestIsWrong)
    )
  }

  /** Whether a time limit ended it before an answer did. */
  get isCut(): boolean {
    return this.reason._tag === "Timeout" || this.reason._tag === "DeadlineExceeded"
  }

  /** The HTTP status, when there was an answer. */
  get status(): Option.Option<number> {
    return "status" in this.reason ? Option.fromNullable(this.reason.status) : Option.none()
  }
}

const incurable: ReadonlySet<string> = new Set(["IP_NOT_AUTHORIZED", "INVALID_GRANT", "INVALID_CLIENT"])

const requestIsWrong: ReadonlySet<string> = new Set([
  "INVALID_REQUEST",
  "MISSING_REQUIRED_FIELD",
  "VALIDATION_FAILED"
])

/**
 * What an answer with an error status says. `possiblyApplied` tells whether an earlier attempt of the same call may
 * have been processed.
 *
 * Classification: 408, 429, 502, 503, 504 and other 5xx are transient (all but 429 only for idempotent requests);
 * 501, 505 and any status whose code says that the request is wrong are final.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reasonOfStatus = (answer: {
  readonly status: number
  readonly body: ErrorBody.ErrorBody
  readonly retryAfter: Option.Option<Duration.Duration>
  readonly possiblyApplied: boolean
}): Reason => {
  const { body, status } = answer
  const retryAfter = Option.match(answer.retryAfter, {
    onNone: () => ({}),
    onSome: (wait) => ({ retryAfterMillis: Duration.toMillis(wait) })
  })
  if (status === 401) return { _tag: "Unauthorized", status, stage: "call", body }
  if (status === 403) return { _tag: "Forbidden", status, permissions: permissionsNamed(body), body }
  if (status === 404 || status === 410) return { _tag: "NotFound", status, body }
  if (status === 409) return { _tag: "Conflict", status, possiblyApplied: answer.possiblyApplied, body }
  if (ErrorBody.hasCode(body, requestIsWrong)) return { _tag: "Rejected", status, body }
  if (status === 429) return { _tag: "RateLimited", status, body, ...retryAfter }
  if (status === 501 || status === 505) return { _tag: "Rejected", status, body }
  if (status === 408 || status >= 500) return { _tag: "Unavailable", status, body, ...retryAfter }
  return { _tag: "Rejected", status, body }
}

const budgetOf = (reason: Reason, idempotent: boolean): Budget => {
  switch (reason._tag) {
    case "RateLimited":
      return "http"
    case "Unavailable":
      return idempotent ? "http" : "none"
    case "Undecodable":
      return idempotent && reason.final !== true ? "http" : "none"
    case "Timeout":
      return idempotent ? "network" : "none"
    case "Transport":
      return reason.kind === "network" && (idempotent || reason.sent === "no") ? "network" : "none"
    default:
      return "none"
  }
}

const counts = (reason: Reason): boolean => {
  switch (reason._tag) {
    case "Unavailable":
    case "Timeout":
      return true
    case "Rejected":
      return reason.status >= 500 && !ErrorBody.hasCode(reason.body, requestIsWrong)
    case "Transport":
      return reason.kind === "network" || reason.kind === "tls"
    default:
      return false
  }
}

const permissionName = /[A-Za-z][A-Za-z0-9]*:[A-Za-z0-9*]+:[A-Za-z0-9*]+/g

const permissionsNamed = (body: ErrorBody.ErrorBody): ReadonlyArray<string> => [
  ...new Set((body.message ?? "").match(permissionName) ?? [])
]

const spoken = (body: ErrorBody.ErrorBody): string => {
  const code = body.codes[0]
  if (code !== undefined && body.message !== undefined) return `: ${code}: ${body.message}`
  return body.message !== undefined ? `: ${body.message}` : code !== undefined ? `: ${code}` : ""
}

/**
 * A reason in words, without the operation.
 *
 * @since 0.1.0
 * @category rendering
 */
export const describe: (reason: Reason) => string = Match.type<Reason>().pipe(
  Match.tagsExhaustive({
    Transport: (r) => {
      const told = [r.code, r.host].filter((each) => each !== undefined).join(" ")
      const why = told === "" ? "" : ` (${told})`
      switch (r.kind) {
        case "network":
          return `the platform could not be reached${why}`
        case "tls":
          return `the secure connection could not be established${why}`
        case "cancelled":
          return "the request was cancelled"
        case "invalid":
          return `the call itself is wrong${r.code === undefined ? "" : `: its ${r.code}`}`
        case "other":
          return `the request could not be sent${why}`
      }
    },
    Timeout: (r) => `no answer within ${Duration.format(Duration.millis(r.afterMillis))}`,
    RateLimited: (r) =>
      `rate limited (${r.status ?? "not sent, the allowance is spent"})${
        r.retryAfterMillis === undefined
          ? ""
          : `, the platform asks to wait ${Duration.format(Duration.millis(r.retryAfterMillis))}`
      }${r.body.limit === undefined ? "" : `, limit ${r.body.limit.key}`}${spoken(r.body)}`,
    Unavailable: (r) => `the platform is unavailable (${r.status})${spoken(r.body)}`,
    Unauthorized: (r) =>
      r.stage === "grant"
        ? `the login was refused (${r.status})${spoken(r.body)}`
        : `not authenticated (${r.status})${spoken(r.body)}`,
    Forbidden: (r) => `permission refused (${r.status})${spoken(r.body)}`,
    NotFound: (r) => `not found (${r.status})${spoken(r.body)}`,
    Conflict: (r) =>
      `conflict (${r.status})${spoken(r.body)}${r.possiblyApplied ? "; possibly already applied by an earlier attempt" : ""}`,
    Rejected: (r) => `the request was rejected (${r.status})${spoken(r.body)}`,
    Undecodable: (r) =>
      `the answer${r.status === undefined ? "" : ` (${r.status})`} could not be understood: ${r.detail}`,
    CircuitOpen: (r) =>
      Number.isFinite(r.until)
        ? "the circuit breaker is open after repeated failures"
        : "the circuit breaker was isolated by hand",
    DeadlineExceeded: (r) => `no result within ${Duration.format(Duration.millis(r.afterMillis))}`
  })
)
