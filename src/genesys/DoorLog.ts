/**
 * What the door logs, all of it at the level Debug: one line a request, one a repetition. Of what was sent and answered
 * it tells operation, status and correlation id, and nothing else.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Answer from "./Answer.js"
import type { GenesysError } from "./GenesysError.js"
import type { Ledger } from "./Ledger.js"

/**
 * A request was answered as it should be.
 *
 * @since 0.1.0
 * @category combinators
 */
export const answered = ({ attempts, operation }: Ledger, answer: Answer.Answer): Effect.Effect<void> =>
  Effect.logDebug("request answered", {
    operation,
    attempt: attempts,
    status: answer.status,
    correlationId: Answer.correlationId(answer)
  })

/**
 * A request failed.
 *
 * @since 0.1.0
 * @category combinators
 */
export const failed = ({ attempts, operation }: Ledger, error: GenesysError): Effect.Effect<void> =>
  Effect.logDebug("request failed", {
    operation,
    attempt: attempts,
    reason: error.reason._tag,
    correlationId: error.correlationId
  })

/**
 * A request will be repeated after so many milliseconds.
 *
 * @since 0.1.0
 * @category combinators
 */
export const repeated = ({ operation }: Ledger, waitMillis: number): Effect.Effect<void> =>
  Effect.logDebug("request to be repeated", { operation, waitMillis: Math.round(waitMillis) })
