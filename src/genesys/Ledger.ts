/**
 * What one call has done so far. It belongs to a single call and dies with it.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import type * as RetryPolicy from "../resilience/RetryPolicy.js"
import type { Token } from "./Auth.js"
import { type GaveUp, GenesysError } from "./GenesysError.js"
import type { Reason } from "./Reason.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Ledger {
  readonly operation: string
  readonly idempotent: boolean
  /** Requests sent. */
  attempts: number
  /** How many of them repeated one that had failed; the replay after a 401 is none of them. */
  retries: number
  /** Whether the next request is such a repetition. */
  repeating: boolean
  /** Whether the attempt that runs now has sent its request. */
  sent: boolean
  /** The token that the last request carried. */
  token: Token | undefined
  /** Whether a 401 was already answered with a new token. */
  replayed: boolean
  /** Whether an earlier attempt may have been processed although its answer was lost or an error. */
  possiblyApplied: boolean
  /** The last error that came from a request rather than from an open circuit. */
  last: GenesysError | undefined
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make = (call: { readonly operation: string; readonly idempotent: boolean }): Ledger => ({
  operation: call.operation,
  idempotent: call.idempotent,
  attempts: 0,
  retries: 0,
  repeating: false,
  sent: false,
  token: undefined,
  replayed: false,
  possiblyApplied: false,
  last: undefined
})

/**
 * Notes that an attempt begins. Nothing of it is sent yet.
 *
 * @since 0.1.0
 * @category combinators
 */
export const beginning = (ledger: Ledger): void => {
  ledger.sent = false
}

/**
 * Notes that a request is about to be sent.
 *
 * @since 0.1.0
 * @category combinators
 */
export const sending = (ledger: Ledger, token: Token | undefined): void => {
  ledger.attempts += 1
  if (ledger.repeating) ledger.retries += 1
  ledger.repeating = false
  ledger.sent = true
  ledger.token = token
}

/**
 * Notes that the next request repeats one that failed.
 *
 * @since 0.1.0
 * @category combinators
 */
export const retrying = (ledger: Ledger): void => {
  ledger.repeating = true
}

/**
 * Makes the error of the call out of a reason, and remembers what it says about earlier attempts.
 *
 * @since 0.1.0
 * @category combinators
 */
export const error = (ledger: Ledger, reason: Reason, correlationId?: string): GenesysError => {
  const made = new GenesysError(
    {
      operation: ledger.operation,
      reason,
      idempotent: ledger.idempotent,
      attempts: ledger.attempts,
      retries: ledger.retries,
      ...(correlationId === undefined ? {} : { correlationId })
    },
    unchecked
  )
  if (reason._tag !== "CircuitOpen") ledger.last = made
  ledger.possiblyApplied ||= mayHaveBeenProcessed(reason)
  return made
}

/**
 * The reason of an attempt that took too long.
 *
 * @since 0.1.0
 * @category constructors
 */
export const timedOut = (limit: Duration.Duration): Reason => ({
  _tag: "Timeout",
  afterMillis: Duration.toMillis(limit)
})

/**
 * The reason of a call that took too long.
 *
 * @since 0.1.0
 * @category constructors
 */
export const outOfTime = (limit: Duration.Duration): Reason => ({
  _tag: "DeadlineExceeded",
  afterMillis: Duration.toMillis(limit)
})

/**
 * The error that the caller sees when nothing more is tried. An open circuit met during the call's own retries does not
 * hide the fault that opened it: the call ends with its last real error, and the circuit is noted in it. The circuit of
 * the login host is another matter: it says why there is no token.
 *
 * @since 0.1.0
 * @category combinators
 */
export const final = (ledger: Ledger, failure: GenesysError, stop: RetryPolicy.StopReason): GenesysError => {
  const isOwn = failure.operation === ledger.operation
  if (failure.reason._tag === "CircuitOpen" && isOwn && ledger.last !== undefined) {
    return counted(ledger, ledger.last, { gaveUp: "circuit-open", circuitOpenUntil: failure.reason.until })
  }
  return stop === "permanent" ? failure : counted(ledger, failure, { gaveUp: stop })
}

const counted = (
  ledger: Ledger,
  failure: GenesysError,
  more: { readonly gaveUp: typeof GaveUp.Type; readonly circuitOpenUntil?: number }
): GenesysError =>
  new GenesysError(
    {
      operation: failure.operation,
      reason: failure.reason,
      idempotent: failure.idempotent,
      attempts: ledger.attempts,
      retries: ledger.retries,
      ...(failure.correlationId === undefined ? {} : { correlationId: failure.correlationId }),
      ...more
    },
    unchecked
  )

/** The compiler has seen the parts; checking them again costs ten times as much as the error. */
const unchecked = { disableValidation: true }

const mayHaveBeenProcessed = (reason: Reason): boolean =>
  reason._tag === "Timeout" ||
  reason._tag === "Unavailable" ||
  reason._tag === "Undecodable" ||
  (reason._tag === "Transport" && reason.sent === "maybe")
