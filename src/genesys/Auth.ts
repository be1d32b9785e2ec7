/**
 * Access tokens. Any number of callers share one token and one grant.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as Cause from "effect/Cause"
import type * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FiberId from "effect/FiberId"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as CircuitBreaker from "../resilience/CircuitBreaker.js"
import * as Monotonic from "../resilience/Monotonic.js"
import * as ClientCredentialsGrant from "./ClientCredentialsGrant.js"
import * as DoorMetrics from "./DoorMetrics.js"
import { GenesysConfig } from "./GenesysConfig.js"
import type { GenesysError } from "./GenesysError.js"
import * as Ledger from "./Ledger.js"

/**
 * A token and its generation: a 401 that an older generation provoked needs no new grant.
 *
 * @since 0.1.0
 * @category models
 */
export interface Token {
  readonly value: Redacted.Redacted
  readonly generation: number
}

/**
 * `token` is the current token, obtained first where there is none; `atHand` is the one for which nobody has to wait,
 * if there is one. It is renewed before it expires, while callers go on with the old one. `refresh(stale)` is a token
 * newer than `stale`, or `None` where there is none to be had: the token is fixed, or `stale` was new and refused at
 * once (`reject`). Concurrent callers share one grant, which runs in the layer's scope: interrupting the caller that
 * started it fails nobody else. A refused grant, and a rejected token, are remembered for a minute, a `Retry-After` of
 * the login host for as long as it says. `fault` is what the last attempt of the grant under way failed with, for
 * callers that cannot wait for the next one.
 *
 * @since 0.1.0
 * @category tags
 */
export class Auth extends Context.Tag("genesys-jobs/Auth")<
  Auth,
  {
    readonly token: Effect.Effect<Token, GenesysError>
    readonly atHand: (clock: Clock.Clock) => Token | undefined
    readonly refresh: (stale: Token) => Effect.Effect<Option.Option<Token>, GenesysError>
    readonly reject: (fresh: Token) => Effect.Effect<void>
    readonly fault: () => GenesysError | undefined
  }
>() {}

/** Instants are monotonic milliseconds: a wall clock that is set back must not prolong a token or a refusal. */
interface Held {
  readonly token: Token
  readonly renewAt: number
  readonly expiresAt: number
}

type State = Data.TaggedEnum<{
  Empty: { readonly generation: number }
  /** `previous` is there while nobody has found it stale. */
  Granting: {
    readonly generation: number
    readonly result: Deferred.Deferred<Token, GenesysError>
    readonly previous: Held | undefined
  }
  Ready: { readonly generation: number; readonly held: Held }
  Refused: { readonly generation: number; readonly error: GenesysError; readonly until: number }
}>
const State = Data.taggedEnum<State>()

type Step = Data.TaggedEnum<{
  Use: { readonly token: Token }
  Fail: { readonly error: GenesysError; readonly until: number }
  Await: { readonly result: Deferred.Deferred<Token, GenesysError> }
  /** Start a grant, and use the previous token meanwhile where it is still good. */
  Start: { readonly generation: number; readonly previous: Held | undefined }
}>
const Step = Data.taggedEnum<Step>()

const expiryMarginMillis = 60_000
const refusalMemoryMillis = 60_000
const renewalPauseMillis = 10_000
const longestPauseMillis = 86_400_000

/** What a caller does, and the state it leaves. `stale` is the token that a 401 has found wanting. */
const decide = (state: State, now: number, stale: Token | undefined): readonly [Step, State] => {
  const good = (held: Held | undefined): held is Held =>
    held !== undefined &&
    now < held.expiresAt &&
    (stale === undefined || held.token.generation > stale.generation)
  const start = (previous: Held | undefined): readonly [Step, State] => [
    Step.Start({ generation: state.generation + 1, previous }),
    state
  ]
  switch (state._tag) {
    case "Empty":
      return start(undefined)
    case "Refused":
      return now < state.until
        ? [Step.Fail({ error: state.error, until: state.until }), state]
        : start(undefined)
    case "Ready":
      return good(state.held) && now < state.held.renewAt
        ? [Step.Use({ token: state.held.token }), state]
        : start(good(state.held) ? state.held : undefined)
    case "Granting":
      return good(state.previous)
        ? [Step.Use({ token: state.previous.token }), state]
        : [Step.Await({ result: state.result }), State.Granting({ ...state, previous: undefined })]
  }
}

/** The state after a grant. A login host that is down or refuses does not spoil a token that is still good. */
const settle = (
  state: State,
  generation: number,
  now: number,
  exit: Exit.Exit<ClientCredentialsGrant.Granted, GenesysError>
): State => {
  if (Exit.isSuccess(exit)) {
    const { expiresInMillis, token } = exit.value
    return State.Ready({
      generation,
      held: {
        token: { value: token, generation },
        renewAt: now + expiresInMillis - Math.min(expiryMarginMillis, expiresInMillis / 10),
        expiresAt: now + expiresInMillis
      }
    })
  }
  const error = Cause.failureOption(exit.cause)
  const pause = Option.match(error, { onNone: () => 0, onSome: pauseOf })
  const previous = state._tag === "Granting" ? state.previous : undefined
  if (previous !== undefined && now < previous.expiresAt) {
    const renewAt = now + Math.max(pause, renewalPauseMillis)
    return State.Ready({ generation, held: { ...previous, renewAt } })
  }
  return Option.isSome(error) && pause > 0
    ? State.Refused({ generation, error: error.value, until: now + pause })
    : State.Empty({ generation })
}

