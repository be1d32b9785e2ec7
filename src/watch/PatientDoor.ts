/**
 * A door that outlives outages: what the poller does between polls, for every request and every file of a reading.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Call, Options as CallOptions, Download, Reply } from "../genesys/Call.js"
import type { GenesysError } from "../genesys/GenesysError.js"
import type { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as Monotonic from "../resilience/Monotonic.js"
import * as Patience from "./Patience.js"
import type { WaitReason } from "./WatchEvent.js"

/**
 * How long it is patient, and who hears of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Epoch milliseconds. Nothing is sent or waited for after it. */
  readonly deadline: number
  /** The wait after a fault where the platform says nothing better. */
  readonly gapMillis: number
  /** What a call took that has ended, well or not. */
  readonly spent: (call: { readonly attempts: number; readonly retries: number }) => Effect.Effect<void>
  /** A request failed for now, after all that the door could do; the next one is sent at `until`. */
  readonly failed: (error: GenesysError, wait: Wait) => Effect.Effect<void>
  /** Told of each wait inside a call. */
  readonly onWait: CallOptions["onWait"]
}

/**
 * Instants are epoch milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Wait {
  readonly at: number
  readonly until: number
  readonly reason: WaitReason
}

/**
 * The same door, whose requests and downloads fail only with what waiting does not cure, or with their last fault when
 * the deadline has come.
 *
 * @since 0.1.0
 * @category combinators
 */
export const make = (door: GenesysHttp["Type"], options: Options): GenesysHttp["Type"] => {
  const { onWait } = options

  /** Waits until the request may be sent again; fails where that cures nothing or the time is over. */
  const endured = (patience: Patience.Patience, error: GenesysError) =>
    Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis
      const [verdict, next] = Patience.judge(patience, error, at, options.gapMillis)
      if (verdict._tag === "End" || at >= options.deadline) return yield* error
      const { reason, until } = verdict
      yield* options.failed(error, { at, until, reason })
      const millis = Math.max(0, Math.min(until, options.deadline) - at)
      yield* Effect.sleep(Duration.millis(Math.min(millis, Monotonic.longestSleep)))
      return until < options.deadline ? next : yield* error
    })

  const request = <A, I>(call: Call<A, I>): Effect.Effect<Reply<A>, GenesysError> => {
    const attempt = (patience: Patience.Patience): Effect.Effect<Reply<A>, GenesysError> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        door.request({ ...call, deadline: Patience.callTime(options.deadline - now), onWait }).pipe(
          Effect.tapBoth({ onSuccess: options.spent, onFailure: options.spent }),
          Effect.catchAll((error) => Effect.flatMap(endured(patience, error), attempt))
        )
      )
    return attempt(Patience.answered)
  }

  const download = (file: Download): Stream.Stream<Uint8Array, GenesysError> =>
    Stream.unwrap(
      Effect.map(Clock.currentTimeMillis, (now) => {
        let patience = Patience.answered
        return door.download({
          ...file,
          deadline: Duration.millis(Math.max(0, options.deadline - now)),
          onEnd: options.spent,
          onFault: (error) =>
            Effect.map(endured(patience, error), (next) => {
              patience = next
            })
        })
      })
    )

  return { ...door, request, download }
}
