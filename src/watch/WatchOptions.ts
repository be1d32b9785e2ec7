/**
 * How a watch polls, how long, and what it tells meanwhile.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type { FailurePage } from "../jobs/Job.js"
import * as Jobs from "../jobs/Jobs.js"
import type * as Poller from "./Poller.js"
import type { Target } from "./Target.js"
import type { WatchEvent } from "./WatchEvent.js"

/**
 * Every option has a default.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Gap between polls when the job tells no progress. Default: 10 seconds. */
  readonly interval?: Duration.DurationInput | undefined
  /** The longest gap of the adaptive pace. Default: 60 seconds, or the interval where that is longer. */
  readonly maxInterval?: Duration.DurationInput | undefined
  /** Default: `adaptive`. */
  readonly pace?: "adaptive" | "fixed" | undefined
  /** Time for the whole watch. Default: 24 hours. */
  readonly timeout?: Duration.DurationInput | undefined
  /** How long a state that the kind does not know is tolerated. Default: 10 minutes. */
  readonly unknownStateTolerance?: Duration.DurationInput | undefined
  /** Failed records asked for per page. Default: 100. */
  readonly pageSize?: number | undefined
  /** Pages in flight at once, at most 256. Default: 8. */
  readonly pageConcurrency?: number | undefined
  /** Samples kept per error code. Default: 3. */
  readonly samples?: number | undefined
  /** Sees every event as it happens; the watch waits for it. */
  readonly onEvent?: ((event: WatchEvent) => Effect.Effect<void>) | undefined
  /** Sees every page of failed records, in order; the next page waits for it. */
  readonly onPage?: ((page: FailurePage, target: Target) => Effect.Effect<void>) | undefined
}

/**
 * Throws an `IllegalArgumentException` where an option is no time above zero, or a number out of its bounds.
 *
 * @since 0.1.0
 * @category predicates
 */
export const check = (options: Options): void => {
  for (const name of ["interval", "maxInterval", "timeout", "unknownStateTolerance"] as const) {
    const given = options[name]
    if (given !== undefined && !(Duration.toMillis(given) > 0))
      throw illegal(`${name} must be a time above zero`)
  }
  for (const [name, least, most] of [
    ["pageSize", 1, Number.MAX_SAFE_INTEGER],
    ["pageConcurrency", 1, Jobs.maxConcurrency],
    ["samples", 0, Number.MAX_SAFE_INTEGER]
  ] as const) {
    const given = options[name]
    if (given !== undefined && !(Number.isSafeInteger(given) && given >= least && given <= most)) {
      throw illegal(`${name} must be a whole number from ${least} to ${most}, not ${given}`)
    }
  }
}

const illegal = (problem: string) => new Cause.IllegalArgumentException(`Watch: ${problem}`)

/**
 * The gap between polls, in milliseconds.
 *
 * @since 0.1.0
 * @category combinators
 */
export const intervalMillis = ({ interval }: Options): number => millis(interval, "10 seconds")

/**
 * What the poller needs of a watch that began at `startedAt` (epoch milliseconds).
 *
 * @since 0.1.0
 * @category combinators
 */
export const polling = (options: Options, startedAt: number): Poller.Options => ({
  pace: {
    mode: options.pace ?? "adaptive",
    intervalMillis: intervalMillis(options),
    maxGapMillis: millis(options.maxInterval, Math.max(60_000, intervalMillis(options)))
  },
  deadline: startedAt + millis(options.timeout, "24 hours"),
  unknownStateMillis: millis(options.unknownStateTolerance, "10 minutes")
})

const millis = (value: Duration.DurationInput | undefined, fallback: Duration.DurationInput): number =>
  Duration.toMillis(value ?? fallback)
