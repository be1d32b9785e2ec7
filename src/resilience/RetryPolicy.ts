/**
 * Retries as data: how often, how long to wait, when to give up. A pure function decides; the rest carries it out.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import * as ScheduleDecision from "effect/ScheduleDecision"
import * as ScheduleInterval from "effect/ScheduleInterval"
import * as Backoff from "./Backoff.js"
import * as Bounds from "./Bounds.js"
import * as Monotonic from "./Monotonic.js"
import type * as RetryBudget from "./RetryBudget.js"

/**
 * How often and how long apart a call is repeated.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Retries after an answer. Default 5; 0 means one attempt. */
  readonly maxRetries?: number | undefined
  /** Retries where no answer came, counted apart. Default 3. */
  readonly networkMaxRetries?: number | undefined
  /** The first backoff window; each retry of a call doubles it. Default 1 s. */
  readonly base?: Duration.DurationInput | undefined
  /** The widest backoff window. Default 30 s. It does not bound a `Retry-After`. */
  readonly cap?: Duration.DurationInput | undefined
  /** The longest `Retry-After` that is waited for; a longer one ends the call now. Default 180 s. */
  readonly maxRetryAfter?: Duration.DurationInput | undefined
}

/**
 * Options with every number known; milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy {
  readonly maxRetries: number
  readonly networkMaxRetries: number
  readonly base: number
  readonly cap: number
  readonly maxRetryAfter: number
}

/**
 * The class of a fault: `http` where an answer came, `network` where none did, `none` where a retry cannot help.
 *
 * @since 0.1.0
 * @category models
 */
export type Budget = "http" | "network" | "none"

/**
 * What an error says about its own retry.
 *
 * @since 0.1.0
 * @category models
 */
export interface Advice<in E> {
  readonly budget: (error: E) => Budget
  /** The server's own wait, honoured exactly. */
  readonly retryAfter: (error: E) => Option.Option<Duration.Duration>
}

/**
 * The retries that a call has had.
 *
 * @since 0.1.0
 * @category models
 */
export interface History {
  readonly http: number
  readonly network: number
}

/**
 * Why it ends: the fault is `permanent`, its budget `spent`, or a wait, a deadline or the shared budget forbids more.
 *
 * @since 0.1.0
 * @category models
 */
export type StopReason = "permanent" | "spent" | "retry-after-too-long" | "deadline" | "shared-budget"

/**
 * What follows a failed attempt. `Stop.retryAfter` is the server's wait, where it told one.
 *
 * @since 0.1.0
 * @category models
 */
export type Decision = Data.TaggedEnum<{
  readonly Retry: {
    readonly budget: "http" | "network"
    readonly delay: Duration.Duration
    readonly history: History
  }
  readonly Stop: {
    readonly reason: StopReason
    readonly retryAfter: Option.Option<Duration.Duration>
    readonly history: History
  }
}>

/**
 * Constructors and matchers of {@link Decision}.
 *
 * @since 0.1.0
 * @category constructors
 */
export const Decision = Data.taggedEnum<Decision>()

/**
 * @since 0.1.0
 * @category models
 */
export type Retry = Data.TaggedEnum.Value<Decision, "Retry">

/**
 * @since 0.1.0
 * @category models
 */
export type Stop = Data.TaggedEnum.Value<Decision, "Stop">

/**
 * What belongs to one call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call<in E> {
  /** Monotonic ms. A wait that leaves no time before it is not begun. Default: none. */
  readonly deadline?: number | undefined
  /** The bucket shared by all calls to the upstream. Default: none. */
  readonly retryBudget?: RetryBudget.RetryBudget | undefined
  /** Told of each retry before its wait. */
  readonly onRetry?: ((error: E, retry: Retry) => Effect.Effect<void>) | undefined
}

