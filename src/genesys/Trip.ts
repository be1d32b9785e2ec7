/**
 * One call on its way through the pipe: its ledger, its time limits, and whom it tells of its waits.
 *
 * @since 0.1.0
 */
import type * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Limiter from "../resilience/Limiter.js"
import * as Monotonic from "../resilience/Monotonic.js"
import type * as RetryPolicy from "../resilience/RetryPolicy.js"
import type * as Alarm from "./Alarm.js"
import type { Auth } from "./Auth.js"
import type * as Call from "./Call.js"
import * as DoorLog from "./DoorLog.js"
import * as DoorMetrics from "./DoorMetrics.js"
import type { GenesysError } from "./GenesysError.js"
import * as Hold from "./Hold.js"
import * as Ledger from "./Ledger.js"

/**
 * A call, and the attempt of it that runs now. `observe` is where that attempt tells what its answer says of the rate
 * limit.
 *
 * @since 0.1.0
 * @category models
 */
export interface Trip extends Hold.Waiter {
  readonly timer: Alarm.Timer<GenesysError>
  observe: (seen: Limiter.Observation) => Effect.Effect<void>
}

/**
 * Begins a trip that may take `total`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const begin = (
  errand: Pick<Call.Errand<never, unknown>, "operation" | "idempotent" | "onWait">,
  {
    alarm,
    auth,
    clock,
    total
  }: {
    readonly alarm: Alarm.Alarm
    readonly auth: Auth["Type"]
    readonly clock: Clock.Clock
    readonly total: Duration.Duration
  }
): Trip => {
  const ledger = Ledger.make(errand)
  const millis = Duration.toMillis(total)
  const limit = {
    at: Monotonic.unsafeNow(clock) + millis,
    // Who waited for a token in vain is told what the login failed with.
    late: () => {
      const login = ledger.sent || auth.atHand(clock) !== undefined ? undefined : auth.fault()
      return login === undefined
        ? Ledger.error(ledger, Ledger.outOfTime(total))
        : Ledger.final(ledger, login, "deadline")
    }
  }
  const timer = alarm.timer(limit)
  return {
    ledger,
    timer,
    limit: limit.at,
    giveUp: (error) => timer.cut(() => error),
    held: Hold.tellOnce(errand.onWait),
    observe: () => Effect.void
  }
}

/**
 * Notes that the request will be repeated, and tells of the wait.
 *
 * @since 0.1.0
 * @category combinators
 */
export const retrying = (
  { held, ledger }: Trip,
  error: GenesysError,
  retry: RetryPolicy.Retry,
  clock: Clock.Clock
): Effect.Effect<void> =>
  Effect.suspend(() => {
    Ledger.retrying(ledger)
    const millis = Duration.toMillis(retry.delay)
    return DoorMetrics.retried(retry.budget, retry.delay).pipe(
      Effect.zipRight(DoorLog.repeated(ledger, millis)),
      Effect.zipRight(held({ until: clock.unsafeCurrentTimeMillis() + millis, error }))
    )
  })

/**
 * Notes that an attempt failed, if it had sent its request.
 *
 * @since 0.1.0
 * @category combinators
 */
export const missed = ({ ledger }: Trip, error: GenesysError): Effect.Effect<void> =>
  ledger.sent
    ? Effect.zipRight(DoorMetrics.requested(error.reason._tag), DoorLog.failed(ledger, error))
    : Effect.void
