/**
 * The door to the Genesys Cloud API: every request passes the same policies, in one order.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import * as CircuitBreaker from "../resilience/CircuitBreaker.js"
import * as IdempotencyKey from "../resilience/IdempotencyKey.js"
import * as Limiter from "../resilience/Limiter.js"
import * as RetryAfter from "../resilience/RetryAfter.js"
import * as RetryBudget from "../resilience/RetryBudget.js"
import * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as Answer from "./Answer.js"
import * as Auth from "./Auth.js"
import * as Call from "./Call.js"
import * as ClientCredentialsGrant from "./ClientCredentialsGrant.js"
import * as DoorMetrics from "./DoorMetrics.js"
import * as Download from "./Download.js"
import * as GenesysConfig from "./GenesysConfig.js"
import { GenesysError, reasonOfStatus } from "./GenesysError.js"
import * as Ledger from "./Ledger.js"
import type { Reason } from "./Reason.js"

type Ask = Omit<Call.Options, "body" | "rawBody">

/**
 * Calls to the API. Every method has typed errors and no requirements.
 *
 * - `request`: any call, with status, headers and counts in its reply.
 * - `get`, `post`, `put`, `patch`, `delete`: the decoded body alone.
 * - `download`: a file as a stream of bytes; a foreign host never receives the access token.
 * - `breaker`: the circuit breaker of the API host, to observe, isolate or reset it.
 *
 * @since 0.1.0
 * @category tags
 */
export class GenesysHttp extends Context.Tag("genesys-jobs/GenesysHttp")<
  GenesysHttp,
  {
    readonly request: <A, I>(call: Call.Call<A, I>) => Effect.Effect<Call.Reply<A>, GenesysError>
    readonly get: <A, I>(
      path: string,
      schema: Schema.Schema<A, I>,
      options?: Ask
    ) => Effect.Effect<A, GenesysError>
    readonly post: <A, I>(
      path: string,
      schema: Schema.Schema<A, I>,
      options?: Call.Options
    ) => Effect.Effect<A, GenesysError>
    readonly put: <A, I>(
      path: string,
      schema: Schema.Schema<A, I>,
      options?: Call.Options
    ) => Effect.Effect<A, GenesysError>
    readonly patch: <A, I>(
      path: string,
      schema: Schema.Schema<A, I>,
      options?: Call.Options
    ) => Effect.Effect<A, GenesysError>
    readonly delete: <A, I>(
      path: string,
      schema: Schema.Schema<A, I>,
      options?: Ask
    ) => Effect.Effect<A, GenesysError>
    readonly download: (download: Call.Download) => Stream.Stream<Uint8Array, GenesysError>
    readonly breaker: CircuitBreaker.CircuitBreaker
  }
>() {}

const make: Effect.Effect<
  GenesysHttp["Type"],
  never,
  GenesysConfig.GenesysConfig | Auth.Auth | HttpClient.HttpClient