/** How long nobody asks again: a refusal stays one for a while, and a `Retry-After` means all callers. */
const pauseOf = (error: GenesysError): number =>
  isRefusal(error)
    ? refusalMemoryMillis
    : Math.min(
        longestPauseMillis,
        Option.match(error.retryAfter, { onNone: () => 0, onSome: Duration.toMillis })
      )

/** The same error for a later caller, whose wait is the rest of it. */
const later = (error: GenesysError, leftMillis: number): GenesysError => {
  const { reason } = error
  return reason._tag === "RateLimited" || reason._tag === "Unavailable"
    ? Ledger.error(
        Ledger.make({ operation: error.operation, idempotent: true }),
        { ...reason, retryAfterMillis: leftMillis },
        error.correlationId
      )
    : error
}

const isRefusal = (error: GenesysError): boolean => error.reason._tag === "Unauthorized"

const make: Effect.Effect<Auth["Type"], never, GenesysConfig | HttpClient.HttpClient | Scope.Scope> =
  Effect.gen(function* () {
    const config = yield* GenesysConfig
    const client = yield* HttpClient.HttpClient
    const scope = yield* Effect.scope
    const credentials = config.credentials
    if (credentials._tag === "AccessToken") return fixed(credentials.token)
    // The login host is an upstream of its own: while it is down, it is probed and not hammered.
    const breaker =
      config.policy.breaker === false
        ? undefined
        : yield* CircuitBreaker.make({ name: new URL(config.loginUrl).host, ...config.policy.breaker })
    let fault: GenesysError | undefined
    // The token that was refused although it was new, and until when nobody tries another one.
    let rejected: { readonly generation: number; readonly until: number } | undefined
    const grant = ClientCredentialsGrant.make(client, config, credentials, breaker, (error) => {
      fault = error
    })

    // A plain variable: each step is synchronous, and every request passes here.
    let state: State = State.Empty({ generation: 0 })

    /**
     * Starts in an uninterruptible region, so that whatever happens to it the waiters are told and the state moves on.
     */
    const run = Effect.fnUntraced(function* (
      generation: number,
      result: Deferred.Deferred<Token, GenesysError>
    ) {
      const exit = yield* Effect.exit(Effect.interruptible(grant))
      fault = undefined
      state = settle(state, generation, yield* Monotonic.now, exit)
      yield* DoorMetrics.granted(outcomeOf(exit))
      yield* Effect.logDebug("token asked for", { outcome: outcomeOf(exit), generation })
      yield* Deferred.done(
        result,
        Exit.map(exit, ({ token }) => ({ value: token, generation }))
      )
    })

    const obtain = (stale: Token | undefined): Effect.Effect<Token, GenesysError> =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const now = yield* Monotonic.now
          const [step, next] = decide(state, now, stale)
          state = next
          switch (step._tag) {
            case "Use":
              return step.token
            case "Fail":
              return yield* later(step.error, step.until - now)
            case "Await":
              return yield* restore(Deferred.await(step.result))
            case "Start": {
              const { generation, previous } = step
              const result = Deferred.unsafeMake<Token, GenesysError>(FiberId.none)
              state = State.Granting({ generation, result, previous })
              yield* Effect.forkIn(run(generation, result), scope)
              return previous === undefined ? yield* restore(Deferred.await(result)) : previous.token
            }
          }
        })
      )

    const atHand = (clock: Clock.Clock): Token | undefined =>
      state._tag === "Ready" && Monotonic.unsafeNow(clock) < state.held.renewAt ? state.held.token : undefined

    return {
      token: Effect.clockWith((clock) => {
        const token = atHand(clock)
        return token === undefined ? obtain(undefined) : Effect.succeed(token)
      }),
      atHand,
      refresh: (stale) =>
        Effect.flatMap(Monotonic.now, (now) =>
          rejected !== undefined && rejected.generation === stale.generation && now < rejected.until
            ? Effect.succeedNone
            : Effect.asSome(obtain(stale))
        ),
      reject: ({ generation }) =>
        Effect.map(Monotonic.now, (now) => {
          rejected = { generation, until: now + refusalMemoryMillis }
        }),
      fault: () => fault
    }
  })

/**
 * Tokens for the credentials of the configuration.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Auth, never, GenesysConfig | HttpClient.HttpClient> = Layer.scoped(Auth, make)

const outcomeOf = (exit: Exit.Exit<unknown, GenesysError>): "granted" | "refused" | "failed" => {
  if (Exit.isSuccess(exit)) return "granted"
  return Option.exists(Cause.failureOption(exit.cause), isRefusal) ? "refused" : "failed"
}

const fixed = (value: Redacted.Redacted): Auth["Type"] => {
  const token = { value, generation: 0 }
  return {
    token: Effect.succeed(token),
    atHand: () => token,
    refresh: () => Effect.succeedNone,
    reject: () => Effect.void,
    fault: () => undefined
  }
}
