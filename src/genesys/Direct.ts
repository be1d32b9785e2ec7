/**
 * A short way between the door and an HTTP client: the request goes out and the whole answer comes back in one step,
 * which can be ended by a call. Any other client is used as it is.
 *
 * @since 0.1.0
 */
import type { HttpClient } from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import * as Answer from "./Answer.js"
import * as NetworkFault from "./NetworkFault.js"
import type { Reason } from "./Reason.js"

/**
 * How an exchange ended: with the whole answer, with one that is larger than `maxBytes`, or with what the network told;
 * `answered` when its head had arrived.
 *
 * @since 0.1.0
 * @category models
 */
export type End =
  | { readonly _tag: "Whole"; readonly answer: Answer.Answer }
  | { readonly _tag: "TooLarge"; readonly status: number; readonly maxBytes: number }
  | { readonly _tag: "Broken"; readonly cause: unknown; readonly answered: boolean }

/**
 * Sends a request and tells its end, once; calling the result ends it before.
 *
 * @since 0.1.0
 * @category models
 */
export type Direct = (request: HttpClientRequest, maxBytes: number, done: (end: End) => void) => () => void

const offers = new WeakMap<HttpClient, Direct>()

/**
 * Offers the short way for exactly this client: one that is made of it with other headers, retries or spans has none.
 *
 * @since 0.1.0
 * @category combinators
 */
export const offer = (client: HttpClient, direct: Direct): HttpClient => {
  offers.set(client, direct)
  return client
}

/**
 * Whether a request may go the short way: one whose body is not there yet may not.
 *
 * @since 0.1.0
 * @category predicates
 */
export const takes = ({ body }: HttpClientRequest): boolean =>
  body._tag === "Empty" || body._tag === "Uint8Array"

/**
 * The short way of a client, if it has one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const of = (client: HttpClient): Direct | undefined => offers.get(client)

/**
 * The answer, or why there is none.
 *
 * @since 0.1.0
 * @category combinators
 */
export const result = (end: End): Effect.Effect<Answer.Answer, Reason> => {
  switch (end._tag) {
    case "Whole":
      return Effect.succeed(end.answer)
    case "TooLarge":
      return Effect.fail(Answer.tooLarge(end.status, end.maxBytes))
    case "Broken":
      return Effect.fail(NetworkFault.reasonOf(end.cause, end.answered))
  }
}
