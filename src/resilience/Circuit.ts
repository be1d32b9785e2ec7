/**
 * The rules of a circuit breaker, as two pure functions over one state: {@link admit} asks whether a call may be made,
 * {@link settle} takes in what became of it. `CircuitBreaker` carries them out.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"
import * as Bounds from "./Bounds.js"

/**
 * Where a circuit stands. Instants are monotonic ms. The generation changes with every transition and with every
 * probe, so that a result can be told from the results of other times.
 *
 * @since 0.1.0
 * @category models
 */
export type State = Data.TaggedEnum<{
  /** Calls pass; `failures` is how many counted in a row. */
  readonly Closed: { readonly failures: number; readonly generation: number }
  /** No call passes before `until`; `round` is how many probes failed in a row. */
  readonly Open: { readonly until: number; readonly round: number; readonly generation: number }
  /** One call, the probe, decides. Without a lease the next call is the probe. */
  readonly HalfOpen: {
    readonly leaseEnds: number | undefined
    readonly round: number
    readonly generation: number
  }
  /** Held open by hand. */
  readonly Isolated: { readonly generation: number }
}>

/**
 * Constructors and matchers of {@link State}.
 *
 * @since 0.1.0
 * @category constructors
 */
export const State = Data.taggedEnum<State>()

/**
 * What a finished call says about the upstream: `neutral` is an answer that is no fault of it, `interrupted` says
 * nothing at all.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict = "success" | "failure" | "neutral" | "interrupted"

/**
 * The right to make one call, to be settled once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Permit {
  readonly generation: number
}

/**
 * Whether a call may be made. `until` is when to ask again, monotonic ms; `Infinity` while isolated.
 *
 * @since 0.1.0
 * @category models
 */
export type Admission =
  | { readonly _tag: "Admitted"; readonly permit: Permit }
  | { readonly _tag: "Rejected"; readonly by: Exclude<State["_tag"], "Closed">; readonly until: number }

/**
 * When a circuit opens, and for how long.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The n-th consecutive failure opens. Default 5. */
  readonly failureThreshold?: number | undefined
  /** How long the circuit stays open after its trip. Default 60 s. */
  readonly coolDown?: Duration.DurationInput | undefined
  /** What each failed probe multiplies the cool-down by. Default 2; 1 keeps it constant. */
  readonly coolDownFactor?: number | undefined
  /** The longest cool-down. Default 5 min, or `coolDown` where that is longer. */
  readonly maxCoolDown?: Duration.DurationInput | undefined
  /** How long a probe may take before another call may probe. Default 60 s. */
  readonly probeLease?: Duration.DurationInput | undefined
}

/**
 * Options with every number known; milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy {
  readonly failureThreshold: number
  readonly coolDown: number
  readonly coolDownFactor: number
  readonly maxCoolDown: number
  readonly probeLease: number
}

/**
 * The state of a new circuit.
 *
 * @since 0.1.0
 * @category constructors
 */
export const initial: State = State.Closed({ failures: 0, generation: 0 })

/**
 * Fills in the defaults. Throws an `IllegalArgumentException` where the threshold is not a whole number of at least 1,
 * a duration is not positive and finite, the factor is below 1, or the longest cool-down is below the first.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options = {}): Policy => {
  const coolDown = Bounds.positiveMillis("CircuitBreaker: coolDown", options.coolDown ?? "60 seconds")
  const longest = options.maxCoolDown ?? Math.max(coolDown, 300_000)
  const maxCoolDown = Bounds.positiveMillis("CircuitBreaker: maxCoolDown", longest)
  if (maxCoolDown < coolDown) throw Bounds.illegal("CircuitBreaker: maxCoolDown must not be below coolDown")
  return {
    failureThreshold: Bounds.whole("CircuitBreaker: failureThreshold", options.failureThreshold ?? 5, 1),
    coolDown,
    coolDownFactor: Bounds.amount("CircuitBreaker: coolDownFactor", options.coolDownFactor ?? 2, 1),
    maxCoolDown,
    probeLease: Bounds.positiveMillis("CircuitBreaker: probeLease", options.probeLease ?? "60 seconds")
  }
}

/**
 * Asks for a permit. Closed admits; open admits one probe from `until` on; half-open admits a probe when there is
 * none or when its lease is over. A refusal changes nothing.
 *
 * @since 0.1.0
 * @category combinators
 */
export const admit = (state: State, now: number, policy: Policy): readonly [Admission, State] => {
  switch (state._tag) {
    case "Closed":
      return [{ _tag: "Admitted", permit: { generation: state.generation } }, state]
    case "Open":
      return now < state.until ? [rejected(state._tag, state.until), state] : probe(state, now, policy)
    case "HalfOpen":
      return state.leaseEnds !== undefined && now < state.leaseEnds
        ? [rejected(state._tag, state.leaseEnds), state]
        : probe(state, now, policy)
    case "Isolated":
      return [rejected(state._tag, Number.POSITIVE_INFINITY), state]
  }
}

/**
 * Hands a permit back with what became of the call. A permit of another generation is a stranger and changes nothing.
 * Closed counts failures in a row; the probe alone decides a half-open circuit, and an interrupted one gives its place
 * to the next call. The end of the open time is fixed at the trip.
 *
 * @since 0.1.0
 * @category combinators
 */
export const settle = (
  state: State,
  permit: Permit,
  verdict: Verdict,
  now: number,
  policy: Policy
): State => {
  if (permit.generation !== state.generation) return state
  switch (state._tag) {
    case "Closed":
      if (verdict === "success") return state.failures === 0 ? state : State.Closed({ ...state, failures: 0 })
      if (verdict !== "failure") return state
      return state.failures + 1 < policy.failureThreshold
        ? State.Closed({ ...state, failures: state.failures + 1 })
        : open(state, 0, now, policy)
    case "HalfOpen":
      if (state.leaseEnds === undefined) return state
      if (verdict === "interrupted") return State.HalfOpen({ ...state, leaseEnds: undefined })
      // neutral: the upstream answered, and that is what the probe asked
      return verdict === "failure" ? open(state, state.round + 1, now, policy) : closed(state)
    case "Open":
    case "Isolated":
      return state
  }
}

/**
 * Holds the circuit open by hand.
 *
 * @since 0.1.0
 * @category combinators
 */
export const isolated = (state: State): State => State.Isolated({ generation: state.generation + 1 })

/**
 * A closed circuit without a failure, in which every permit given out before is a stranger.
 *
 * @since 0.1.0
 * @category combinators
 */
export const closed = (state: State): State => State.Closed({ failures: 0, generation: state.generation + 1 })

const open = (state: State, round: number, now: number, policy: Policy): State =>
  State.Open({
    until: now + Math.min(policy.maxCoolDown, policy.coolDown * policy.coolDownFactor ** round),
    round,
    generation: state.generation + 1
  })

const probe = (
  state: Data.TaggedEnum.Value<State, "Open" | "HalfOpen">,
  now: number,
  policy: Policy
): readonly [Admission, State] => {
  // a generation of its own, so that a probe that lost its lease cannot speak for the next one
  const generation = state.generation + 1
  return [
    { _tag: "Admitted", permit: { generation } },
    State.HalfOpen({ leaseEnds: now + policy.probeLease, round: state.round, generation })
  ]
}

const rejected = (by: Exclude<State["_tag"], "Closed">, until: number): Admission => ({
  _tag: "Rejected",
  by,
  until
})
