/**
 * One after the other, at most one in an interval, and nobody before an instant that the other side named.
 * One pacer stands for one webhook and is shared by all fibers that post to it.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"

/**
 * Instants are epoch milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Pacer {
  /**
   * Waits for the caller's turn, first come first served. Fails, and does not sleep, with the instant of
   * the next turn if that is not before `deadline`; fails at `deadline` if others are still waiting in
   * front.
   */
  readonly take: (deadline: number) => Effect.Effect<void, number>
  /** Lets nobody through before `instant`, those who wait already included. */
  readonly holdUntil: (instant: number) => Effect.Effect<void>
}

/**
 * A pacer that lets the first one through at once.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (intervalMillis: number): Effect.Effect<Pacer> =>
  Effect.gen(function* () {
    const free = yield* Ref.make(Number.NEGATIVE_INFINITY)
    const queue = yield* Effect.makeSemaphore(1)

    // Only the head of the queue sleeps, and it looks again afterwards: the instant may have moved meanwhile.
    const turn = (deadline: number): Effect.Effect<void, number> =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const at = yield* Ref.modify(free, (at) => (at <= now ? [now, now + intervalMillis] : [at, at]))
        if (at <= now) return
        if (at >= deadline) return yield* Effect.fail(at)
        yield* Effect.sleep(at - now)
        yield* turn(deadline)
      })

    const take = (deadline: number): Effect.Effect<void, number> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        queue
          .withPermits(1)(turn(deadline))
          .pipe(Effect.timeoutFail({ duration: Math.max(0, deadline - now), onTimeout: () => deadline }))
      )

    return {
      take,
      holdUntil: (instant) => Ref.update(free, (at) => Math.max(at, instant))
    }
  })
