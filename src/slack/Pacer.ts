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
   * Waits for the caller's turn, first come first served, and says whether it came before `deadline`. It does not sleep
   * for a turn that is known to come too late, and waits no longer than `deadline` behind others.
   */
  readonly take: (deadline: number) => Effect.Effect<boolean>
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
    const turn = (deadline: number): Effect.Effect<boolean> =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        const at = yield* Ref.modify(free, (at) => (at <= now ? [now, now + intervalMillis] : [at, at]))
        if (at <= now) return true
        if (at >= deadline) return false
        yield* Effect.sleep(at - now)
        return yield* turn(deadline)
      })

    return {
      take: (deadline) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          Effect.timeoutTo(queue.withPermits(1)(turn(deadline)), {
            duration: Math.max(0, deadline - now),
            onSuccess: (came) => came,
            onTimeout: () => false
          })
        ),
      holdUntil: (instant) => Ref.update(free, (at) => Math.max(at, instant))
    }
  })
