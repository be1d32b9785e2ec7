/**
 * One exchange over HTTP: the request goes out once, the whole answer comes back as text, and what went wrong is a
 * `Reason`.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FiberRef from "effect/FiberRef"
import * as Option from "effect/Option"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type * as Limiter from "../resilience/Limiter.js"
import * as ErrorBody from "./ErrorBody.js"
import * as NetworkFault from "./NetworkFault.js"
import type { Reason } from "./Reason.js"
import * as Secrets from "./Secrets.js"

/**
 * A whole answer. Header names are in lower case.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/**
 * Whether the status says success.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isOk = (answer: { readonly status: number }): boolean =>
  answer.status >= 200 && answer.status <= 299

/**
 * A client without spans of its own: they would hold concrete URLs, and the door has one for the call. Nor does it send
 * the ids of a trace to the platform.
 *
 * @since 0.1.0
 * @category combinators
 */
export const quiet: (client: HttpClient.HttpClient) => HttpClient.HttpClient =
  HttpClient.withTracerDisabledWhen(() => true)

/**
 * The same for whatever client this fiber uses from now on: for a fiber that does nothing but send one request.
 *
 * @since 0.1.0
 * @category combinators
 */
export const quietFiber: Effect.Effect<void> = FiberRef.set(HttpClient.currentTracerDisabledWhen, () => true)

/**
 * The size of the largest answer that is read unless it is told otherwise: 64 MiB.
 *
 * @since 0.1.0
 * @category constructors
 */
export const defaultMaxBytes = 64 * 1024 * 1024

/**
 * Sends the request once and reads the answer to its last byte. One that says that it is larger than `maxBytes` is not
 * read.
 *
 * @since 0.1.0
 * @category combinators
 */
export const exchange = (
  client: HttpClient.HttpClient,
  request: HttpClientRequest,
  maxBytes: number = defaultMaxBytes
): Effect.Effect<Answer, Reason> =>
  Effect.flatMap(Effect.mapError(client.execute(request), reasonOfClient), (response) => {
    const { headers, status } = response
    // The answer to HEAD tells the length of what is not sent.
    return request.method !== "HEAD" && Number(headers["content-length"] ?? 0) > maxBytes
      ? Effect.fail(tooLarge(status, maxBytes))
      : Effect.flatMap(Effect.mapError(response.text, reasonOfClient), (text) =>
          // Not every answer tells its length, and clients undo compression.
          text.length > maxBytes
            ? Effect.fail(tooLarge(status, maxBytes))
            : Effect.succeed({ status, headers, text })
        )
  })

/**
 * The reason of an answer that is too large to be read. It will not be smaller the next time.
 *
 * @since 0.1.0
 * @category constructors
 */
export const tooLarge = (status: number, maxBytes: number): Reason => ({
  _tag: "Undecodable",
  status,
  detail: `it is larger than ${maxBytes} bytes`,
  final: true
})

/**
 * Why the client failed, without the request that it holds.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reasonOfClient = (error: HttpClientError): Reason =>
  error._tag === "RequestError" && error.reason !== "Transport"
    ? { _tag: "Transport", kind: "other", sent: "no", code: error.reason }
    : NetworkFault.reasonOf(error.cause ?? {}, error._tag === "ResponseError")

/**
 * The correlation id of an answer, for the vendor's support.
 *
 * @since 0.1.0
 * @category combinators
 */
export const correlationId = (answer: Answer, body?: ErrorBody.ErrorBody): string | undefined =>
  answer.headers["inin-correlation-id"] ?? body?.contextId

/**
 * What the answer tells of the rate limit of the token (`inin-ratelimit-count`, `-allowed`, `-reset` in seconds), where
 * it tells all of it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const rateLimit = (answer: Answer): Option.Option<Limiter.Observation> => {
  const allowed = amount(answer.headers["inin-ratelimit-allowed"])
  if (allowed === undefined) return Option.none()
  const count = amount(answer.headers["inin-ratelimit-count"])
  const reset = amount(answer.headers["inin-ratelimit-reset"])
  return count === undefined || reset === undefined ? Option.none() : Option.some({ count, allowed, reset })
}

const amount = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : undefined

/**
 * The body of an error answer, JSON or not, without the secrets.
 *
 * @since 0.1.0
 * @category combinators
 */
export const errorBody = (answer: Answer, secrets: ReadonlyArray<string>): ErrorBody.ErrorBody =>
  ErrorBody.fromUnknown(
    Either.getOrElse(json(answer.text), () => answer.text),
    Secrets.scrubber(secrets)
  )

/**
 * Makes a value of the body of a good answer. The left side says what is wrong with the body: the place and in what
 * way, never the content.
 *
 * @since 0.1.0
 * @category models
 */
export type Reader<A> = (body: unknown) => Either.Either<A, string>

type Parse = (text: string) => unknown

/**
 * Reads what a Schema describes. The left side names the first places at fault.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = <A, I>(schema: Schema.Schema<A, I>): Reader<A> => {
  const parse = Schema.decodeUnknownEither(schema)
  return (body) => Either.mapLeft(parse(body), places)
}

/**
 * Decodes a success answer. What is not JSON, or not what the reader expects, is `Undecodable`.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decode =
  <A>(read: Reader<A>, parse?: Parse): ((answer: Answer) => Either.Either<A, Reason>) =>
  (answer) => {
    const undecodable = (detail: string): Reason => ({ _tag: "Undecodable", status: answer.status, detail })
    // An empty body (204, or an answer to DELETE) stands for "no value".
    const body = answer.text === "" ? Either.right(undefined) : json(answer.text, parse)
    return Either.isLeft(body)
      ? Either.left(undecodable(notJson(answer)))
      : Either.mapLeft(read(body.right), undecodable)
  }

const json = (text: string, parse: Parse = JSON.parse): Either.Either<unknown, unknown> =>
  Either.try(() => parse(text))

const notJson = (answer: Answer): string => {
  const type = answer.headers["content-type"]?.split(";")[0]?.trim().toLowerCase()
  return type === "text/html" || /^\s*</.test(answer.text.slice(0, 200))
    ? "a web page came instead of JSON"
    : "the JSON is cut off or malformed"
}

const places = (error: ParseResult.ParseError): string => {
  const issues = ParseResult.ArrayFormatter.formatErrorSync(error)
  const shown = issues.slice(0, 3).map((issue) => {
    const place = issue.path.length === 0 ? "the answer" : issue.path.map(String).join(".")
    return `${place} ${issue._tag === "Missing" ? "is missing" : "is not what was expected"}`
  })
  return shown.join(", ") + (issues.length > 3 ? `, and ${issues.length - 3} more` : "")
}
