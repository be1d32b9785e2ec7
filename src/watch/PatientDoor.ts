/**
 * A door that outlives outages: what the poller does between polls, for every request of a reading.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type Call, operation, type Reply } from "../genesys/Call.js"
import type { GenesysError } from "../genesys/GenesysError.js"
import type { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as Patience from "./Patience.js"

/**
 * Who follows the waiting.
 *
 * @since 0.1.0
 * @category models
 */
export interface Observer {
  /** A request failed for now; the next one is sent at `until` (epoch milliseconds). */
  readonly waiting: (
    error: GenesysError,
    wait: { readonly at: number; readonly until: number; readonly reason: Patience.WaitReason }
  ) => Effect.Effect<void>
}

/**
 * A call without its answer, and since when (epoch milliseconds).
 *
 * @since 0.1.0
 * @category models
 */
export interface Unanswered {
  readonly operation: string
  readonly since: number
}

/**
 * A door that remembers which of its calls wait for an answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface PatientDoor {
  readonly door: GenesysHttp["Type"]
  /** The call that has been waiting longest, also after the reading was interrupted. */
  readonly unanswered: () => Unanswered | undefined
}

/**
 * The same door, whose requests fail only with what waiting does not cure. Whoever uses it sets the deadline.
 *
 * @since 0.1.0
 * @category combinators
 */
export const make = (door: GenesysHttp["Type"], gapMillis: number, observer: Observer): PatientDoor => {
  const waiting = new Set<Unanswered>()
  const request = <A, I>(call: Call<A, I>): Effect.Effect<Reply<A>, GenesysError> => {
    const attempt = (patience: Patience.Patience): Effect.Effect<Reply<A>, GenesysError> =>
      Effect.catchAll(door.request(call), (error) =>
        Effect.flatMap(Clock.currentTimeMillis, (at) => {
          const [verdict, next] = Patience.judge(patience, error, at, gapMillis)
          if (verdict._tag === "End") return Effect.fail(verdict.error)
          const { reason, until } = verdict
          return observer
            .waiting(error, { at, until, reason })
            .pipe(
              Effect.zipRight(Effect.sleep(Duration.millis(Math.max(0, until - at)))),
              Effect.zipRight(attempt(next))
            )
        })
      )
    return Effect.flatMap(Clock.currentTimeMillis, (since) => {
      const asked = { operation: operation(call), since }
      waiting.add(asked)
      return Effect.tap(attempt(Patience.answered), () => Effect.sync(() => waiting.delete(asked)))
    })
  }
  return {
    door: { ...door, request },
    unanswered: () => {
      const [first] = waiting
      return first
    }
  }
}
