/**
 * Access tokens. Any number of callers share one token and one grant.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import * as ClientCredentialsGrant from "./ClientCredentialsGrant.js"
import * as DoorMetrics from "./DoorMetrics.js"
import { GenesysConfig } from "./GenesysConfig.js"
import type { GenesysError } from "./GenesysError.js"

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
 * `token` is the current token, obtained first where there is none or where it is about to expire. `refresh(stale)` is a
 * token newer than `stale`, or `None` where the token is fixed and cannot be renewed. Concurrent callers share one grant,
 * which runs in the layer's scope: interrupting the caller that started it fails nobody else. A refused grant is
 * remembered for a minute.
 *
 * @since 0.1.0
 * @category tags
 */
export class Auth extends Context.Tag("genesys-jobs/Auth")<
  Auth,
  {
    readonly token: Effect.Effect<Token, GenesysError>
    readonly refresh: (stale: Token) => Effect.Effect<Option.Option<Token>, GenesysError>
  }
>() {}

interface Held {
  readonly token: Token
  readonly renewAt: number
  readonly expiresAt: number
}

type State = Data.TaggedEnum<{
  Empty: { readonly generation: number }
  Granting: { readonly generation: number; readonly result: Deferred.Deferred<Token, GenesysError> }
  Ready: { readonly generation: number; readonly held: Held }
  Refused: { readonly generation: number; readonly error: GenesysError; readonly until: number }
}>
const State = Data.taggedEnum<State>()

type Step = Data.TaggedEnum<{
  Use: { readonly token: Token }
  Fail: { readonly error: GenesysError }
  Await: { readonly result: Deferred.Deferred<Token, GenesysError> }
  Start: { readonly generation: number; readonly previous: Held | undefined }
}>
const Step = Data.taggedEnum<Step>()

const expiryMarginMillis = 60_000
const refusalMemoryMillis = 60_000
const renewalPauseMillis = 10_000

const make: Effect.Effect<Auth["Type"], never, GenesysConfig | HttpClient.HttpClient | Scope.Scope> =
  Effect.gen(function* () {
    const config = yield* GenesysConfig
    const client = yield* HttpClient.HttpClient
    const scope = yield* Effect.scope
    const credentials = config.credentials
    if (credentials._tag === "AccessToken") return fixed(credentials.token)

    const state = yield* Ref.make<State>(State.Empty({ generation: 0 }))
    const grant = ClientCredentialsGrant.make(client, config, credentials)

    /** Runs in the layer's scope and always leaves a state behind that the next caller can go on from. */
    const run = (
      generation: number,
      previous: Held | undefined,
      result: Deferred.Deferred<Token, GenesysError>
    ) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const exit = yield* Effect.exit(restore(grant))
          const now = yield* Clock.currentTimeMillis
          if (Exit.isSuccess(exit)) {
            const token: Token = { value: exit.value.token, generation }
            const life = exit.value.expiresInMillis
            const held = {
              token,
              renewAt: now + life - Math.min(expiryMarginMillis, life / 10),
              expiresAt: now + life
            }
            yield* Ref.set(state, State.Ready({ generation, held }))
            yield* DoorMetrics.granted("granted")
            return yield* Deferred.succeed(result, token)
          }
          const failure = Exit.match(exit, {
            onSuccess: () => Option.none(),
            onFailure: (cause) => (cause._tag === "Fail" ? Option.some(cause.error) : Option.none())
          })
          const refused = Option.filter(failure, (error) => error.reason._tag === "Unauthorized")
          yield* DoorMetrics.granted(Option.isSome(refused) ? "refused" : "failed")
          if (Option.isSome(refused)) {
            const until = now + refusalMemoryMillis
            yield* Ref.set(state, State.Refused({ generation, error: refused.value, until }))
            return yield* Deferred.fail(result, refused.value)
          }
          // A login host that is down does not spoil a token that is still good.
          if (previous !== undefined && now < previous.expiresAt) {
            const held = { ...previous, renewAt: now + renewalPauseMillis }
            yield* Ref.set(state, State.Ready({ generation, held }))
            return yield* Deferred.succeed(result, previous.token)
          }
          yield* Ref.set(state, State.Empty({ generation }))
          return yield* Deferred.done(
            result,
            Exit.map(exit, ({ token }) => ({ value: token, generation }))
          )
        })
      )

    const decide = (
      current: State,
      now: number,
      stale: Token | undefined,
      result: Deferred.Deferred<Token, GenesysError>
    ): readonly [Step, State] =>
      State.$match(current, {
        Granting: (granting) => [Step.Await({ result: granting.result }), granting] as const,
        Ready: (ready) => {
          const { held } = ready
          const good = stale === undefined ? now < held.renewAt : held.token.generation > stale.generation
          return good
            ? ([Step.Use({ token: held.token }), ready] as const)
            : start(ready.generation + 1, stale === undefined ? held : undefined, result)
        },
        Refused: (refused) =>
          now < refused.until
            ? ([Step.Fail({ error: refused.error }), refused] as const)
            : start(refused.generation + 1, undefined, result),
        Empty: ({ generation }) => start(generation + 1, undefined, result)
      })

    const obtain = (stale: Token | undefined): Effect.Effect<Token, GenesysError> =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          const result = yield* Deferred.make<Token, GenesysError>()
          const step = yield* Ref.modify(state, (current) => decide(current, now, stale, result))
          switch (step._tag) {
            case "Use":
              return step.token
            case "Fail":
              return yield* step.error
            case "Await":
              return yield* restore(Deferred.await(step.result))
            case "Start": {
              yield* Effect.forkIn(Effect.interruptible(run(step.generation, step.previous, result)), scope)
              return yield* restore(Deferred.await(result))
            }
          }
        })
      )

    return {
      token: Effect.suspend(() => obtain(undefined)),
      refresh: (stale) => Effect.asSome(obtain(stale))
    }
  })

/**
 * Tokens for the credentials of the configuration.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Auth, never, GenesysConfig | HttpClient.HttpClient> = Layer.scoped(Auth, make)

const start = (
  generation: number,
  previous: Held | undefined,
  result: Deferred.Deferred<Token, GenesysError>
): readonly [Step, State] => [Step.Start({ generation, previous }), State.Granting({ generation, result })]

const fixed = (value: Redacted.Redacted): Auth["Type"] => ({
  token: Effect.succeed({ value, generation: 0 }),
  refresh: () => Effect.succeedNone
})
