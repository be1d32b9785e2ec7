/**
 * What one call has done so far. It belongs to a single fiber and dies with the call.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as RetryPolicy from "../resilience/RetryPolicy.js"
import type { Token } from "./Auth.js"
import * as DoorMetrics from "./DoorMetrics.js"
import { type GaveUp, GenesysError } from "./GenesysError.js"
import type { Reason } from "./Reason.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Ledger {
  readonly operation: string
  readonly idempotent: boolean
  attempts: number
  retries: number
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
export const make = (operation: string, idempotent: boolean): Ledger => ({
  operation,
  idempotent,
  attempts: 0,
  retries: 0,
  token: undefined,
  replayed: false,
  possiblyApplied: false,
  last: undefined
})

/**
 * Notes that a request is about to be sent.
 *
 * @since 0.1.0
 * @category combinators
 */
export const sending = (ledger: Ledger, token: Token): void => {
  ledger.attempts += 1
  ledger.token = token
}

/**
 * Makes the error of the call out of a reason, and remembers what it says about earlier attempts.
 *
 * @since 0.1.0
 * @category combinators
 */
export const error = (ledger: Ledger, reason: Reason, correlationId?: string): GenesysError => {
  const made = new GenesysError({
    operation: ledger.operation,
    reason,
    idempotent: ledger.idempotent,
    attempts: ledger.attempts,
    retries: ledger.retries,
    ...(correlationId === undefined ? {} : { correlationId })
  })
  if (reason._tag !== "CircuitOpen") ledger.last = made
  ledger.possiblyApplied ||= mayHaveBeenProcessed(reason)
  return made
}

/**
 * Notes a repetition, in the ledger and in the metrics.
 *
 * @since 0.1.0
 * @category combinators
 */
export const retrying = (
  ledger: Ledger,
  _error: GenesysError,
  retry: RetryPolicy.Retry
): Effect.Effect<void> =>
  Effect.suspend(() => {
    ledger.retries += 1
    return DoorMetrics.retried(retry.budget, retry.delay)
  })

/**
 * The error that the caller sees when nothing more is tried. An open circuit met during the call's own retries does not
 * hide the fault that opened it: the call ends with its last real error, and the circuit is noted in it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const final = (ledger: Ledger, failure: GenesysError, stop: RetryPolicy.StopReason): GenesysError => {
  if (failure.reason._tag === "CircuitOpen" && ledger.last !== undefined) {
    return counted(ledger, ledger.last, { gaveUp: "circuit-open", circuitOpenUntil: failure.reason.until })
  }
  return stop === "permanent" ? failure : counted(ledger, failure, { gaveUp: stop })
}

const counted = (
  ledger: Ledger,
  failure: GenesysError,
  more: { readonly gaveUp: typeof GaveUp.Type; readonly circuitOpenUntil?: number }
): GenesysError =>
  new GenesysError({
    operation: failure.operation,
    reason: failure.reason,
    idempotent: failure.idempotent,
    attempts: ledger.attempts,
    retries: ledger.retries,
    ...(failure.correlationId === undefined ? {} : { correlationId: failure.correlationId }),
    ...more
  })

const mayHaveBeenProcessed = (reason: Reason): boolean =>
  reason._tag === "Timeout" ||
  reason._tag === "Unavailable" ||
  reason._tag === "Undecodable" ||
  (reason._tag === "Transport" && reason.sent === "maybe")
