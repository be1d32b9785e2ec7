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
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as PubSub from "effect/PubSub"
import * as Ref from "effect/Ref"
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
 * @since 0.1.0
 * @category models
 */
export type Options = Circuit.Options

/**
 * Tells an error that is the upstream's fault from one that is not.
 *
 * @since 0.1.0
 * @category models
 */
export type Judge<in E> = (error: E) => "failure" | "neutral"

/**
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
    over(Ref.unsafeMake(Circuit.initial), name, policy, events)
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
  ref: Ref.Ref<Circuit.State>,
  name: string,
  policy: Circuit.Policy,
  events: PubSub.PubSub<Transition>
): CircuitBreaker => {
  const step = <A>(f: (state: Circuit.State, now: number) => readonly [A, Circuit.State]): Effect.Effect<A> =>
    Effect.clockWith((clock) =>
      Effect.flatMap(
        Ref.modify(ref, (from) => {
          const [result, to] = f(from, Monotonic.unsafeNow(clock))
          return [{ result, from, to }, to]
        }),
        ({ result, from, to }) =>
          from._tag === to._tag ? Effect.succeed(result) : Effect.as(announce(from, to, clock), result)
      )
    )

  const announce = (from: Circuit.State, to: Circuit.State, clock: Clock.Clock): Effect.Effect<void> => {
    const until = to._tag === "Open" ? Monotonic.toEpoch(to.until, clock) : undefined
    const transition = {
      breaker: name,
      from: from._tag,
      to: to._tag,
      at: clock.unsafeCurrentTimeMillis(),
      until
    }
    const counter = Metric.tagged(Metric.tagged(transitionCount, "breaker", name), "to", to._tag)
    return Effect.zipRight(Metric.increment(counter), PubSub.publish(events, transition))
  }

  const refuse = ({ by, until }: Data.TaggedEnum.Value<Circuit.Admission, "Rejected">) =>
    Effect.clockWith((clock) =>
      Effect.fail(new CircuitOpen({ breaker: name, state: by, until: Monotonic.toEpoch(until, clock) }))
    )

  const settle = (permit: Circuit.Permit, verdict: Circuit.Verdict) =>
    step((state, now) => [undefined, Circuit.settle(state, permit, verdict, now, policy)])

  const settleCause = <E>(permit: Circuit.Permit, cause: Cause.Cause<E>, verdict: Judge<E>) =>
    Effect.flatMap(Effect.exit(Effect.sync(() => verdictOf(cause, verdict))), (judged) =>
      // a judge that throws must not keep the permit; its own defect still comes out
      Effect.zipRight(
        settle(
          permit,
          Exit.getOrElse(judged, () => "failure" as const)
        ),
        judged
      )
    )

  return {
    name,
    state: Ref.get(ref),
    protect: <A, E, R>(effect: Effect.Effect<A, E, R>, verdict: Judge<E>) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.flatMap(
          step((state, now) => Circuit.admit(state, now, policy)),
          (admission): Effect.Effect<A, E | CircuitOpen, R> =>
            admission._tag === "Rejected"
              ? refuse(admission)
              : Effect.onExit(restore(effect), (exit) =>
                  Exit.isSuccess(exit)
                    ? settle(admission.permit, "success")
                    : settleCause(admission.permit, exit.cause, verdict)
                )
        )
      ),
    isolate: step((state) => [undefined, Circuit.isolated(state)]),
    reset: step((state) => [undefined, Circuit.closed(state)]),
    transitions: Stream.fromPubSub(events)
  }
}

const verdictOf = <E>(cause: Cause.Cause<E>, verdict: Judge<E>): Circuit.Verdict => {
  const error = Cause.failureOption(cause)
  if (error._tag === "Some") return verdict(error.value)
  return Option.isSome(Cause.dieOption(cause)) ? "failure" : "interrupted"
}

const describe = { Open: "open", HalfOpen: "half-open, its probe is running", Isolated: "held open by hand" }
