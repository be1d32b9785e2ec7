/**
 * The door to the Genesys Cloud API: every request passes the same policies, in one order.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as DefaultServices from "effect/DefaultServices"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import type * as CircuitBreaker from "../resilience/CircuitBreaker.js"
import * as IdempotencyKey from "../resilience/IdempotencyKey.js"
import type * as Limiter from "../resilience/Limiter.js"
import * as ExactJson from "../text/ExactJson.js"
import * as Answer from "./Answer.js"
import * as Auth from "./Auth.js"
import * as Call from "./Call.js"
import * as CallRequest from "./CallRequest.js"
import * as Direct from "./Direct.js"
import { limitsOf } from "./DoorPolicy.js"
import * as Download from "./Download.js"
import * as GenesysConfig from "./GenesysConfig.js"
import { GenesysError } from "./GenesysError.js"
import * as Pipe from "./Pipe.js"
import type { Reason } from "./Reason.js"
import * as Secrets from "./Secrets.js"

type Ask = Omit<Call.Options, "body" | "rawBody">

/**
 * Calls to the API. Every method has typed errors and no requirements.
 *
 * - `request`: any call, with status, headers and counts in its reply.
 * - `get`, `post`, `put`, `patch`, `delete`: the decoded body alone.
 * - `download`: a file as a stream of bytes; a foreign host never receives the access token.
 * - `run`: what others send, through the same policies; `genesys-jobs/sdk` is built on it.
 * - `scrub`: takes secrets out of a text of the platform that will be shown.
 * - `breaker`: the circuit breaker of the API host, to observe, isolate or reset it.
 * - `limiter`: what is known of the rate limit, and how many calls wait for their turn.
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
    readonly run: Pipe.Pipe["run"]
    readonly scrub: (text: string) => string
    readonly breaker: CircuitBreaker.CircuitBreaker
    readonly limiter: Limiter.Limiter
  }
>() {}

const make: Effect.Effect<
  GenesysHttp["Type"],
  never,
  GenesysConfig.GenesysConfig | Auth.Auth | HttpClient.HttpClient | Scope.Scope
> = Effect.gen(function* () {
  const config = yield* GenesysConfig.GenesysConfig
  const auth = yield* Auth.Auth
  const client = yield* HttpClient.HttpClient
  const pipe = yield* Pipe.make(config, auth)
  const direct = Direct.of(client)
  const { maxAnswerBytes } = limitsOf(config.policy)

  const perform = <A, I>(call: Call.Call<A, I>, request: HttpClientRequest.HttpClientRequest) => {
    const decode =
      "schema" in call
        ? Answer.decode(Answer.reader(call.schema))
        : Answer.decode(call.decode, ExactJson.parse)
    return pipe.run({
      operation: Call.operation(call),
      idempotent: Call.isIdempotent(call),
      deadline: call.deadline,
      retry: call.retry,
      onWait: call.onWait,
      send: (token) => Answer.exchange(client, bearing(request, token), maxAnswerBytes),
      begin:
        direct === undefined || !Direct.takes(request)
          ? undefined
          : (token) => (done) =>
              direct(bearing(request, token), maxAnswerBytes, (end) => done(Direct.result(end))),
      accepts: Answer.isOk,
      read: (answer, { attempts, retries, retryAfter }): Either.Either<Call.Reply<A>, Reason> =>
        Either.map(decode(answer), (value) => ({
          value,
          status: answer.status,
          headers: answer.headers,
          correlationId: Answer.correlationId(answer),
          retryAfter,
          attempts,
          retries
        }))
    })
  }

  const request = <A, I>(call: Call.Call<A, I>): Effect.Effect<Call.Reply<A>, GenesysError> =>
    Effect.suspend(() =>
      Either.match(CallRequest.make(config, call), {
        onLeft: (fault) => Effect.fail(unsendable(call, fault)),
        onRight: (prepared) =>
          hasKey(call)
            ? Effect.flatMap(idempotencyKey(config, call, prepared), (key) =>
                perform(call, HttpClientRequest.setHeader(prepared.request, "idempotency-key", key))
              )
            : perform(call, prepared.request)
      })
    ).pipe(traced(call))

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
    download: Download.make({ client: Answer.quiet(client), config, pipe }),
    run: pipe.run,
    scrub: Secrets.scrubber(Secrets.ofConfig(config)),
    breaker: pipe.breaker,
    limiter: pipe.limiter
  }
})

/**
 * The door, over the configuration, the tokens and the HTTP client of the application. A client that follows redirects
 * by itself (`fetch` does, unless its `RequestInit` says `redirect: "manual"`) hides them from the door; that of
 * `genesys-jobs/node` does not.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<
  GenesysHttp,
  never,
  GenesysConfig.GenesysConfig | Auth.Auth | HttpClient.HttpClient
> = Layer.scoped(GenesysHttp, make)

/**
 * The door with its tokens, from a configuration value; all it needs is an HTTP client. Each call makes a door of its
 * own, with its own token, limiter and circuit; one value used in several places is one door.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerOptions = (
  options: GenesysConfig.Options
): Layer.Layer<GenesysHttp, GenesysConfig.InvalidConfig, HttpClient.HttpClient> =>
  // Layers are shared by identity, and these two are the same for every organisation.
  Layer.fresh(layer).pipe(Layer.provide(Layer.fresh(Auth.layer)), Layer.provide(GenesysConfig.layer(options)))

/**
 * The door with its tokens, from `Config` (see `GenesysConfig.fromConfig`); all it needs is an HTTP client. It is one
 * door wherever it is used; `Layer.fresh` makes another one, for another `ConfigProvider`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig: Layer.Layer<
  GenesysHttp,
  ConfigError.ConfigError | GenesysConfig.InvalidConfig,
  HttpClient.HttpClient
> = layer.pipe(Layer.provide(Auth.layer), Layer.provide(GenesysConfig.layerConfig))

const nobody = Context.get(DefaultServices.liveServices, Tracer.Tracer)

/** A span costs a third of what the policies do: it is made where somebody collects spans. */
const traced =
  <A, I>(call: Call.Call<A, I>) =>
  (effect: Effect.Effect<Call.Reply<A>, GenesysError>): Effect.Effect<Call.Reply<A>, GenesysError> =>
    Effect.tracerWith((tracer) =>
      tracer === nobody
        ? effect
        : effect.pipe(
            Effect.tapBoth({
              onSuccess: ({ correlationId, retries, status }) =>
                annotated({ correlationId, retries, status }),
              onFailure: ({ correlationId, reason, retries, status }) =>
                annotated({ correlationId, retries, status: Option.getOrUndefined(status), reason })
            }),
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
    )

const annotated = (end: {
  readonly correlationId: string | undefined
  readonly retries: number
  readonly status: number | undefined
  readonly reason?: Reason
}): Effect.Effect<void> =>
  Effect.annotateCurrentSpan({
    "http.request.resend_count": end.retries,
    ...(end.status === undefined ? {} : { "http.response.status_code": end.status }),
    ...(end.correlationId === undefined ? {} : { correlationId: end.correlationId }),
    ...(end.reason === undefined ? {} : { "error.type": end.reason._tag })
  })

const bearing = (request: HttpClientRequest.HttpClientRequest, token: Auth.Token) =>
  HttpClientRequest.bearerToken(request, token.value)

const unsendable = <A, I>(call: Call.Call<A, I>, { cause, code }: CallRequest.Unsendable): GenesysError =>
  new GenesysError({
    operation: Call.operation(call),
    reason: { _tag: "Transport", kind: "invalid", sent: "no", code, cause },
    idempotent: Call.isIdempotent(call),
    attempts: 0,
    retries: 0
  })

/** A PATCH carries a key where the caller names its operation. */
const hasKey = ({ method, operationId }: Call.Head): boolean =>
  method === "POST" || method === "PUT" || (method === "PATCH" && operationId !== undefined)

const idempotencyKey = <A, I>(
  config: GenesysConfig.GenesysConfig["Type"],
  call: Call.Call<A, I>,
  prepared: CallRequest.Prepared
): Effect.Effect<string> =>
  Effect.flatMap(
    call.operationId === undefined ? IdempotencyKey.operationId : Effect.succeed(call.operationId),
    (operationId) =>
      IdempotencyKey.derive({
        method: call.method,
        path: prepared.path,
        body: prepared.body,
        clientId: config.credentials._tag === "ClientCredentials" ? config.credentials.clientId : "",
        operationId
      })
  )
