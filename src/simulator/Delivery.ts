/**
 * Puts an answer on the wire, broken where it shall be broken.
 *
 * @since 0.1.0
 */

import type { ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as NodeHttpServerRequest from "@effect/platform-node/NodeHttpServerRequest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import * as Answer from "./Answer.js"
import * as HttpDate from "./HttpDate.js"

/**
 * Sends the answer. The effect ends when the last byte is written, when the connection is gone, or, for a hang, when
 * the caller or the server closes the connection.
 *
 * @since 0.1.0
 * @category combinators
 */
export const send = (
  request: HttpServerRequest.HttpServerRequest,
  answer: Answer.Answer,
  now: number
): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
  const text = Buffer.from(Answer.body(answer))
  const body = answer.gzip ? gzipSync(text) : text
  const headers = {
    ...answer.headers,
    // The date comes from the same clock as everything else, not from Node's.
    date: HttpDate.imf(now),
    ...(answer.gzip ? { "content-encoding": "gzip" } : {})
  }
  const sized = { ...headers, "content-length": String(body.byteLength) }
  const options = { status: answer.status, headers: sized }
  const { delivery } = answer
  switch (delivery._tag) {
    case "Whole":
      return Effect.succeed(HttpServerResponse.raw(body, options))
    case "Drip":
      return Effect.succeed(
        HttpServerResponse.stream(drops(body, delivery.bytes, delivery.everyMillis), {
          status: answer.status,
          headers
        })
      )
    case "Cut":
      return raw(request, (response) =>
        begin(response, answer.status, sized, body.subarray(0, delivery.afterBytes ?? half(body))).pipe(
          Effect.zipRight(arrival),
          Effect.zipRight(Effect.sync(() => close(response, delivery.reset)))
        )
      )
    case "Reset":
      return raw(request, (response) => Effect.sync(() => close(response, true)))
    case "Silent":
      return raw(request, (response) =>
        Effect.zipRight(
          delivery.after === "nothing"
            ? Effect.void
            : begin(
                response,
                answer.status,
                sized,
                body.subarray(0, delivery.after === "half" ? half(body) : 0)
              ),
          Effect.never
        )
      )
  }
}

/**
 * A number that stays the same for all requests of one connection.
 *
 * @since 0.1.0
 * @category combinators
 */
export const connection = (request: HttpServerRequest.HttpServerRequest): number =>
  NodeHttpServerRequest.toIncomingMessage(request).socket.remotePort ?? 0

/**
 * Calls back when the connection closes before the whole answer was handed over, which is the caller's doing unless the
 * answer was to be broken.
 *
 * @since 0.1.0
 * @category combinators
 */
export const onAbort = (request: HttpServerRequest.HttpServerRequest, callback: () => void): void => {
  const response = NodeHttpServerRequest.toServerResponse(request)
  response.once("close", () => {
    if (!response.writableFinished) callback()
  })
}

const half = (body: Uint8Array): number => Math.floor(body.byteLength / 2)

const drops = (body: Uint8Array, bytes: number, everyMillis: number): Stream.Stream<Uint8Array> =>
  Stream.range(0, Math.max(0, Math.ceil(body.byteLength / bytes) - 1)).pipe(
    Stream.rechunk(1),
    Stream.map((drop) => body.subarray(drop * bytes, (drop + 1) * bytes)),
    Stream.schedule(Schedule.spaced(everyMillis))
  )

/**
 * Works on Node's own response, because the platform's API cannot express a broken answer. Ending the response
 * afterwards tells the platform that there is nothing left to send; on a closed socket it has no other effect.
 */
const raw = (
  request: HttpServerRequest.HttpServerRequest,
  use: (response: ServerResponse) => Effect.Effect<void>
): Effect.Effect<HttpServerResponse.HttpServerResponse> =>
  Effect.suspend(() => {
    const response = NodeHttpServerRequest.toServerResponse(request)
    return Effect.interruptible(use(response)).pipe(
      Effect.ensuring(Effect.sync(() => response.destroyed || response.end())),
      Effect.as(HttpServerResponse.empty())
    )
  })

const begin = (
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Uint8Array
): Effect.Effect<void> =>
  Effect.async((resume) => {
    response.writeHead(status, headers)
    response.flushHeaders()
    if (bytes.byteLength === 0) resume(Effect.void)
    else response.write(bytes, () => resume(Effect.void))
  })

/**
 * Gives bytes the time to be read: a reset that is seen together with them reads as an orderly end. The time is real
 * time, also under TestClock, because the other end of the socket knows no other; the turn of the event loop is for a
 * reader in the same process.
 */
const arrival: Effect.Effect<void> = Effect.zipRight(
  Effect.withClock(Effect.sleep("10 millis"), Clock.make()),
  Effect.async<void>((resume) => {
    setImmediate(() => resume(Effect.void))
  })
)

const close = (response: ServerResponse, reset: boolean): void => {
  const { socket } = response
  if (socket !== null && reset) {
    // Node's resetAndDestroy ends the connection in good order (FIN) before it resets it, and a caller may well notice
    // the end only. This is the flag that it sets for the moment of closing.
    Reflect.set(socket, "resetAndClosing", true)
  }
  socket?.destroy()
  response.end()
}
