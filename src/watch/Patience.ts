/**
 * What to do after a failed poll: end the watch, or wait for how long. Pure; a failed poll by itself ends nothing.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as ClientCredentialsGrant from "../genesys/ClientCredentialsGrant.js"
import type { GenesysError } from "../genesys/GenesysError.js"
import type { WaitReason } from "./WatchEvent.js"

/**
 * What was suffered so far. Instants are epoch milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Patience {
  readonly everAnswered: boolean
  /** Since when the platform says that there is no such job. */
  readonly missingSince: number | undefined
  /** Undecodable polls in a row. */
  readonly undecodable: number
  /** Since when the platform does not answer. */
  readonly downSince: number | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export type Verdict = Data.TaggedEnum<{
  End: { readonly error: GenesysError }
  Wait: { readonly until: number; readonly reason: WaitReason }
}>

/**
 * @since 0.1.0
 * @category constructors
 */
export const Verdict = Data.taggedEnum<Verdict>()

/**
 * A job may not be visible at once: 404 is tolerated this long.
 *
 * @since 0.1.0
 * @category constructors
 */
export const visibilityGraceMillis = 5_000

/**
 * This many undecodable polls in a row, each repeated by the door, end the watch.
 *
 * @since 0.1.0
 * @category constructors
 */
export const undecodableLimit = 3

/**
 * @since 0.1.0
 * @category constructors
 */
export const fresh: Patience = {
  everAnswered: false,
  missingSince: undefined,
  undecodable: 0,
  downSince: undefined
}

/**
 * After a good answer.
 *
 * @since 0.1.0
 * @category combinators
 */
export const answered: Patience = { ...fresh, everAnswered: true }

/**
 * The deadline of a call, where `millisLeft` of a watch are left: near its end the watch has less time than a call has
 * by default.
 *
 * @since 0.1.0
 * @category combinators
 */
export const callTime = (millisLeft: number): Duration.Duration | undefined =>
  millisLeft < longCallMillis ? Duration.millis(Math.max(0, millisLeft)) : undefined

const longCallMillis = 300_000

/**
 * After a failed poll at `now`; `gapMillis` is the wait where the platform says nothing better.
 *
 * Ends at once: 401 and 403 that a new token does not cure, requests that the platform rejects, TLS faults. Ends when
 * it persists: 404 beyond the grace, undecodable answers. Ends when nothing ever answered: network faults, so that a
 * mistyped region is not waited for. Everything else is outlived.
 *
 * @since 0.1.0
 * @category combinators
 */
export const judge = (
  patience: Patience,
  error: GenesysError,
  now: number,
  gapMillis: number
): readonly [Verdict, Patience] => {
  const down: Patience = { ...patience, missingSince: undefined, downSince: patience.downSince ?? now }
  const end = [Verdict.End({ error }), patience] as const
  const wait = (until: number, reason: WaitReason, next: Patience) =>
    [Verdict.Wait({ until, reason }), next] as const
  const circuit = error.reason._tag === "CircuitOpen" ? error.reason.until : error.circuitOpenUntil

  switch (error.reason._tag) {
    case "Unauthorized":
    case "Forbidden":
    case "Rejected":
    case "Conflict":
      return end
    case "NotFound": {
      const since = patience.missingSince ?? now
      const next = now + 1_000
      return error.operation === ClientCredentialsGrant.operation || next - since > visibilityGraceMillis
        ? end
        : wait(next, "not-visible-yet", { ...patience, missingSince: since })
    }
    case "RateLimited": {
      const asked = Option.map(error.retryAfter, Duration.toMillis)
      return wait(now + Option.getOrElse(asked, () => gapMillis), "throttled", patience)
    }
    case "Undecodable": {
      const undecodable = patience.undecodable + 1
      return undecodable >= undecodableLimit ? end : wait(now + gapMillis, "outage", { ...down, undecodable })
    }
    case "Transport":
      if (error.reason.kind !== "network") return end
      break
    case "Timeout":
    case "Unavailable":
    case "CircuitOpen":
    case "DeadlineExceeded":
      break
  }
  const unreachable = error.reason._tag === "Transport" || error.reason._tag === "Timeout"
  if (unreachable && !patience.everAnswered) return end
  if (circuit !== undefined && Number.isFinite(circuit))
    // A probe of somebody else is on its way: look again soon, but not at once.
    return wait(circuit > now ? circuit : now + gapMillis, "circuit-open", down)
  const asked = Option.map(error.retryAfter, Duration.toMillis)
  return wait(
    now +
      Math.max(
        gapMillis,
        Option.getOrElse(asked, () => 0)
      ),
    "outage",
    down
  )
}
