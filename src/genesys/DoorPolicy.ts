/**
 * The numbers of the door's policies.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Circuit from "../resilience/Circuit.js"
import type * as RetryBudget from "../resilience/RetryBudget.js"
import * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as Answer from "./Answer.js"

/**
 * The numbers of the policies. Every one has a default; `false` switches a policy off.
 *
 * @since 0.1.0
 * @category models
 */
export interface DoorPolicy {
  /** Time for one attempt, from sending the request to the last byte of the answer. Default: 15 seconds. */
  readonly attemptTimeout?: Duration.DurationInput | undefined
  /** Total time for a call that names no deadline; `Infinity` for none. Default: 5 minutes. */
  readonly deadline?: Duration.DurationInput | undefined
  /**
   * Size of the largest answer that is read, in bytes; files are downloaded, with a limit of their own. Default: 64
   * MiB.
   */
  readonly maxAnswerBytes?: number | undefined
  /** Repetitions, delays and the longest `Retry-After` that is waited for. */
  readonly retry?: RetryPolicy.Options | undefined
  /** Circuit breaker of the API host. */
  readonly breaker?: Circuit.Options | false | undefined
  /** Bound on repetitions across calls. */
  readonly retryBudget?: RetryBudget.Options | false | undefined
  /** Client-side rate limiter and the shared wait after `Retry-After`. */
  readonly limiter?: boolean | undefined
}

/**
 * The limits of a policy, with the defaults filled in.
 *
 * @since 0.1.0
 * @category combinators
 */
export const limitsOf = (
  policy: DoorPolicy
): {
  readonly attemptTimeout: Duration.Duration
  readonly deadline: Duration.Duration
  readonly maxAnswerBytes: number
} => ({
  attemptTimeout: Duration.decode(policy.attemptTimeout ?? "15 seconds"),
  deadline: Duration.decode(policy.deadline ?? "5 minutes"),
  maxAnswerBytes: policy.maxAnswerBytes ?? Answer.defaultMaxBytes
})

/**
 * What is wrong with the numbers: one sentence each.
 *
 * @since 0.1.0
 * @category combinators
 */
export const problems = (policy: DoorPolicy): ReadonlyArray<string> => {
  const limits = limitsOf(policy)
  const attempt = Duration.toMillis(limits.attemptTimeout)
  const { breaker, retry, retryBudget } = policy
  return [
    ...(attempt > 0 && Number.isFinite(attempt)
      ? []
      : ["policy.attemptTimeout must be positive and finite."]),
    ...(Duration.toMillis(limits.deadline) > 0 ? [] : ["policy.deadline must be positive."]),
    ...(limits.maxAnswerBytes > 0 ? [] : ["policy.maxAnswerBytes must be positive."]),
    ...thrown("policy.retry", () => RetryPolicy.make(retry)),
    ...thrown("policy.breaker", () => Circuit.make(breaker === false ? {} : breaker)),
    ...Object.entries(retryBudget === false || retryBudget === undefined ? {} : retryBudget).flatMap(
      ([name, value]) =>
        value === undefined || (Number.isFinite(value) && value >= 0)
          ? []
          : [`policy.retryBudget: ${name} must be a number of at least 0, not ${value}.`]
    )
  ]
}

/** These policies check their own numbers, and throw. */
const thrown = (name: string, check: () => unknown): ReadonlyArray<string> =>
  Either.match(Either.try(check), {
    onLeft: (error) => [`${name}: ${Predicate.isError(error) ? error.message : "not usable"}.`],
    onRight: () => []
  })
