/**
 * Time limits that share one timer. `Effect.timeout` starts two fibers and a timer for each effect it guards, which is most of
 * what a request through the door would cost; here a guarded effect is one fiber, and all of them wait for one sleeper.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import type * as Scope from "effect/Scope"
import * as Monotonic from "../resilience/Monotonic.js"

/**
 * When an effect has to end (monotonic milliseconds, `Infinity` for never), and what it ends with then.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limit<out E> {
  readonly at: number
  readonly late: () => E
}

/**
 * Guards one effect at a time. `within` runs it in a fiber of its own: when the limit passes, the fiber is interrupted and
 * the effect fails with what the limit says; an effect that is over by then keeps its result. `narrow` brings the limit of
 * the running effect forward (a later limit changes nothing), `cut` ends it now. Interrupting the caller interrupts the
 * effect and waits.
 * What the effect sets in a FiberRef ends with it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Timer<E> {
  readonly within: <A, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  readonly narrow: (limit: Limit<E>) => Effect.Effect<void>
  readonly cut: (late: () => E) => Effect.Effect<void>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Alarm {
  readonly timer: <E>(limit: Limit<E>) => Timer<E>
  /** How many effects are guarded now. */
  readonly guarded: Effect.Effect<number>
}

interface Guarded {
  /** Monotonic milliseconds. */
  at: number
  fiber: Fiber.RuntimeFiber<unknown, unknown> | undefined
  rung: boolean
}

/**
 * Makes an alarm whose sleeper lives in the scope, and only while there is something to wait for.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Alarm, never, Scope.Scope> = Effect.map(Effect.scope, (scope) => {
  const watched = new Set<Guarded>()
  let wakesAt = Number.POSITIVE_INFINITY
  // Only the last sleeper that was started counts.
  let shift = 0
  let sleeper: Fiber.RuntimeFiber<void> | undefined

  const ring = (guarded: Guarded): void => {
    if (!watched.delete(guarded)) return
    guarded.rung = true
    guarded.fiber?.unsafeInterruptAsFork(FiberId.none)
  }

  /** Ends what is late; the rest decides when to look again. */
  const look = (now: number): void => {
    wakesAt = Number.POSITIVE_INFINITY
    for (const guarded of watched) {
      if (guarded.at > now) wakesAt = Math.min(wakesAt, guarded.at)
      else ring(guarded)
    }
  }

  const sleep = (clock: Clock.Clock, mine: number): Effect.Effect<void> =>
    Effect.suspend(() => {
      if (mine !== shift || wakesAt === Number.POSITIVE_INFINITY) return Effect.void
      const millis = Math.min(wakesAt - Monotonic.unsafeNow(clock), longestTimer)
      return Effect.zipRight(
        Effect.sleep(Duration.millis(millis)),
        Effect.suspend(() => {
          if (mine === shift) look(Monotonic.unsafeNow(clock))
          return sleep(clock, mine)
        })
      )
    })

  /** Wakes the sleeper in time for the earliest limit. Most limits are later than the one it waits for. */
  const watch: Effect.Effect<void> = Effect.uninterruptible(
    Effect.clockWith((clock) => {
      look(Monotonic.unsafeNow(clock))
      shift++
      sleeper?.unsafeInterruptAsFork(FiberId.none)
      return Effect.map(Effect.forkIn(Effect.interruptible(sleep(clock, shift)), scope), (fiber) => {
        sleeper = fiber
      })
    })
  )

  const timer = <E>(limit: Limit<E>): Timer<E> => {
    let current = limit
    let guarded: Guarded | undefined

    const run = <A, R>(
      effect: Effect.Effect<A, E, R>,
      restore: <B, F, S>(effect: Effect.Effect<B, F, S>) => Effect.Effect<B, F, S>
    ) =>
      Effect.suspend(() => {
        current = limit
        const mine: Guarded = { at: limit.at, fiber: undefined, rung: false }
        guarded = mine
        watched.add(mine)
        const fork = Effect.fork(restore(effect))
        const forked = limit.at < wakesAt ? Effect.zipRight(watch, fork) : fork
        return Effect.flatMap(forked, (fiber) => {
          mine.fiber = fiber
          if (mine.rung) fiber.unsafeInterruptAsFork(FiberId.none)
          return Effect.matchCauseEffect(restore(Fiber.await(fiber)), {
            onSuccess: (exit): Effect.Effect<A, E> => {
              watched.delete(mine)
              const cut = mine.rung && Exit.isFailure(exit) && Cause.isInterruptedOnly(exit.cause)
              return cut ? Effect.fail(current.late()) : exit
            },
            onFailure: (interruption) => {
              watched.delete(mine)
              return Effect.zipRight(Fiber.interrupt(fiber), Effect.failCause(interruption))
            }
          })
        })
      })

    return {
      within: (effect) => Effect.uninterruptibleMask((restore) => run(effect, restore)),
      narrow: (next) =>
        Effect.suspend(() => {
          if (guarded === undefined || next.at >= guarded.at) return Effect.void
          guarded.at = next.at
          current = next
          return next.at < wakesAt ? watch : Effect.void
        }),
      cut: (late) =>
        Effect.sync(() => {
          if (guarded === undefined || guarded.rung) return
          current = { at: guarded.at, late }
          ring(guarded)
        })
    }
  }

  return { timer, guarded: Effect.sync(() => watched.size) }
})

const longestTimer = 2 ** 31 - 1
