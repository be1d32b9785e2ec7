/**
 * Numbered work done side by side, ahead of a reader that takes the results in order.
 *
 * A few fibers live as long as the reading and take one number after the other. A fiber for each number would be
 * simpler, and costs more than the page it reads: what a finished fiber returned stays in memory until the next full
 * collection.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"

/**
 * Results by number, from 1. It is mutable and has one reader.
 *
 * @since 0.1.0
 * @category models
 */
export interface Lookahead<A, E, R> {
  /** The result of the next number; nothing beyond `limit` is begun. */
  readonly next: (limit: number) => Effect.Effect<A, E, R>
  /** Begins again at number 1. What is under way is let end, and forgotten. */
  readonly restart: () => void
}

/**
 * At most `concurrency` numbers are under way, and at most twice as many are under way or wait for the reader. Closing
 * the scope interrupts them.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <A, E, R>(options: {
  readonly concurrency: number
  readonly scope: Scope.Scope
  readonly run: (number: number) => Effect.Effect<A, E, R>
}): Lookahead<A, E, R> => {
  const { concurrency, run, scope } = options
  const window = 2 * concurrency
  const results: Array<Exit.Exit<A, E> | undefined> = Array.from({ length: window })
  const idle: Array<(go: Effect.Effect<void>) => void> = []
  let reader: ((go: Effect.Effect<void>) => void) | undefined
  let workers = 0
  let round = 0
  let begun = 0
  let taken = 0
  let limit = 0

  const open = () => Math.min(limit - begun, window - (begun - taken))

  const step = Effect.suspend(() => {
    if (open() <= 0) return parked(idle)
    begun += 1
    const number = begun
    const ofRound = round
    return Effect.map(Effect.exit(run(number)), (result) => {
      if (ofRound !== round) return
      results[number % window] = result
      if (number === taken + 1) reader?.(Effect.void)
    })
  })

  const worker = Effect.whileLoop({ while: () => true, body: () => step, step: () => undefined })

  /** As many workers as there is work for. */
  const engage = Effect.suspend(() => {
    const work = open()
    const waking = Math.min(idle.length, work)
    for (const wake of idle.splice(0, waking)) wake(Effect.void)
    const hiring = Math.max(0, Math.min(concurrency - workers, work - waking))
    if (hiring === 0) return Effect.void
    workers += hiring
    return Effect.replicateEffect(Effect.forkIn(worker, scope), hiring, { discard: true })
  })

  const arrival = Effect.async<void>((resume) => {
    reader = resume
  })

  const take = Effect.suspend(() => {
    const at = (taken + 1) % window
    const result = results[at]
    if (result === undefined) return Effect.dieMessage("Lookahead: woken without a result")
    results[at] = undefined
    reader = undefined
    taken += 1
    return result
  })

  return {
    next: (upTo) =>
      Effect.suspend(() => {
        limit = upTo
        const ready = Effect.suspend(() =>
          results[(taken + 1) % window] === undefined ? arrival : Effect.void
        )
        return Effect.zipRight(engage, Effect.zipRight(ready, take))
      }),
    restart: () => {
      round += 1
      begun = 0
      taken = 0
      results.fill(undefined)
    }
  }
}

const parked = (idle: Array<(go: Effect.Effect<void>) => void>): Effect.Effect<void> =>
  Effect.async<void>((resume) => {
    idle.push(resume)
  })