/**
 * No retries yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const untried: History = { http: 0, network: 0 }

/**
 * Fills in the defaults. Throws an `IllegalArgumentException` where a count is not a whole number of at least 0 or a
 * duration is longer than a timer takes (24 days).
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Policy => ({
  maxRetries: Bounds.whole("RetryPolicy: maxRetries", options.maxRetries ?? 5, 0),
  networkMaxRetries: Bounds.whole("RetryPolicy: networkMaxRetries", options.networkMaxRetries ?? 3, 0),
  base: Bounds.millis("RetryPolicy: base", options.base ?? "1 second"),
  cap: Bounds.millis("RetryPolicy: cap", options.cap ?? "30 seconds"),
  maxRetryAfter: Bounds.millis("RetryPolicy: maxRetryAfter", options.maxRetryAfter ?? "180 seconds")
})

/**
 * Decides about one failed attempt. Pure: the same fault, history, instant and random number give the same decision.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decide = (
  policy: Policy,
  history: History,
  fault: {
    readonly budget: Budget
    readonly retryAfter: Option.Option<Duration.Duration>
    /** Monotonic ms, as the deadline. */
    readonly now: number
    readonly deadline?: number | undefined
    /** In [0, 1]. */
    readonly random: number
  }
): Decision => {
  const { budget, retryAfter } = fault
  const stop = (reason: StopReason) => Decision.Stop({ reason, retryAfter, history })
  if (budget === "none") return stop("permanent")
  if (history[budget] >= (budget === "http" ? policy.maxRetries : policy.networkMaxRetries))
    return stop("spent")
  const asked = Option.map(retryAfter, Duration.toMillis)
  if (Option.exists(asked, (wait) => wait > policy.maxRetryAfter)) return stop("retry-after-too-long")
  // The server's word is exact: jitter on it would come early or keep nobody apart.
  const wait = Option.getOrElse(asked, () =>
    Backoff.fullJitter(Backoff.window(policy, history.http + history.network), fault.random)
  )
  // An attempt that starts at its deadline has no time left.
  if (fault.deadline !== undefined && fault.now + wait >= fault.deadline) return stop("deadline")
  return Decision.Retry({
    budget,
    delay: Duration.millis(wait),
    history: { ...history, [budget]: history[budget] + 1 }
  })
}

/**
 * The policy as a Schedule over the errors of one call, its output the decision taken. It keeps no state between calls.
 *
 * @since 0.1.0
 * @category constructors
 */
export const schedule = <E>(
  policy: Policy,
  advice: Advice<E>,
  call: Call<E> = {}
): Schedule.Schedule<Decision, E> =>
  Schedule.makeWithState<History, E, Decision>(untried, (now, error, history) =>
    Effect.gen(function* () {
      const random = yield* Random.next
      const budget = advice.budget(error)
      const retryAfter = advice.retryAfter(error)
      const decision = decide(policy, history, {
        budget,
        retryAfter,
        now: yield* Monotonic.now,
        deadline: call.deadline,
        random
      })
      if (decision._tag === "Stop") return [history, decision, ScheduleDecision.done] as const
      if (
        call.retryBudget !== undefined &&
        !(yield* call.retryBudget.withdraw(cost(call.retryBudget, decision)))
      ) {
        const stop = Decision.Stop({ reason: "shared-budget", retryAfter, history })
        return [history, stop, ScheduleDecision.done] as const
      }
      if (call.onRetry !== undefined) yield* call.onRetry(error, decision)
      const start = ScheduleInterval.after(now + Duration.toMillis(decision.delay))
      return [decision.history, decision, ScheduleDecision.continueWith(start)] as const
    })
  )

/**
 * Runs an effect under {@link schedule}. A first attempt that succeeds costs no Schedule. A success refills the
 * shared budget: by what the call's last retry took, or by one token. When the schedule stops, `onStop` makes the
 * final error (or a value) of the last error and the reason.
 *
 * @since 0.1.0
 * @category combinators
 */
export const retry =
  <E, B, E2, R2>(options: {
    readonly policy: Policy
    readonly advice: Advice<E>
    readonly call?: Call<E> | undefined
    readonly onStop: (error: E, stop: Stop) => Effect.Effect<B, E2, R2>
  }) =>
  <A, R>(attempt: Effect.Effect<A, E, R>): Effect.Effect<A | B, E2, R | R2> => {
    const bucket = options.call?.retryBudget
    const refill = (tokens: number) => (bucket === undefined ? Effect.void : bucket.deposit(tokens))
    const again = (
      driver: Schedule.ScheduleDriver<Decision, E>,
      error: E
    ): Effect.Effect<A | B, E2, R | R2> =>
      Effect.matchEffect(driver.next(error), {
        onFailure: () =>
          // a driver that stopped has its last output, and the last output of this schedule is a Stop
          Effect.flatMap(Effect.orDie(driver.last), (last) =>
            last._tag === "Stop"
              ? options.onStop(error, last)
              : Effect.dieMessage("RetryPolicy: stopped on a retry")
          ),
        onSuccess: (decision) =>
          Effect.matchEffect(attempt, {
            onFailure: (next) => again(driver, next),
            onSuccess: (value) =>
              Effect.as(
                refill(bucket === undefined || decision._tag === "Stop" ? 0 : cost(bucket, decision)),
                value
              )
          })
      })
    return Effect.matchEffect(attempt, {
      onFailure: (error) =>
        Effect.flatMap(Schedule.driver(schedule(options.policy, options.advice, options.call)), (driver) =>
          again(driver, error)
        ),
      onSuccess: (value) => Effect.as(refill(1), value)
    })
  }

const cost = (bucket: RetryBudget.RetryBudget, decision: Retry): number =>
  decision.budget === "http" ? bucket.retryCost : bucket.networkRetryCost
