/**
 * The circuit breaker before the API: what counts against it, and what becomes of those that wait when it opens.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as CircuitBreaker from "../resilience/CircuitBreaker.js"
import * as Monotonic from "../resilience/Monotonic.js"
import type { GenesysError } from "./GenesysError.js"
import type { Hold } from "./Hold.js"
import * as Ledger from "./Ledger.js"

/**
 * - `protect`: runs an attempt if the circuit admits it, else fails with `CircuitOpen`.
 * - `breaker`: the circuit; isolating it by hand ends those that wait, too.
 *
 * @since 0.1.0
 * @category models
 */
export interface Guard {
  readonly protect: (
    ledger: Ledger.Ledger
  ) => <A>(attempt: Effect.Effect<A, GenesysError>) => Effect.Effect<A, GenesysError>
  readonly breaker: CircuitBreaker.CircuitBreaker
}

/**
 * Puts a circuit before the API. One that opens is open for those, too, that it let pass before and that still wait for
 * their turn in the hold.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (breaker: CircuitBreaker.CircuitBreaker, hold: Hold): Guard => {
  const shut = Effect.clockWith((clock) =>
    Effect.flatMap(breaker.state, (state) => {
      if (state._tag !== "Open" && state._tag !== "Isolated") return Effect.void
      const until = state._tag === "Open" ? Monotonic.toEpoch(state.until, clock) : Number.POSITIVE_INFINITY
      return hold.dismiss(({ ledger }) => open(ledger, until))
    })
  )
  return {
    protect: (ledger) => (attempt) => {
      const begun = Effect.suspend(() => {
        Ledger.beginning(ledger)
        return attempt
      })
      return breaker
        .protect(begun, (error) => verdict(ledger, error))
        .pipe(
          // A circuit that is open already has dismissed those that wait, and this may be one of them.
          Effect.tapErrorCause((cause) => (isRefused(cause) ? Effect.void : shut)),
          Effect.catchTag("CircuitOpen", ({ state, until }) =>
            // While a probe is out, `until` is the end of its lease; it will most likely be answered long before.
            Effect.flatMap(state === "HalfOpen" ? Clock.currentTimeMillis : Effect.succeed(until), (at) =>
              Effect.fail(open(ledger, at))
            )
          )
        )
    },
    breaker: { ...breaker, isolate: Effect.zipRight(breaker.isolate, shut) }
  }
}

/**
 * The guard that lets everything pass.
 *
 * @since 0.1.0
 * @category constructors
 */
export const none = (breaker: CircuitBreaker.CircuitBreaker): Guard => ({
  protect: (ledger) => (attempt) =>
    Effect.suspend(() => {
      Ledger.beginning(ledger)
      return attempt
    }),
  breaker
})

/**
 * What an error says of the API. An answer that is no fault says that it is well; what did not reach it says nothing: a
 * login that failed, a hold, a deadline, a cancelled request.
 *
 * @since 0.1.0
 * @category combinators
 */
export const verdict = (
  ledger: Ledger.Ledger,
  error: GenesysError
): "failure" | "neutral" | "interrupted" => {
  if (!ledger.sent) return "interrupted"
  if (error.countsAgainstBreaker) return "failure"
  return Option.isSome(error.status) ? "neutral" : "interrupted"
}

const isRefused = (cause: Cause.Cause<GenesysError | CircuitBreaker.CircuitOpen>): boolean =>
  Option.exists(Cause.failureOption(cause), (error) =>
    error._tag === "GenesysError" ? error.reason._tag === "CircuitOpen" : true
  )

const open = (ledger: Ledger.Ledger, until: number): GenesysError =>
  Ledger.error(ledger, { _tag: "CircuitOpen", until })
