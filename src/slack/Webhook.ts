/**
 * One request to an incoming webhook, and its verdict. Nothing that leaves this module holds the URL.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import type * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Payload } from "./BlockKit.js"
import * as SlackAnswer from "./SlackAnswer.js"
import * as SlackCode from "./SlackCode.js"
import type { Reason } from "./SlackError.js"

/**
 * Delivered, or why not.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict = Either.Either<void, Reason>

/**
 * A webhook that sends one request at a time.
 *
 * @since 0.1.0
 * @category models
 */
export interface Webhook {
  /** Sends a message once and reads what comes back, within `timeoutMillis`. */
  readonly send: (message: Payload, timeoutMillis: number) => Effect.Effect<Verdict>
}

/**
 * A webhook on the HttpClient at hand.
 *
 * With the fetch client, the request is made with `redirect: "manual"`, merged into the `RequestInit` that
 * is visible here; one that is provided to the fetch layer alone does not reach this request. Other clients
 * do not follow redirects by themselves.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (url: Redacted.Redacted): Effect.Effect<Webhook, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const client = yield* HttpClient.HttpClient
    const visible = yield* Effect.serviceOption(FetchHttpClient.RequestInit)
    const init: RequestInit = { ...Option.getOrElse(visible, () => ({})), redirect: "manual" }

    const exchange = (message: Payload): Effect.Effect<Verdict> =>
      client.execute(requestOf(url, message)).pipe(
        Effect.flatMap(readResponse),
        Effect.catchTags({ RequestError: readRequestError, ResponseError: readResponseError }),
        // A defect of the client may carry the URL; and an alert should outlive it.
        Effect.catchAllDefect((defect) => Effect.succeed(Either.left(SlackAnswer.readFailure(defect)))),
        Effect.map(Either.mapLeft((reason) => withoutSecret(reason, url))),
        Effect.provideService(FetchHttpClient.RequestInit, init),
        // The client's own span would hold the URL.
        Effect.withTracerEnabled(false)
      )

    return {
      send: (message, timeoutMillis) =>
        Effect.timeoutTo(exchange(message), {
          duration: timeoutMillis,
          onSuccess: (verdict) => verdict,
          onTimeout: () => Either.left({ _tag: "Ambiguous", kind: "timeout" })
        })
    }
  })

const requestOf = (url: Redacted.Redacted, message: Payload): HttpClientRequest.HttpClientRequest =>
  HttpClientRequest.post(Redacted.value(url)).pipe(
    HttpClientRequest.bodyText(JSON.stringify(message), "application/json; charset=utf-8")
  )

const readResponse = (response: HttpClientResponse.HttpClientResponse): Effect.Effect<Verdict> =>
  Effect.gen(function* () {
    const body = yield* Effect.option(response.text)
    const now = yield* Clock.currentTimeMillis
    const headers = response.headers
    return SlackAnswer.read({
      status: response.status,
      body: Option.getOrUndefined(body),
      retryAfter: headers["retry-after"],
      date: headers["date"],
      now
    })
  })

const readRequestError = (error: HttpClientError.RequestError): Effect.Effect<Verdict> =>
  Effect.succeed(
    Either.left(
      error.reason === "Transport"
        ? SlackAnswer.readFailure(error.cause)
        : { _tag: "Unreachable", kind: "request", code: error.reason }
    )
  )

// A client that turns statuses into errors has brought an answer all the same.
const readResponseError = (error: HttpClientError.ResponseError): Effect.Effect<Verdict> =>
  error.reason === "StatusCode"
    ? readResponse(error.response)
    : Effect.succeed(Either.left(SlackAnswer.readFailure(error.cause)))

// An answer may echo the URL: a word that Slack does not know and that stands in the URL is not repeated.
const withoutSecret = (reason: Reason, url: Redacted.Redacted): Reason => {
  if (!("code" in reason) || reason.code === undefined || Option.isSome(SlackCode.find(reason.code))) {
    return reason
  }
  if (!Redacted.value(url).toLowerCase().includes(reason.code.toLowerCase())) return reason
  const { code: _, ...rest } = reason
  return rest
}