> = Effect.gen(function* () {
  const config = yield* GenesysConfig.GenesysConfig
  const auth = yield* Auth.Auth
  const client = Answer.quiet(yield* HttpClient.HttpClient)
  const policy = config.policy
  const retryPolicy = RetryPolicy.make(policy.retry)
  const noRetry = RetryPolicy.make({ ...policy.retry, maxRetries: 0, networkMaxRetries: 0 })
  const attemptTimeout = Duration.decode(policy.attemptTimeout ?? Duration.seconds(15))
  const defaultDeadline = Duration.decode(policy.deadline ?? Duration.minutes(5))
  const host = new URL(config.apiUrl).host
  const breaker = yield* CircuitBreaker.make({
    name: host,
    ...(policy.breaker === false ? {} : policy.breaker)
  })
  const limiter = policy.limiter === false ? Limiter.unlimited : yield* Limiter.make
  const retryBudget =
    policy.retryBudget === false ? RetryBudget.unlimited : yield* RetryBudget.make(policy.retryBudget)

  /** Epoch milliseconds before which the platform wants no request of this token. */
  let heldUntil = 0

  const guard = <A>(attempt: Effect.Effect<A, GenesysError>, ledger: Ledger.Ledger) =>
    policy.breaker === false
      ? attempt
      : Effect.catchTag(breaker.protect(attempt, judge), "CircuitOpen", ({ until }) =>
          Effect.fail(Ledger.error(ledger, { _tag: "CircuitOpen", until }))
        )

  const perform = <A, I>(call: Call.Call<A, I>, request: HttpClientRequest.HttpClientRequest) => {
    const decode = Answer.decode(call.schema)
    return Effect.suspend(() => {
      const ledger = Ledger.make(Call.operation(call), Call.isIdempotent(call))
      const total = call.deadline === undefined ? defaultDeadline : Duration.decode(call.deadline)

      const attempt = (deadline: number): Effect.Effect<Call.Reply<A>, GenesysError> =>
        limiter
          // Waiting for a place is not an attempt timing out; nor is waiting for a token, which has its own timeout.
          .protect((observe) =>
            auth.token.pipe(
              Effect.zipLeft(limiter.held),
              Effect.flatMap((token) => send(token, request, ledger)),
              Effect.tap((answer) => observed(answer, observe)),
              Effect.flatMap((answer) => understand(answer, decode, ledger))
            )
          )
          .pipe(
            // A wait that the platform asked for and that is longer than the call may take fails now.
            (sending) => Effect.zipRight(admission(ledger, deadline), sending),
            // An open circuit takes no place in the limiter's queue.
            (admitted) => guard(admitted, ledger),
            // A new token and the one replay belong to the same attempt: they cost no retry and no delay.
            Effect.catchIf(
              (error) => error.wantsFreshToken && !ledger.replayed,
              (error) => replay(error, ledger, attempt(deadline))
            )
          )

      return Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const deadline = now + Duration.toMillis(total)
        return attempt(deadline).pipe(
          // Each attempt asks the breaker again; an open circuit ends the call with its last real error.
          RetryPolicy.retry({
            policy: call.retry === false ? noRetry : retryPolicy,
            advice,
            call: { deadline, retryBudget, onRetry: (error, retry) => Ledger.retrying(ledger, error, retry) },
            onStop: (error, stop) => Effect.fail(Ledger.final(ledger, error, stop.reason))
          }),
          Effect.timeoutFail({
            duration: total,
            onTimeout: () =>
              Ledger.error(ledger, { _tag: "DeadlineExceeded", afterMillis: Duration.toMillis(total) })
          })
        )
      })
    }).pipe(
      Effect.withSpan("GenesysHttp.request", {
        kind: "client",
        captureStackTrace: false,
        attributes: {
          "http.request.method": call.method,
          "url.template": call.path,
          operation: Call.operation(call)
        }
      })
    )
  }

  const admission = (ledger: Ledger.Ledger, deadline: number): Effect.Effect<void, GenesysError> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) =>
      heldUntil > now && (heldUntil >= deadline || heldUntil - now > retryPolicy.maxRetryAfter)
        ? Effect.fail(
            Ledger.error(ledger, {
              _tag: "RateLimited",
              status: 429,
              retryAfterMillis: heldUntil - now,
              body: { codes: [], message: "the platform told another request of the same token to wait" }
            })
          )
        : Effect.void
    )

  /** The platform's word to one request is a word to all of the same token, queued ones included. */
  const hold = (until: number): Effect.Effect<void> =>
    Effect.suspend(() => {
      heldUntil = Math.max(heldUntil, until)
      return limiter.holdUntil(until)
    })

  const send = (token: Auth.Token, request: HttpClientRequest.HttpClientRequest, ledger: Ledger.Ledger) =>
    Effect.suspend(() => {
      Ledger.sending(ledger, token)
      return Answer.exchange(client, HttpClientRequest.bearerToken(request, token.value)).pipe(
        Effect.timeoutFail({
          duration: attemptTimeout,
          onTimeout: (): Reason => ({ _tag: "Timeout", afterMillis: Duration.toMillis(attemptTimeout) })
        }),
        Effect.tapError((reason) => DoorMetrics.requested(reason._tag)),
        Effect.mapError((reason) => Ledger.error(ledger, reason))
      )
    })

  const understand = <A>(
    answer: Answer.Answer,
    decode: (answer: Answer.Answer) => Either.Either<A, Reason>,
    ledger: Ledger.Ledger
  ): Effect.Effect<Call.Reply<A>, GenesysError> =>
    Effect.gen(function* () {
      const now = yield* Clock.currentTimeMillis
      const hint = RetryAfter.parse(answer.headers["retry-after"], { now, date: answer.headers["date"] })
      const wait = RetryAfter.delay(hint)
      if (answer.status >= 200 && answer.status <= 299) {
        const value = decode(answer)
        yield* DoorMetrics.requested(Either.isRight(value) ? "success" : value.left._tag)
        if (Either.isLeft(value)) return yield* Ledger.error(ledger, value.left, Answer.correlationId(answer))
        return {
          value: value.right,
          status: answer.status,
          headers: answer.headers,
          correlationId: Answer.correlationId(answer),
          retryAfter: wait,
          attempts: ledger.attempts,
          retries: ledger.retries
        }
      }
      const body = Answer.errorBody(answer)
      const reason = reasonOfStatus({
        status: answer.status,
        body,
        retryAfter: wait,
        possiblyApplied: ledger.possiblyApplied
      })
      yield* DoorMetrics.requested(reason._tag)
      if (reason._tag === "RateLimited" || reason._tag === "Unavailable") {
        yield* DoorMetrics.asked(RetryAfter.form(hint))
        if (Option.isSome(wait)) yield* hold(now + Duration.toMillis(wait.value))
      }
      return yield* Ledger.error(ledger, reason, Answer.correlationId(answer, body))
    })

  const replay = <A>(
    error: GenesysError,
    ledger: Ledger.Ledger,
    attempt: Effect.Effect<A, GenesysError>
  ): Effect.Effect<A, GenesysError> =>
    Effect.suspend(() => {
      const stale = ledger.token
      ledger.replayed = true
      return stale === undefined
        ? Effect.fail(error)
        : Effect.flatMap(
            auth.refresh(stale),
            Option.match({ onNone: () => Effect.fail(error), onSome: () => attempt })
          )
    })

  const request = <A, I>(call: Call.Call<A, I>): Effect.Effect<Call.Reply<A>, GenesysError> =>
    Either.match(Call.fillPath(call.path, call.params), {
      onLeft: (name) => Effect.fail(unsendable(call, `parameter ${name}`)),
      onRight: (path) => {
        const plain = Call.request(config, path, call)
        return call.method === "POST" || call.method === "PUT"
          ? Effect.flatMap(idempotencyKey(config, path, call), (key) =>
              perform(call, HttpClientRequest.setHeader(plain, "idempotency-key", key))
            )
          : perform(call, plain)
      }
    })

  const value =
    (method: Call.Method) =>
    <A, I>(path: string, schema: Schema.Schema<A, I>, options?: Call.Options) =>
      Effect.map(request({ ...options, method, path, schema }), (reply) => reply.value)

  return {
    request,
    get: value("GET"),
    post: value("POST"),
    put: value("PUT"),
    patch: value("PATCH"),
    delete: value("DELETE"),
    download: Download.make({ client, config, auth, retryPolicy, attemptTimeout, defaultDeadline }),
    breaker
  }
})

