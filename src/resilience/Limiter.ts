/**
 * A rate limiter that learns its limit from the answers of the platform. The rules are `Allowance.admit`, `observe`,
 * `settle` and `hold`, pure functions over one state; here they are carried out, first come, first served.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { constFalse } from "effect/Function"
import * as Option from "effect/Option"
import * as Allowance from "./Allowance.js"
import * as Monotonic from "./Monotonic.js"

/**
 * What an answer tells of the limit: requests counted in this window, requests allowed in it, seconds to its end.
 *
 * @since 0.1.0
 * @category models
 */
export type Observation = Allowance.Observation

/**
 * What bounds a request from outside. `waiting` gets each wait for the turn, and may end it with an error. `isCut`
 * tells the errors of a request that was ended before its answer; it counts as interrupted.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bounds<in out E> {
  readonly waiting: (wait: Effect.Effect<void>) => Effect.Effect<void, E>
  readonly isCut: (error: E) => boolean
}

/**
 * A limiter with what it has learned. One serves one token.
 *
 * @since 0.1.0
 * @category models
 */
export interface Limiter {
  /**
   * Sends a request when its turn has come: first come, first served, as many as the platform allows in a window and
   * no more. The request gets `observe`, to be told the limit of its own answer as soon as the headers are there. A
   * platform that tells no limit is not held back. Waiting is interruptible, and an interrupted caller leaves nothing
   * behind.
   */
  readonly protect: <A, E, R>(
    request: (observe: (seen: Observation) => Effect.Effect<void>) => Effect.Effect<A, E, R>,
    bounds?: Bounds<E>
  ) => Effect.Effect<A, E, R>
  /** Sends nothing before the instant (epoch ms), whoever asks: queued callers wait too. A hold is only ever prolonged.
   * A refused request must call it before it ends (and before it waits for anything). */
  readonly holdUntil: (epochMillis: number) => Effect.Effect<void>
  /** Waits while a hold lasts, and for nothing else: for a request that had its turn and then spent time on its own. */
  readonly held: Effect.Effect<void>
  /** Ends a hold before its time and forgets the window: for who knows better than the platform said. */
  readonly release: Effect.Effect<void>
  /** Until when the allowance of the window is spent (monotonic ms); in the past while it is not. */
  readonly spentUntil: (clock: Clock.Clock) => number
  /** Whether a hold lasts. */
  readonly isHeld: (clock: Clock.Clock) => boolean
  /** What is known now; instants are monotonic ms. */
  readonly state: Effect.Effect<Allowance.State>
  /** How many callers wait. */
  readonly waiting: Effect.Effect<number>
}

