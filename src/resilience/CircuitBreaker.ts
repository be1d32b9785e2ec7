/**
 * A circuit breaker: stops calling an upstream that keeps failing, and finds out with one call at a time when it is
 * back. The rules are `Circuit.admit` and `Circuit.settle`, two pure functions over one Ref; here they are carried out.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as MutableRef from "effect/MutableRef"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"
import * as Circuit from "./Circuit.js"
import * as Monotonic from "./Monotonic.js"

/**
 * A change of state. Instants are epoch ms; `until` is there where the circuit opened.
 *
 * @since 0.1.0
 * @category models
 */
export interface Transition {
  readonly breaker: string
  readonly from: Circuit.State["_tag"]
  readonly to: Circuit.State["_tag"]
  readonly at: number
  readonly until: number | undefined
}

/**
 * What a breaker is called in metrics, and when it opens and probes.
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Circuit.Options

/**
 * Tells an error that is the upstream's fault from one that is not (`neutral`: it answered), and from one that says
 * nothing of it, because the call never reached it (`interrupted`: a probe gives its place to the next call).
 *
 * @since 0.1.0
 * @category models
 */
export type Judge<in E> = (error: E) => Exclude<Circuit.Verdict, "success">

/**
 * A circuit breaker with its state. One protects one upstream.
 *
 * @since 0.1.0
 * @category models
 */
export interface CircuitBreaker {
  readonly name: string
  readonly state: Effect.Effect<Circuit.State>
  /**
   * Runs the effect if the circuit admits it, else fails at once with {@link CircuitOpen}. Every exit settles the
   * permit: a defect is a failure, an interruption is none, an error is what `verdict` says.
   */
  readonly protect: <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    verdict: Judge<E>
  ) => Effect.Effect<A, E | CircuitOpen, R>
  /** Holds the circuit open until {@link CircuitBreaker.reset}. */
  readonly isolate: Effect.Effect<void>
  /** Closes the circuit, whatever its state. */
  readonly reset: Effect.Effect<void>
  /** The changes of state from the subscription on; a slow reader loses the oldest. */
  readonly transitions: Stream.Stream<Transition>
}

/**
 * A call was refused because the circuit is open. `until` (epoch ms) is when to ask again: the end of the cool-down,
 * or of the running probe's lease; `Infinity` while the circuit is isolated.
 *
 * @since 0.1.0
 * @category errors
 */
export class CircuitOpen extends Data.TaggedError("CircuitOpen")<{
  readonly breaker: string
  readonly state: "Open" | "HalfOpen" | "Isolated"
  readonly until: number
}> {
  override get message(): string {
    return `the circuit of ${this.breaker} is ${describe[this.state]}`
  }
}

/**
 * The number of transitions, tagged by `breaker` and `to`.
 *
 * @since 0.1.0
 * @category models
 */
export const transitionCount: Metric.Metric.Counter<number> = Metric.counter(
  "circuit_breaker_transitions_total",
  {
    description: "Changes of state of circuit breakers",
    incremental: true
  }
)

/**
 * Makes a closed circuit named after its upstream. Build it once, where the upstream's client is built: a breaker per
 * call never opens. Dies with an `IllegalArgumentException` on the conditions of `Circuit.make`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options & { readonly name: string }): Effect.Effect<CircuitBreaker> =>
  Effect.suspend(() => fromPolicy(options.name, Circuit.make(options)))

/**
 * As {@link make}, with options that were checked before.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromPolicy = (name: string, policy: Circuit.Policy): Effect.Effect<CircuitBreaker> =>
  Effect.map(PubSub.sliding<Transition>(64), (events) =>
    over(MutableRef.make(Circuit.initial), name, policy, events)
  )

/**
 * Circuits by key, made when first asked for.
 *
 * @since 0.1.0
 * @category models
 */
export interface Registry {
  /** The circuit of the key; the same one for as long as it knows of a failure. */
  readonly get: (key: string) => Effect.Effect<CircuitBreaker>
  /** The keys of the circuits held now. */
  readonly keys: Effect.Effect<ReadonlyArray<string>>
}

/**
 * Makes a registry of circuits that share their options. Past `capacity` (default 1000) the circuits asked for longest
 * ago are dropped, but only closed ones without a failure: a new one would be the same. Dies as {@link make}.
 *
 * @since 0.1.0
 * @category constructors
 */
