/**
 * A token bucket shared by all calls to one upstream, so that an outage does not multiply traffic. The shape and the
 * numbers are those of the AWS SDKs' standard retry mode.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Bounds from "./Bounds.js"

/**
 * A bucket of tokens that retries pay from and successes refill.
 *
 * @since 0.1.0
 * @category models
 */
export interface RetryBudget {
  /** Takes the tokens if there are enough of them, and says so; takes none otherwise. */
  readonly withdraw: (tokens: number) => Effect.Effect<boolean>
  /** Gives tokens back, never above the capacity. */
  readonly deposit: (tokens: number) => Effect.Effect<void>
  /** The tokens there are now. */
  readonly available: Effect.Effect<number>
  /** The price of retrying an answer. */
  readonly retryCost: number
  /** The price of retrying where no answer came. */
  readonly networkRetryCost: number
}

/**
 * The size of the bucket that repetitions are paid from.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Tokens of a full bucket; a new one is full. Default 500. */
  readonly capacity?: number | undefined
  /** The price of retrying an answer. Default 5. */
  readonly retryCost?: number | undefined
  /** The price of retrying where no answer came (network faults and timeouts). Default 10. */
  readonly networkRetryCost?: number | undefined
}

/**
 * Makes a full bucket. Build it once per upstream, beside the breaker: a bucket per call bounds nothing.
 * Dies with an `IllegalArgumentException` where a number is negative or not finite.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Effect.Effect<RetryBudget> =>
  Effect.suspend(() => {
    const capacity = Bounds.amount("RetryBudget: capacity", options.capacity ?? 500, 0)
    const retryCost = Bounds.amount("RetryBudget: retryCost", options.retryCost ?? 5, 0)
    const networkRetryCost = Bounds.amount("RetryBudget: networkRetryCost", options.networkRetryCost ?? 10, 0)
    // A plain variable: each step is synchronous, and every call passes here.
    let held = capacity
    return Effect.succeed({
      withdraw: (wanted: number) =>
        Effect.sync(() => {
          const enough = held >= wanted
          if (enough) held -= wanted
          return enough
        }),
      deposit: (given: number) =>
        Effect.sync(() => {
          held = Math.min(capacity, held + given)
        }),
      available: Effect.sync(() => held),
      retryCost,
      networkRetryCost
    })
  })

/**
 * A bucket that never runs dry.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unlimited: RetryBudget = {
  withdraw: () => Effect.succeed(true),
  deposit: () => Effect.void,
  available: Effect.succeed(Number.POSITIVE_INFINITY),
  retryCost: 0,
  networkRetryCost: 0
}
