/**
 * Time limits that share one timer. `Effect.timeout` starts two fibers and a timer for each effect it guards, which is
 * most of what a request through the door would cost; here all guarded effects wait for one sleeper, and an exchange
 * that can be ended from outside needs no fiber of its own.
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
 * Starts an exchange with the world outside and tells how to end it. `done` is called once, when it has ended by
 * itself.
 *
 * @since 0.1.0
 * @category models
 */
export type Exchange<out A, out E> = (done: (result: Effect.Effect<A, E>) => void) => () => void

/**
 * Guards one effect at a time, until its limit and until that of the timer, whichever is earlier. When it passes, the
 * effect is ended and fails with what that limit says; an effect that is over by then keeps its result. Interrupting
 * the caller ends the effect, too.
 *
 * - `within`: any effect, in a fiber of its own. What it sets in a FiberRef ends with it.
 * - `exchange`: one that is ended by a call; it costs no fiber.
 * - `cut`: ends now what is guarded now.
 *
 * @since 0.1.0
 * @category models
 */
export interface Timer<E> {
  readonly within: <A, R>(effect: Effect.Effect<A, E, R>, limit?: Limit<E>) => Effect.Effect<A, E, R>
  readonly exchange: <A>(begin: Exchange<A, E>, limit?: Limit<E>) => Effect.Effect<A, E>
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
  readonly at: number
  /** Ends the effect, and tells that it is late. */
  ring: () => void
  /** Ends the effect. */
  end: () => void
  /** Where it stands among the guarded; -1 when it is none of them. */
  place: number
}

