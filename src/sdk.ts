/**
 * Calls of the official SDK (`purecloud-platform-client-v2`, an optional peer) through the door: the same token,
 * retries, circuit breaker, limiter and errors. Published as `genesys-jobs/sdk`.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import type { Answer } from "./genesys/Answer.js"
import type { Options as CallOptions } from "./genesys/Call.js"
import type { GenesysError } from "./genesys/GenesysError.js"
import { GenesysHttp } from "./genesys/GenesysHttp.js"
import * as NetworkFault from "./genesys/NetworkFault.js"
import type { Reason } from "./genesys/Reason.js"

/**
 * What is needed of the SDK's `ApiClient`. Set its environment or gateway yourself; its login is not used.
 *
 * @since 0.1.0
 * @category models
 */
export interface ApiClient {
  setAccessToken(token: string): void
  getHttpClient(): HttpClient
  setHttpClient(client: HttpClient): void
}

/**
 * What is needed of the SDK's HTTP client.
 *
 * @since 0.1.0
 * @category models
 */
export interface HttpClient {
  request(options: object): Promise<unknown>
}

/**
 * - `deadline`: total time, waits and repetitions included. Default: the policy's.
 * - `retry`: `false` sends the request once.
 * - `idempotent`: whether repeating it is safe. Default: whether the operation begins with `get`, `head`, `options`,
 *   `put` or `delete`, in any case.
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Pick<CallOptions, "deadline" | "retry" | "idempotent">

/**
 * Runs one call of the SDK. `operation` is what errors and spans call it: the name of the SDK's method, or method and
 * path template. `call` makes exactly one call, at once (not after an `await`); it is called anew for each attempt.
 *
 * @since 0.1.0
 * @category tags
 */
export class SdkCall extends Context.Tag("genesys-jobs/SdkCall")<
  SdkCall,
  {
    readonly run: <A>(
      operation: string,
      call: () => Promise<A>,
      options?: Options
    ) => Effect.Effect<A, GenesysError>
  }
>() {}

/**
 * Runs one call of the SDK through the door:
 * `SdkCall.run("getUser", () => users.getUser(id))`.
 *
 * Whatever the SDK rejects with (the body alone, an extended response, an error of axios) becomes the same
 * `GenesysError`. Interrupting the fiber stops waits and repetitions at once, and closes the connection of a request
 * under way. An HTTP client of your own in the SDK (`setHttpClient`) has no way to be told: there the request goes on
 * by itself, and its answer is dropped.
 *
 * @since 0.1.0
 * @category combinators
 */
export const run = <A>(
  operation: string,
  call: () => Promise<A>,
  options?: Options
): Effect.Effect<A, GenesysError, SdkCall> =>
  Effect.flatMap(SdkCall, (sdk) => sdk.run(operation, call, options))

/**
 * Takes over the tokens of a client of the SDK, and listens to its answers, as long as the scope lives. One client
 * belongs to one door, and the SDK has one client for the whole process, `ApiClient.instance`. It needs version 212.1
 * of the SDK, the first that lets its HTTP client be replaced.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (client: ApiClient): Layer.Layer<SdkCall, never, GenesysHttp> =>
  Layer.scoped(
    SdkCall,
    Effect.gen(function* () {
      const door = yield* GenesysHttp
      const ear = yield* Effect.acquireRelease(
        Effect.sync(() => listen(client)),
        (ear) => Effect.sync(ear.stop)
      )
      return {
        run: <A>(operation: string, call: () => Promise<A>, options: Options = {}) =>
          door
            .run({
              ...options,
              operation,
              idempotent: options.idempotent ?? /^(?:get|head|options|put|delete)/i.test(operation),
              send: (token) =>
                Effect.async<Settled<A>, Reason>((resume, signal) => {
                  client.setAccessToken(Redacted.value(token.value))
                  const attempt: Attempt = { signal, answer: undefined, fault: undefined }
                  Either.match(
                    Either.try(() => ear.during(attempt, call)),
                    {
                      // The SDK checks parameters before it sends anything.
                      onLeft: () =>
                        resume(
                          Effect.fail({ _tag: "Transport", kind: "other", sent: "no", code: "parameters" })
                        ),
                      onRight: (promise) => {
                        promise.then(
                          (value) =>
                            resume(
                              Effect.succeed({ ...(attempt.answer ?? silent), value: Either.right(value) })
                            ),
                          (rejection: unknown) => resume(settled(attempt, rejection))
                        )
                      }
                    }
                  )
                }),
              accepts: (settled) => Either.isRight(settled.value),
              read: (settled): Either.Either<A, Reason> =>
                Either.flatMap(
                  Either.mapLeft(settled.value, () => undecodable(settled)),
                  (value) => (isGarbled(settled) ? Either.left(undecodable(settled)) : Either.right(value))
                )
            })
            .pipe(
              Effect.withSpan("SdkCall.run", {
                kind: "client",
                captureStackTrace: false,
                attributes: { operation }
              })
            )
      }
    })
  )

/** An answer as the pipe reads it, and what the SDK made of it. */
interface Settled<A> extends Answer {
  readonly value: Either.Either<A, "refused">
}

