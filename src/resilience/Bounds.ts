/**
 * The numbers of a policy, checked: one that makes no sense is refused by its name with an `IllegalArgumentException`.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Monotonic from "./Monotonic.js"

/**
 * A whole number of at least `least`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const whole = (name: string, value: number, least: number): number => {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw illegal(`${name} must be a whole number of at least ${least}, not ${value}`)
}

/**
 * A finite number of at least `least`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const amount = (name: string, value: number, least: number): number => {
  if (Number.isFinite(value) && value >= least) return value
  throw illegal(`${name} must be a number of at least ${least}, not ${value}`)
}

/**
 * Milliseconds, at most what a timer takes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const millis = (name: string, value: Duration.DurationInput): number => {
  const duration = Duration.toMillis(value)
  if (duration <= Monotonic.longestSleep) return duration
  throw illegal(`${name} must be at most 24 days, which is what a timer takes`)
}

/**
 * Milliseconds above 0, at most what a timer takes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const positiveMillis = (name: string, value: Duration.DurationInput): number => {
  const duration = millis(name, value)
  if (duration > 0) return duration
  throw illegal(`${name} must be above 0`)
}

/**
 * The exception itself, for what only a policy knows.
 *
 * @since 0.1.0
 * @category errors
 */
export const illegal = (problem: string): Cause.IllegalArgumentException =>
  new Cause.IllegalArgumentException(problem)