export const registry = (
  options: Options & { readonly capacity?: number | undefined } = {}
): Effect.Effect<Registry> =>
  Effect.sync(() => {
    const policy = Circuit.make(options)
    const capacity = options.capacity ?? 1_000
    // in the order of the last use, the oldest first
    const held = new Map<string, CircuitBreaker>()
    const drop = Effect.gen(function* () {
      for (const [key, breaker] of held) {
        if (held.size < capacity) return
        const state = yield* breaker.state
        if (state._tag === "Closed" && state.failures === 0) held.delete(key)
      }
    })
    const touch = (key: string, breaker: CircuitBreaker) => {
      held.delete(key)
      held.set(key, breaker)
      return breaker
    }
    return {
      get: (key) =>
        Effect.suspend(() => {
          const known = held.get(key)
          if (known !== undefined) return Effect.succeed(touch(key, known))
          return Effect.flatMap(fromPolicy(key, policy), (made) =>
            Effect.map(drop, () => touch(key, held.get(key) ?? made))
          )
        }),
      keys: Effect.sync(() => Array.from(held.keys()))
    }
  })

const over = (
  ref: MutableRef.MutableRef<Circuit.State>,
  name: string,
  policy: Circuit.Policy,
  events: PubSub.PubSub<Transition>
): CircuitBreaker => {
  // Synchronous, so that no other fiber comes between the look and the change.
  const step = (to: Circuit.State, clock: Clock.Clock): Effect.Effect<void> => {
    const from = ref.current
    ref.current = to
    return from._tag === to._tag ? Effect.void : announce(from, to, clock)
  }

  /** Nearly always there is nothing to announce, and every call passes here twice. */
  const after = <A, E, R>(step: Effect.Effect<void>, effect: Effect.Effect<A, E, R>) =>
    step === Effect.void ? effect : Effect.zipRight(step, effect)

  const announce = (from: Circuit.State, to: Circuit.State, clock: Clock.Clock): Effect.Effect<void> => {
    const until = to._tag === "Open" ? Monotonic.toEpoch(to.until, clock) : undefined
    const at = clock.unsafeCurrentTimeMillis()
    const counter = Metric.tagged(Metric.tagged(transitionCount, "breaker", name), "to", to._tag)
    return Effect.zipRight(
      Metric.increment(counter),
      PubSub.publish(events, { breaker: name, from: from._tag, to: to._tag, at, until })
    )
  }

  const settle = (permit: Circuit.Permit, verdict: Circuit.Verdict, clock: Clock.Clock) =>
    step(Circuit.settle(ref.current, permit, verdict, Monotonic.unsafeNow(clock), policy), clock)

  const refuse = (
    { by, until }: Extract<Circuit.Admission, { readonly _tag: "Rejected" }>,
    clock: Clock.Clock
  ) => Effect.fail(new CircuitOpen({ breaker: name, state: by, until: Monotonic.toEpoch(until, clock) }))

  const by = (f: (state: Circuit.State) => Circuit.State): Effect.Effect<void> =>
    Effect.clockWith((clock) => step(f(ref.current), clock))

  return {
    name,
    state: Effect.sync(() => ref.current),
    protect: <A, E, R>(effect: Effect.Effect<A, E, R>, verdict: Judge<E>) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.clockWith((clock): Effect.Effect<A, E | CircuitOpen, R> => {
          const [admission, next] = Circuit.admit(ref.current, Monotonic.unsafeNow(clock), policy)
          if (admission._tag === "Rejected") return refuse(admission, clock)
          const settled = Effect.matchCauseEffect(restore(effect), {
            onFailure: (cause) => {
              const judged = verdictOf(cause, verdict)
              return after(settle(admission.permit, judged.verdict, clock), Effect.failCause(judged.cause))
            },
            onSuccess: (value) => after(settle(admission.permit, "success", clock), Effect.succeed(value))
          })
          return after(step(next, clock), settled)
        })
      ),
    isolate: by(Circuit.isolated),
    reset: by(Circuit.closed),
    transitions: Stream.fromPubSub(events)
  }
}

const verdictOf = <E>(cause: Cause.Cause<E>, verdict: Judge<E>): Judged<E> => {
  const error = Cause.failureOption(cause)
  if (error._tag === "None")
    return { verdict: Option.isSome(Cause.dieOption(cause)) ? "failure" : "interrupted", cause }
  try {
    return { verdict: verdict(error.value), cause }
  } catch (defect) {
    // a judge that throws must not keep the permit; its own defect still comes out
    return { verdict: "failure", cause: Cause.sequential(cause, Cause.die(defect)) }
  }
}

interface Judged<E> {
  readonly verdict: Circuit.Verdict
  readonly cause: Cause.Cause<E>
}

const describe = { Open: "open", HalfOpen: "half-open, its probe is running", Isolated: "held open by hand" }
