/**
 * A clock for programs that sleep for hours: whenever every fiber waits, time jumps to the next one to wake. Nobody has
 * to adjust it, as TestClock has to be, and a wake-up costs microseconds.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scheduler from "effect/Scheduler"

/**
 * When virtual time begins.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Where time begins, in epoch milliseconds. Default: 0. */
  readonly startsAt?: number | undefined
}

/**
 * Replaces Effect's clock, and the scheduler with it: the clock has to know when no fiber can go on.
 *
 * Fibers that wake at the same instant do so in the order in which they fell asleep. Together with a seeded Random
 * (`Layer.setRandom(Random.make("seed"))`) and a scripted platform a program does the same at every run. Work outside
 * of JavaScript (sockets, files, the SHA-256 of an `Idempotency-Key`) is not seen: time may jump while it goes on.
 * Needs `setImmediate`, which Node has and browsers have not.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options = {}): Layer.Layer<never> =>
  Layer.unwrapEffect(
    Effect.sync(() =>
      Layer.merge(
        Layer.setClock(make(options)),
        // It never lets fibers wait behind a timer: as long as one can go on, no `setImmediate` comes between.
        Layer.setScheduler(new Scheduler.MixedScheduler(Number.POSITIVE_INFINITY))
      )
    )
  )

/**
 * The clock alone, for a runtime whose scheduler is replaced by other means.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Clock.Clock => {
  let now = options.startsAt ?? 0
  let ordinal = 0
  let watching = false
  /** Soonest last. */
  const sleepers: Array<Sleeper> = []

  /** Promises that settle now may wake a fiber: two turns of the event loop without a new sleeper are a standstill. */
  const watch = (slept: number): void => {
    setImmediate(() => {
      if (slept !== ordinal) return watch(ordinal)
      const next = sleepers.pop()
      watching = next !== undefined
      if (next === undefined) return
      now = Math.max(now, next.at)
      next.wake()
      watch(ordinal - 1)
    })
  }

  const sleep = (duration: Duration.Duration): Effect.Effect<void> =>
    Effect.async<void>((resume) => {
      ordinal += 1
      const sleeper = {
        at: now + Duration.toMillis(duration),
        ordinal,
        wake: () => resume(Effect.void)
      }
      // Who sleeps for ever is woken by nobody.
      if (Number.isFinite(sleeper.at)) sleepers.splice(placeOf(sleepers, sleeper), 0, sleeper)
      if (!watching) {
        watching = true
        watch(ordinal - 1)
      }
      return Effect.sync(() => {
        const index = sleepers.indexOf(sleeper)
        if (index >= 0) sleepers.splice(index, 1)
      })
    })

  const nanos = () => BigInt(Math.round(now * 1_000)) * 1_000n
  return {
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    unsafeCurrentTimeMillis: () => now,
    unsafeCurrentTimeNanos: nanos,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanos: Effect.sync(nanos),
    sleep
  }
}

interface Sleeper {
  readonly at: number
  readonly ordinal: number
  readonly wake: () => void
}

/** By bisection: before the first that wakes sooner, and before all that fell asleep earlier for the same instant. */
const placeOf = (sleepers: ReadonlyArray<Sleeper>, sleeper: Sleeper): number => {
  let low = 0
  let high = sleepers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = sleepers[middle]
    if (other !== undefined && other.at > sleeper.at) low = middle + 1
    else high = middle
  }
  return low
}
