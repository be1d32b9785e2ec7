/**
 * The platform's "not before", shared by all requests of one token.
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Limiter from "../resilience/Limiter.js"
import * as Monotonic from "../resilience/Monotonic.js"
import type { Options, Wait } from "./Call.js"
import type { GenesysError } from "./GenesysError.js"
import * as Ledger from "./Ledger.js"

/**
 * An attempt, and how it is ended while it waits for its turn. `limit` is when its call has to end (monotonic
 * milliseconds); `giveUp` ends the attempt with an error; `held` is told of a hold that it has to wait for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Waiter {
  readonly ledger: Ledger.Ledger
  readonly limit: number
  readonly giveUp: (error: GenesysError) => Effect.Effect<void>
  readonly held: (wait: Wait) => Effect.Effect<void>
}

/**
 * - `begin`: the platform told a request to wait; nothing is sent for so many milliseconds, a day at most.
 * - `admit`: lets an attempt wait for something before it is sent. One that would have to wait too long, or past its
 *   limit, fails at once with `RateLimited`, also when the hold begins while it waits, and also where it is only the
 *   allowance that is spent.
 * - `release`: ends the hold before its time.
 * - `dismiss`: ends all that wait, each with an error of its own.
 *
 * @since 0.1.0
 * @category models
 */
export interface Hold {
  readonly begin: (told: GenesysError, millis: number) => Effect.Effect<void>
  readonly admit: (
    waiter: Waiter
  ) => <A, R>(wait: Effect.Effect<A, GenesysError, R>) => Effect.Effect<A, GenesysError, R>
  readonly release: Effect.Effect<void>
  readonly dismiss: (why: (waiter: Waiter) => GenesysError | undefined) => Effect.Effect<void>
}

/**
 * Makes the hold of one token, over the limiter in which its requests queue.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (limiter: Limiter.Limiter, longestMillis: number): Hold => {
  const waiters = new Set<Waiter>()
  let until = Number.NEGATIVE_INFINITY
  let told: GenesysError | undefined

  /** The allowance comes back within the minute; only a deadline before that is a reason not to wait. */
  const outOfAllowance = (waiter: Waiter, clock: Clock.Clock): GenesysError | undefined => {
    const spent = limiter.spentUntil(clock)
    if (spent < waiter.limit) return undefined
    const retryAfterMillis = spent - Monotonic.unsafeNow(clock)
    return Ledger.error(waiter.ledger, { _tag: "RateLimited", retryAfterMillis, body: { codes: [] } })
  }

  const refusal = (waiter: Waiter, now: number): GenesysError | undefined => {
    if (told === undefined || until <= now) return undefined
    if (until < waiter.limit && until - now <= longestMillis) return undefined
    return Ledger.error(
      waiter.ledger,
      {
        _tag: "RateLimited",
        // What the platform answered to the request that it told to wait.
        status: Option.getOrElse(told.status, () => 429),
        retryAfterMillis: until - now,
        body: "body" in told.reason ? told.reason.body : { codes: [] }
      },
      told.correlationId
    )
  }

  const dismiss: Hold["dismiss"] = (why) =>
    Effect.suspend(() =>
      Effect.forEach(
        Array.from(waiters),
        (waiter) => {
          // It may have had its turn since the list was made.
          const error = waiters.has(waiter) ? why(waiter) : undefined
          return error === undefined ? Effect.void : waiter.giveUp(error)
        },
        { discard: true }
      )
    )

  return {
    dismiss,
    release: Effect.suspend(() => {
      until = Number.NEGATIVE_INFINITY
      told = undefined
      return limiter.release
    }),
    begin: (error, millis) =>
      Effect.clockWith((clock) => {
        const now = Monotonic.unsafeNow(clock)
        const wait = Math.min(millis, longestHold)
        if (now + wait <= until) return Effect.void
        until = now + wait
        told = error
        return Effect.zipRight(
          limiter.holdUntil(clock.unsafeCurrentTimeMillis() + wait),
          dismiss((waiter) => refusal(waiter, now))
        )
      }),
    admit: (waiter) => (wait) =>
      Effect.clockWith((clock) => {
        const now = Monotonic.unsafeNow(clock)
        const refused = refusal(waiter, now) ?? outOfAllowance(waiter, clock)
        if (refused !== undefined) return Effect.fail(refused)
        waiters.add(waiter)
        return Effect.ensuring(
          told === undefined || until <= now
            ? wait
            : Effect.zipRight(waiter.held({ until: Monotonic.toEpoch(until, clock), error: told }), wait),
          Effect.sync(() => waiters.delete(waiter))
        )
      })
  }
}

/** The longest limits are those of a day; what is longer was not meant, and would shut the door for ever. */
const longestHold = 86_400_000

/**
 * Tells each wait once: who is held looks several times whether the hold is over.
 *
 * @since 0.1.0
 * @category constructors
 */
export const tellOnce = (onWait: Options["onWait"]): Waiter["held"] => {
  if (onWait === undefined) return () => Effect.void
  let last = Number.NEGATIVE_INFINITY
  return (wait) => {
    if (wait.until <= last) return Effect.void
    last = wait.until
    return onWait(wait)
  }
}
