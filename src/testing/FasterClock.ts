/**
 * A clock that runs faster than the one it replaces: an hour of waiting in a minute, for demonstrations and for tests
 * with real sockets.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/**
 * Time passes `factor` times as fast, from the instant at which the layer is built. Everything that asks the clock
 * follows: polls, waits that the platform asked for, time-outs. A server does not: its answers take as long as they
 * take, and count `factor` times.
 *
 * A factor below one makes time slower; one that is not above zero is a defect.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (factor: number): Layer.Layer<never> =>
  Layer.unwrapEffect(Effect.clockWith((clock) => Effect.sync(() => Layer.setClock(make(clock, factor)))))

/**
 * A clock over another one. Throws a `RangeError` where the factor is not a number above zero.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (clock: Clock.Clock, factor: number): Clock.Clock => {
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY))
    throw new RangeError(`FasterClock: time cannot pass ${factor} times as fast.`)
  const startMillis = clock.unsafeCurrentTimeMillis()
  const startNanos = clock.unsafeCurrentTimeNanos()
  const millis = () => startMillis + (clock.unsafeCurrentTimeMillis() - startMillis) * factor
  const nanos = () =>
    startNanos + BigInt(Math.round(Number(clock.unsafeCurrentTimeNanos() - startNanos) * factor))
  return {
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    unsafeCurrentTimeMillis: millis,
    unsafeCurrentTimeNanos: nanos,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanos: Effect.sync(nanos),
    sleep: (duration) => clock.sleep(Duration.times(duration, 1 / factor))
  }
}
