/**
 * What a scripted platform replies, faults included.
 *
 * @since 0.1.0
 */
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as TextResponse from "./TextResponse.js"

/**
 * What the platform does with a request, after a delay:
 *
 * - `Answer`: an answer; a body that is no string is written as JSON.
 * - `CutOff`: an answer whose body breaks off after some bytes.
 * - `Fault`: no answer; the client fails with this cause, as `fetch` and undici do.
 * - `Silence`: no answer, and no fault either.
 *
 * @since 0.1.0
 * @category models
 */
export type Reply = Data.TaggedEnum<{
  Answer: {
    readonly status: number
    readonly headers: Headers
    readonly body: unknown
    readonly after: Duration.DurationInput
  }
  CutOff: {
    readonly status: number
    readonly headers: Headers
    readonly bytes: Uint8Array
    readonly after: Duration.DurationInput
  }
  Fault: { readonly cause: unknown; readonly after: Duration.DurationInput }
  Silence: Record<never, never>
}>

/**
 * Header fields by name; one that is sent several times has several values.
 *
 * @since 0.1.0
 * @category models
 */
export type Headers = Readonly<Record<string, string | ReadonlyArray<string>>>

/**
 * Header fields of a reply, and how long it takes.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly headers?: Headers | undefined
  readonly after?: Duration.DurationInput | undefined
}

/**
 * Constructors and matchers of {@link Reply}.
 *
 * @since 0.1.0
 * @category constructors
 */
export const Reply = Data.taggedEnum<Reply>()

/**
 * An answer with a status; a body that is no string is written as JSON.
 *
 * @since 0.1.0
 * @category constructors
 */
export const answer = (status: number, body: unknown = "", options: Options = {}): Reply =>
  Reply.Answer({ status, body, headers: options.headers ?? {}, after: options.after ?? 0 })

/**
 * `200` with a JSON body.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ok = (body: unknown, options: Options = {}): Reply => answer(200, body, options)

/**
 * A failure of the network with the code that Node gives it (`ECONNRESET`, `ENOTFOUND`).
 *
 * @since 0.1.0
 * @category constructors
 */
export const fault = (code: string, options: Options = {}): Reply =>
  Reply.Fault({ cause: { name: "Error", code, message: code }, after: options.after ?? 0 })

/**
 * An answer that breaks off after the given bytes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const cutOff = (bytes: Uint8Array, options: Options = {}): Reply =>
  Reply.CutOff({ status: 200, bytes, headers: options.headers ?? {}, after: options.after ?? 0 })

/**
 * No answer, ever.
 *
 * @since 0.1.0
 * @category constructors
 */
export const silence: Reply = Reply.Silence()

/**
 * Carries a reply out, as the answer of an HTTP client to the request.
 *
 * @since 0.1.0
 * @category combinators
 */
export const carryOut = (
  reply: Reply,
  request: HttpClientRequest.HttpClientRequest
): Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError> =>
  Reply.$match(reply, {
    Answer: ({ after, body, headers, status }) =>
      later(after, () =>
        body instanceof Uint8Array
          ? respond(request, status, headers, new Uint8Array(body))
          : tell(request, status, headers, body)
      ),
    CutOff: ({ after, bytes, headers, status }) =>
      later(after, () => respond(request, status, headers, breaking(bytes))),
    Fault: ({ after, cause }) =>
      Effect.zipRight(
        later(after, () => undefined),
        Effect.fail(new HttpClientError.RequestError({ request, reason: "Transport", cause }))
      ),
    Silence: () => Effect.never
  })

const later = <A>(after: Duration.DurationInput, make: () => A): Effect.Effect<A> => {
  const made = Effect.sync(make)
  return Duration.toMillis(after) === 0 ? made : Effect.delay(made, after)
}

/** Most answers: read at once, so that neither TestClock nor a virtual clock has to wait for a promise. */
const tell = (
  request: HttpClientRequest.HttpClientRequest,
  status: number,
  headers: Headers,
  body: unknown
): HttpClientResponse.HttpClientResponse => {
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body)
  const whole = () => respond(request, status, headers, text)
  return TextResponse.make({ request, status, headers, text, whole })
}

const respond = (
  request: HttpClientRequest.HttpClientRequest,
  status: number,
  given: Headers,
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
): HttpClientResponse.HttpClientResponse => {
  const headers = new globalThis.Headers()
  for (const [name, value] of Object.entries(given)) {
    for (const each of typeof value === "string" ? [value] : value) headers.append(name, each)
  }
  // These statuses may have no body, not even an empty one.
  const content = status === 204 || status === 304 ? null : body
  return HttpClientResponse.fromWeb(request, new Response(content, { status, headers }))
}

const breaking = (bytes: Uint8Array): ReadableStream<Uint8Array> => {
  let sent = false
  return new ReadableStream({
    pull: (controller) => {
      if (sent)
        controller.error(Object.assign(new TypeError("terminated"), { cause: { code: "UND_ERR_SOCKET" } }))
      else controller.enqueue(bytes)
      sent = true
    }
  })
}