/** One attempt: its request under way, and what came of it, whatever the SDK passes on. */
interface Attempt {
  readonly signal: AbortSignal
  answer: Answer | undefined
  fault: unknown
}

const silent: Answer = { status: 200, headers: {}, text: "" }

/** Puts an HTTP client before the SDK's own that overhears the answers: the SDK drops status and headers of errors. */
const listen = (client: ApiClient) => {
  const inner = client.getHttpClient()
  let current: Attempt | undefined
  // The SDK accepts only descendants of its own class.
  const outer: HttpClient = Object.create(inner, {
    request: {
      value: (options: object): Promise<unknown> => {
        const attempt = current
        if (attempt === undefined) return inner.request(options)
        return send(inner, options, attempt.signal).then(
          (response) => {
            attempt.answer = heard(response)
            return response
          },
          (error: unknown) => {
            attempt.answer = Predicate.isRecord(error) ? answerOf(error["response"]) : undefined
            attempt.fault = error
            throw error
          }
        )
      }
    }
  })
  client.setHttpClient(outer)
  return {
    /** The SDK calls its HTTP client before it returns: requests that go out meanwhile belong to the attempt. */
    during: <A>(attempt: Attempt, call: () => Promise<A>): Promise<A> => {
      current = attempt
      try {
        return call()
      } finally {
        current = undefined
      }
    },
    stop: () => {
      if (client.getHttpClient() === outer) client.setHttpClient(inner)
    }
  }
}

/** Through the SDK's axios with a signal, where it is the SDK's own client; through whatever it is otherwise. */
const send = (client: HttpClient, options: object, signal: AbortSignal): Promise<unknown> => {
  if (isDefault(client)) return client._axiosInstance.request({ ...client.toAxiosConfig(options), signal })
  return client.request(options)
}

interface DefaultHttpClient extends HttpClient {
  readonly _axiosInstance: { request(config: object): Promise<unknown> }
  toAxiosConfig(options: object): object
}

const isDefault = (client: HttpClient): client is DefaultHttpClient =>
  "toAxiosConfig" in client &&
  typeof client.toAxiosConfig === "function" &&
  "_axiosInstance" in client &&
  Predicate.hasProperty(client._axiosInstance, "request") &&
  typeof client._axiosInstance.request === "function"

const settled = <A>(attempt: Attempt, rejection: unknown): Effect.Effect<Settled<A>, Reason> => {
  const answer = attempt.answer ?? (attempt.fault === undefined ? shapeOf(rejection) : undefined)
  return answer === undefined
    ? Effect.fail(NetworkFault.reasonOf(attempt.fault ?? rejection))
    : Effect.succeed({ ...answer, value: Either.left("refused") })
}

/** For requests that were not overheard: an extended response, an error of axios, or a body that names its status. */
const shapeOf = (rejection: unknown): Answer | undefined => {
  if (!Predicate.isRecord(rejection)) return undefined
  if (Predicate.isRecord(rejection["response"])) return answerOf(rejection["response"])
  if (Predicate.isRecord(rejection["headers"])) return answerOf({ ...rejection, data: rejection["body"] })
  return rejection instanceof Error ? undefined : answerOf({ status: rejection["status"], data: rejection })
}

/** Of a success only what is still text matters: what axios could parse, it has parsed. */
const heard = (response: unknown): Answer | undefined =>
  answerOf(
    Predicate.isRecord(response) && typeof response["data"] !== "string"
      ? { ...response, data: "" }
      : response
  )

const answerOf = (response: unknown): Answer | undefined => {
  if (!Predicate.isRecord(response) || typeof response["status"] !== "number") return undefined
  const { data, headers, status } = response
  return {
    status,
    headers: Predicate.isRecord(headers) ? textsOf(headers) : {},
    text: typeof data === "string" ? data : data === undefined ? "" : JSON.stringify(data)
  }
}

const textsOf = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" ? [[name.toLowerCase(), value]] : []
    )
  )

/** axios passes JSON that it cannot read on as text, and a web page as well. */
const isGarbled = ({ text }: Answer): boolean =>
  /^\s*[<[{]/.test(text) && Either.isLeft(Either.try((): unknown => JSON.parse(text)))

const undecodable = (answer: Answer): Reason => ({
  _tag: "Undecodable",
  status: answer.status,
  detail: "the SDK received something that is not the JSON it expects"
})
