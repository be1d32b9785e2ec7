/**
 * A door that outlives outages: what the poller does between polls, for every request of a reading.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Call, Reply } from "../genesys/Call.js"
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
 * The same door, whose requests fail only with what waiting does not cure. Whoever uses it sets the deadline.
 *
 * @since 0.1.0
 * @category combinators
 */
export const make = (
  door: GenesysHttp["Type"],
  gapMillis: number,
  observer: Observer
): GenesysHttp["Type"] => ({
  ...door,
  request: <A, I>(call: Call<A, I>) => {
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
    return attempt(Patience.answered)
  }
})