/**
 * Makes a limiter that knows nothing yet. Build it once per token: the platform counts by token.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make: Effect.Effect<Limiter> = Effect.sync(() => {
  // A plain variable: each step is synchronous, and every request passes here.
  let state = Allowance.initial
  // First come, first served. Only the first has a timer; whoever leaves wakes the next.
  const queue = new Set<Effect.Latch>()
  let firstSleepsUntil = Number.POSITIVE_INFINITY

  // A timer that is right already is left alone: each answer passes here.
  const wakeFirst = (clock: Clock.Clock): void => {
    if (queue.size === 0) return
    const [first] = queue
    const [admission] = Allowance.admit(state, Monotonic.unsafeNow(clock))
    if (admission._tag === "Admitted" || admission.until < firstSleepsUntil) first?.unsafeOpen()
  }

  const admit = (clock: Clock.Clock): Allowance.Admission => {
    const [admission, next] = Allowance.admit(state, Monotonic.unsafeNow(clock))
    state = next
    return admission
  }

  const queued = <E>(
    clock: Clock.Clock,
    wait: (wait: Effect.Effect<void>) => Effect.Effect<void, E>
  ): Effect.Effect<Allowance.Permit, E> =>
    Effect.suspend(() => {
      const bell = Effect.unsafeMakeLatch()
      queue.add(bell)
      const turn: Effect.Effect<Allowance.Permit, E> = Effect.suspend(() => {
        bell.unsafeClose()
        const [first] = queue
        if (first !== bell) return Effect.zipRight(wait(bell.await), turn)
        const admission = admit(clock)
        if (admission._tag === "Admitted") return Effect.succeed(admission.permit)
        firstSleepsUntil = admission.until
        return Effect.zipRight(wait(awaitUntil(bell, admission.until, clock)), turn)
      })
      return Effect.ensuring(
        turn,
        Effect.sync(() => {
          queue.delete(bell)
          firstSleepsUntil = Number.POSITIVE_INFINITY
          wakeFirst(clock)
        })
      )
    })

  const settle = (permit: Allowance.Permit, end: Allowance.End, clock: Clock.Clock): void => {
    state = Allowance.settle(state, permit, end)
    wakeFirst(clock)
  }

  return {
    protect: (request, bounds) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.clockWith((clock) => {
          const atOnce = queue.size === 0 ? admit(clock) : undefined
          const granted =
            atOnce?._tag === "Admitted"
              ? Effect.succeed(atOnce.permit)
              : queued(clock, (wait) => restore(bounds === undefined ? wait : bounds.waiting(wait)))
          return Effect.flatMap(granted, (permit) => {
            let settled = false
            const settleOnce = (end: Allowance.End): void => {
              if (!settled) settle(permit, end, clock)
              settled = true
            }
            const observe = (seen: Observation) =>
              Effect.sync(() => {
                if (!Allowance.isLimit(seen)) return
                state = Allowance.observe(state, permit, seen, Monotonic.unsafeNow(clock))
                settleOnce(told)
              })
            return Effect.matchCauseEffect(restore(Effect.suspend(() => request(observe))), {
              onFailure: (cause) => {
                const isCut =
                  Cause.isInterrupted(cause) ||
                  Option.exists(Cause.failureOption(cause), bounds?.isCut ?? constFalse)
                settleOnce(isCut ? unheard : untold)
                return Effect.failCause(cause)
              },
              onSuccess: (value) => {
                settleOnce(untold)
                return Effect.succeed(value)
              }
            })
          })
        })
      ),
    holdUntil: (epochMillis) =>
      Effect.clockWith((clock) =>
        Effect.sync(() => {
          state = Allowance.hold(state, Monotonic.fromEpoch(epochMillis, clock))
        })
      ),
    release: Effect.clockWith((clock) =>
      Effect.sync(() => {
        state = Allowance.released(state)
        wakeFirst(clock)
      })
    ),
    spentUntil: (clock) => {
      const { requests, window } = state
      // Requests under way do not count: they may yet turn out not to have been counted.
      const isSpent = window !== undefined && window.used + requests.untold.length >= window.allowed
      return isSpent && Monotonic.unsafeNow(clock) < window.endsAt ? window.endsAt : Number.NEGATIVE_INFINITY
    },
    held: Effect.clockWith((clock) => {
      const released: Effect.Effect<void> = Effect.suspend(() => {
        const left = state.notBefore - Monotonic.unsafeNow(clock)
        return left <= 0 ? Effect.void : Effect.zipRight(sleep(left), released)
      })
      return released
    }),
    isHeld: (clock) => state.notBefore > Monotonic.unsafeNow(clock),
    state: Effect.sync(() => state),
    waiting: Effect.sync(() => queue.size)
  }
})

/**
 * Holds nothing back and learns nothing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const unlimited: Limiter = {
  protect: (request) => request(() => Effect.void),
  holdUntil: () => Effect.void,
  held: Effect.void,
  release: Effect.void,
  spentUntil: () => Number.NEGATIVE_INFINITY,
  isHeld: () => false,
  state: Effect.succeed(Allowance.initial),
  waiting: Effect.succeed(0)
}

const told: Allowance.End = { answered: true, told: true }
const untold: Allowance.End = { answered: true, told: false }
const unheard: Allowance.End = { answered: false, told: false }

const awaitUntil = (bell: Effect.Latch, until: number, clock: Clock.Clock): Effect.Effect<void> =>
  Effect.raceFirst(bell.await, sleep(until - Monotonic.unsafeNow(clock)))

// A timer takes no longer sleep; whoever sleeps looks again.
const sleep = (millis: number): Effect.Effect<void> =>
  Effect.sleep(Duration.millis(Math.min(millis, Monotonic.longestSleep)))