/**
 * Makes an alarm whose sleeper lives in the scope, and only while there is something to wait for.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Alarm, never, Scope.Scope> = Effect.map(Effect.scope, (scope) => {
  // No Set: V8 links each table of a Set to the next one, and through them every call to the one after it. One that has
  // grown old keeps all later ones until the next full collection.
  const watched: Array<Guarded> = []
  let wakesAt = Number.POSITIVE_INFINITY
  // Only the last sleeper that was started counts.
  let shift = 0
  let sleeper: Fiber.RuntimeFiber<void> | undefined

  /** Whether it was guarded until now. */
  const remove = (guarded: Guarded): boolean => {
    const { place } = guarded
    if (place < 0) return false
    const last = watched.pop()
    if (last !== undefined && last !== guarded) {
      watched[place] = last
      last.place = place
    }
    guarded.place = -1
    // V8 puts a function that is assigned to a property where only a full collection finds it, and Effect makes such
    // functions for each async effect: they must lead to nothing large when the exchange is over.
    guarded.ring = idle
    guarded.end = idle
    return true
  }

  const ring = (guarded: Guarded): void => {
    const tell = guarded.ring
    if (remove(guarded)) tell()
  }

  /** Ends what is late; the rest decides when to look again. */
  const look = (now: number): void => {
    wakesAt = Number.POSITIVE_INFINITY
    for (const guarded of watched.filter(({ at }) => at <= now)) ring(guarded)
    for (const { at } of watched) wakesAt = Math.min(wakesAt, at)
  }

  const sleep = (clock: Clock.Clock, mine: number): Effect.Effect<void> =>
    Effect.suspend(() => {
      if (mine !== shift || wakesAt === Number.POSITIVE_INFINITY) return Effect.void
      const millis = Math.min(wakesAt - Monotonic.unsafeNow(clock), Monotonic.longestSleep)
      return Effect.zipRight(
        Effect.sleep(Duration.millis(millis)),
        Effect.suspend(() => {
          if (mine === shift) look(Monotonic.unsafeNow(clock))
          return sleep(clock, mine)
        })
      )
    })

  /** Wakes the sleeper in time for an earlier limit. Most limits are later than the one it waits for. */
  const wake = (at: number, clock: Clock.Clock): Effect.Effect<void> =>
    Effect.uninterruptible(
      Effect.suspend(() => {
        wakesAt = at
        shift++
        sleeper?.unsafeInterruptAsFork(FiberId.none)
        return Effect.map(Effect.forkIn(Effect.interruptible(sleep(clock, shift)), scope), (fiber) => {
          sleeper = fiber
        })
      })
    )

  const timer = <E>(limit: Limit<E>): Timer<E> => {
    let running: Guarded | undefined
    let why = limit.late

    const earlier = (own: Limit<E> | undefined): Limit<E> =>
      own !== undefined && own.at < limit.at ? own : limit

    /** What has to come before the start: the end of what is late already, or a sleeper that wakes in time. */
    const first = <A, R>(
      until: Limit<E>,
      clock: Clock.Clock,
      start: Effect.Effect<A, E, R>
    ): Effect.Effect<A, E, R> | undefined => {
      if (until.at <= Monotonic.unsafeNow(clock)) return Effect.fail(until.late())
      return until.at < wakesAt ? Effect.zipRight(wake(until.at, clock), start) : undefined
    }

    const enter = (until: Limit<E>): Guarded => {
      running = { at: until.at, ring: idle, end: idle, place: watched.length }
      watched.push(running)
      why = until.late
      return running
    }

    // Both apart, so that nobody else's closures hold `end`.
    const arm = (guarded: Guarded, end: () => void, tell: () => void): void => {
      const ring = () => {
        end()
        tell()
      }
      guarded.ring = ring
      guarded.end = end
    }

    const left = (guarded: Guarded): Effect.Effect<void> =>
      Effect.sync(() => {
        const { end } = guarded
        if (remove(guarded)) end()
      })

    const forked = <A, R>(
      effect: Effect.Effect<A, E, R>,
      restore: <B, F, S>(effect: Effect.Effect<B, F, S>) => Effect.Effect<B, F, S>,
      guarded: Guarded
    ): Effect.Effect<A, E, R> => {
      let rung = false
      const note = () => {
        rung = true
      }
      guarded.ring = note
      return Effect.flatMap(Effect.fork(restore(effect)), (fiber) => {
        const interrupt = () => {
          rung = true
          fiber.unsafeInterruptAsFork(FiberId.none)
        }
        if (rung) interrupt()
        else guarded.ring = interrupt
        return Effect.matchCauseEffect(restore(Fiber.await(fiber)), {
          onSuccess: (exit): Effect.Effect<A, E> => {
            remove(guarded)
            const cut = rung && Exit.isFailure(exit) && Cause.isInterruptedOnly(exit.cause)
            return cut ? Effect.fail(why()) : exit
          },
          onFailure: (interruption) => {
            remove(guarded)
            return Effect.zipRight(Fiber.interrupt(fiber), Effect.failCause(interruption))
          }
        })
      })
    }

    return {
      within: <A, R>(effect: Effect.Effect<A, E, R>, own?: Limit<E>) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.clockWith((clock) => {
            const until = earlier(own)
            const start: Effect.Effect<A, E, R> = Effect.suspend(
              () => first(until, clock, start) ?? forked(effect, restore, enter(until))
            )
            return start
          })
        ),
      exchange: <A>(begin: Exchange<A, E>, own?: Limit<E>) =>
        Effect.clockWith((clock) => {
          const until = earlier(own)
          const start: Effect.Effect<A, E> = Effect.async((resume) => {
            const before = first(until, clock, start)
            if (before !== undefined) return resume(before)
            const guarded = enter(until)
            const end = begin((result) => {
              if (remove(guarded)) resume(result)
            })
            if (guarded.place >= 0) arm(guarded, end, () => resume(Effect.fail(why())))
            return left(guarded)
          })
          return start
        }),
      cut: (late) =>
        Effect.sync(() => {
          if (running === undefined || running.place < 0) return
          why = late
          ring(running)
        })
    }
  }

  return { timer, guarded: Effect.sync(() => watched.length) }
})

const idle = (): void => {}
