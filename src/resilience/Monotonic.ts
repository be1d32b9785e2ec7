/**
 * Time that never steps: the basis of every "not before" decision in this room.
 *
 * The wall clock may be set back or forward by minutes; an open circuit must then neither admit early nor stay
 * shut for longer than its cool-down. Wall-clock instants appear only where people or other processes read them.
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/**
 * Milliseconds of the clock's monotonic counter. Under TestClock this is the virtual time itself, to the
 * millisecond: rounding (not truncation) undoes the double arithmetic inside TestClock's nanoseconds.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unsafeNow = (clock: Clock.Clock): number =>
  Math.round(Number(clock.unsafeCurrentTimeNanos()) / 1_000_000)

/**
 * The present on the monotonic counter, in ms.
 *
 * @since 0.1.0
 * @category constructors
 */
export const now: Effect.Effect<number> = Effect.clockWith((clock) => Effect.sync(() => unsafeNow(clock)))

/**
 * Reads a monotonic instant as epoch ms, for people and for error messages. `Infinity` stays `Infinity`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const toEpoch = (instant: number, clock: Clock.Clock): number =>
  clock.unsafeCurrentTimeMillis() + (instant - unsafeNow(clock))

/**
 * Reads an instant in epoch ms on the monotonic counter.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fromEpoch = (epochMillis: number, clock: Clock.Clock): number =>
  unsafeNow(clock) + (epochMillis - clock.unsafeCurrentTimeMillis())

/**
 * The longest sleep that a timer takes, in ms: some 24 days. A longer one would never end, or at once.
 *
 * @since 0.1.0
 * @category constructors
 */
export const longestSleep = 2 ** 31 - 1