/**
 * The door, over the configuration, the tokens and the HTTP client of the application.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<
  GenesysHttp,
  never,
  GenesysConfig.GenesysConfig | Auth.Auth | HttpClient.HttpClient
> = Layer.effect(GenesysHttp, make)

/**
 * The door with its tokens, from a configuration value; all it needs is an HTTP client.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerOptions = (
  options: GenesysConfig.Options
): Layer.Layer<GenesysHttp, GenesysConfig.InvalidConfig, HttpClient.HttpClient> =>
  layer.pipe(Layer.provide(Auth.layer), Layer.provide(GenesysConfig.layer(options)))

/**
 * The door with its tokens, from `Config` (see `GenesysConfig.config`); all it needs is an HTTP client.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig: Layer.Layer<
  GenesysHttp,
  ConfigError.ConfigError | GenesysConfig.InvalidConfig,
  HttpClient.HttpClient
> = layer.pipe(Layer.provide(Auth.layer), Layer.provide(GenesysConfig.layerConfig))

/** A fault of the login host is not the API's: it neither opens the circuit nor spends this call's retries. */
const isOfLogin = (error: GenesysError): boolean => error.operation === ClientCredentialsGrant.operation

const observed = (
  answer: Answer.Answer,
  observe: (seen: Limiter.Observation) => Effect.Effect<void>
): Effect.Effect<void> =>
  Option.match(Answer.rateLimit(answer), { onNone: () => Effect.void, onSome: observe })

const judge = (error: GenesysError): "failure" | "neutral" =>
  error.countsAgainstBreaker && !isOfLogin(error) ? "failure" : "neutral"

const advice: RetryPolicy.Advice<GenesysError> = {
  budget: (error) => (isOfLogin(error) ? "none" : error.budget),
  retryAfter: (error) => error.retryAfter
}

const unsendable = <A, I>(call: Call.Call<A, I>, code: string): GenesysError =>
  new GenesysError({
    operation: Call.operation(call),
    reason: { _tag: "Transport", kind: "other", sent: "no", code },
    idempotent: Call.isIdempotent(call),
    attempts: 0,
    retries: 0
  })

const idempotencyKey = <A, I>(
  config: GenesysConfig.GenesysConfig["Type"],
  path: string,
  call: Call.Call<A, I>
): Effect.Effect<string> =>
  Effect.flatMap(
    call.operationId === undefined ? IdempotencyKey.operationId : Effect.succeed(call.operationId),
    (operationId) =>
      IdempotencyKey.derive({
        method: call.method,
        path,
        body: call.body,
        clientId: config.credentials._tag === "ClientCredentials" ? config.credentials.clientId : "",
        operationId
      })
  )
