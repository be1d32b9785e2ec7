/**
 * What the library needs from Node: an HTTP client that knows proxies and compression. Published as
 * `genesys-jobs/node`.
 *
 * It stands on `node:http` and `node:https`: they come with Node, start in a few milliseconds, and cost no more per
 * request than other clients do (`npm run bench`).
 *
 * @since 0.1.0
 */
import type { ClientRequest } from "node:http"
import { env } from "node:process"
import { pipeline, Readable } from "node:stream"
import type { HttpBody } from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as UrlParams from "@effect/platform/UrlParams"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Direct from "./genesys/Direct.js"
import * as Incoming from "./node/Incoming.js"
import * as Proxy from "./node/Proxy.js"
import * as Sockets from "./node/Sockets.js"

/**
 * Proxy settings; `undefined` means the environment variable of that name (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in
 * any case).
 *
 * @since 0.1.0
 * @category models
 */
export interface HttpOptions extends Proxy.Options {
  /** Connections per host at most. Default: 32. */
  readonly connections?: number | undefined
}

/**
 * An HTTP client: honours the proxy variables, accepts compressed answers, follows no redirects, keeps idle connections
 * for a few seconds, and closes all of them with its scope. It sets no limit to the time of a request (that is
 * `Effect.timeout`'s) but one of 10 seconds for the connection. It makes no spans. Certificates of a company proxy are
 * added with `NODE_EXTRA_CA_CERTS`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClient = (options: HttpOptions = {}): Layer.Layer<HttpClient.HttpClient> =>
  Layer.scoped(
    HttpClient.HttpClient,
    Effect.map(
      Effect.acquireRelease(
        Effect.sync(() => Sockets.make(Proxy.route(options, env), options.connections ?? 32)),
        (sockets) => Effect.sync(sockets.close)
      ),
      client
    )
  )

const client = (sockets: Sockets.Sockets): HttpClient.HttpClient =>
  Direct.offer(
    HttpClient.makeWith(
      (request: Effect.Effect<HttpClientRequest>) =>
        Effect.flatMap(request, (each) => exchange(sockets, each)),
      Effect.succeed
    ),
    direct(sockets)
  )

/** The whole exchange in one step: what the door does thousands of times. */
const direct =
  (sockets: Sockets.Sockets): Direct.Direct =>
  (request, maxBytes, done) => {
    const url = UrlParams.makeUrl(request.url, request.urlParams, request.hash)
    const body = request.body._tag === "Uint8Array" ? request.body.body : undefined
    const begun = Either.flatMap(url, (to) => begin(sockets, request, to, { body }))
    let answered = false
    const broken = (cause: unknown) => done({ _tag: "Broken", cause, answered })
    if (begun._tag === "Left") {
      broken(begun.left)
      return () => {}
    }
    const sending = begun.right
    sending.on("error", broken)
    sending.once("response", (message) => {
      answered = true
      Incoming.whole(request.method, message, maxBytes, (end) => {
        if (end._tag === "TooLarge") sending.destroy()
        done(end)
      })
    })
    sending.end(body)
    return () => sending.destroy()
  }

type Failure = HttpClientError.HttpClientError

const exchange = (
  sockets: Sockets.Sockets,
  request: HttpClientRequest
): Effect.Effect<HttpClientResponse, Failure> => {
  const url = UrlParams.makeUrl(request.url, request.urlParams, request.hash)
  return url._tag === "Left"
    ? Effect.fail(new HttpClientError.RequestError({ request, reason: "InvalidUrl", cause: url.left }))
    : Effect.flatMap(payload(request.body), (body) => send(sockets, request, url.right, body))
}

/** The head of an answer is larger than Node's default where a gateway signs or traces much. */
const maxHeaderSize = 65_536

/** A request whose head is written, before its body. The left side is why it may not be sent. */
const begin = (
  sockets: Sockets.Sockets,
  request: HttpClientRequest,
  url: URL,
  payload: Payload
): Either.Either<ClientRequest, unknown> => {
  const { agent, headers, hostname, path, port, request: make } = sockets.destination(url)
  return Either.try(() => {
    const sending = make({
      agent,
      hostname,
      port,
      path,
      method: request.method,
      maxHeaderSize,
      headers: { "accept-encoding": Incoming.accepted, ...request.headers, ...payload.headers, ...headers }
    })
    sending.once("socket", (socket) => {
      if (!socket.connecting) return
      const late = () => sending.destroy(Sockets.unconnected("ETIMEDOUT", "the connection took too long"))
      socket.setTimeout(Sockets.connectMillis, late)
      socket.once("connect", () => {
        socket.removeListener("timeout", late)
        socket.setTimeout(0)
      })
    })
    return sending
  })
}

const send = (
  sockets: Sockets.Sockets,
  request: HttpClientRequest,
  url: URL,
  payload: Payload
): Effect.Effect<HttpClientResponse, Failure> =>
  Effect.async((resume) => {
    const fail = (cause: unknown) =>
      resume(Effect.fail(new HttpClientError.RequestError({ request, reason: "Transport", cause })))
    const begun = begin(sockets, request, url, payload)
    if (begun._tag === "Left") return fail(begun.left)
    const sending = begun.right
    sending.once("response", (message) => resume(Effect.succeed(Incoming.make(request, message))))
    sending.on("error", fail)
    const { body } = payload
    if (body instanceof Readable) pipeline(body, sending, (cause) => cause && fail(cause))
    else sending.end(body)
    return Effect.sync(() => sending.destroy())
  })

/** A body as `node:http` takes it, with the headers that only its making tells. */
interface Payload {
  readonly body?: string | Uint8Array | Readable | undefined
  readonly headers?: Readonly<Record<string, string>>
}

const empty = Effect.succeed<Payload>({})

const payload = (body: HttpBody): Effect.Effect<Payload> => {
  switch (body._tag) {
    case "Empty":
      return empty
    case "Uint8Array":
      return Effect.succeed({ body: body.body })
    case "Stream":
      return Effect.map(Stream.toAsyncIterableEffect(body.stream), (chunks) => ({
        body: Readable.from(chunks)
      }))
    case "FormData":
      return Effect.promise(() => encoded(new Response(body.formData)))
    case "Raw":
      return typeof body.body === "string" || body.body instanceof Uint8Array || body.body instanceof Readable
        ? Effect.succeed({ body: body.body })
        : Effect.dieMessage("layerHttpClient: a raw body is a string, bytes or a stream of Node")
  }
}

/** The platform writes the parts and chooses what stands between them. */
const encoded = (form: Response): Promise<Payload> =>
  form.arrayBuffer().then((bytes) => ({
    body: new Uint8Array(bytes),
    headers: { "content-type": form.headers.get("content-type") ?? "multipart/form-data" }
  }))
