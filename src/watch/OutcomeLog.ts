/**
 * What people were told last about a job, so that nobody is told the same thing again and again.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { type Notification, skipped } from "../report/Notification.js"
import * as Outcome from "../report/Outcome.js"
import type { JobReport } from "../report/Report.js"
import * as IdempotencyKey from "../resilience/IdempotencyKey.js"

/**
 * A memory that outlives the run. It never fails: whoever cannot remember tells people again.
 *
 * - `last`: the digest that was added last under the key.
 * - `add`: from now on, that digest is the last one.
 *
 * @since 0.1.0
 * @category models
 */
export interface OutcomeLog {
  readonly last: (key: string) => Effect.Effect<string | undefined>
  readonly add: (key: string, digest: string) => Effect.Effect<void>
}

/**
 * The key of a job at a destination: a job of the same name in another region is another job, and what one channel was
 * told another one was not.
 *
 * @since 0.1.0
 * @category constructors
 */
export const keyOf = (place: {
  readonly region: string
  readonly job: JobReport["job"]
  readonly destination: string
}): string => IdempotencyKey.canonicalJson([place.region, place.job.kind, place.job.id, place.destination])

/**
 * What makes a result the same as another: outcome, number of failed records, error codes. A short text, the same for
 * the same result whenever and wherever it is made.
 *
 * @since 0.1.0
 * @category combinators
 */
export const digest = (report: JobReport): Effect.Effect<string> => {
  const { count } = Outcome.failed(report)
  const codes = report.failures.groups.map(({ code }) => code).sort()
  return Effect.map(
    // digest of a supported algorithm never rejects, so a rejection is a defect
    Effect.promise(() =>
      globalThis.crypto.subtle.digest(
        "SHA-256",
        new TextEncoder().encode(IdempotencyKey.canonicalJson(codes))
      )
    ),
    (hash) => {
      const hex = Array.from(new Uint8Array(hash).slice(0, 8), (byte) => byte.toString(16).padStart(2, "0"))
      return `${report.outcome} ${count} ${hex.join("")}`
    }
  )
}

/**
 * Tells people only when the result differs from the one they were told last. What was not delivered was not told.
 *
 * @since 0.1.0
 * @category combinators
 */
export const whenChanged = (
  log: OutcomeLog,
  place: { readonly region: string; readonly destination: string },
  report: JobReport,
  tell: Effect.Effect<Notification>
): Effect.Effect<Notification> =>
  Effect.gen(function* () {
    const key = keyOf({ ...place, job: report.job })
    const now = yield* digest(report)
    if ((yield* log.last(key)) === now) {
      return skipped(place.destination, "nothing has changed since the last message about this job")
    }
    const notification = yield* tell
    if (notification.result === "delivered" || notification.result === "degraded") yield* log.add(key, now)
    return notification
  })
