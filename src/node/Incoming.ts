/**
 * An answer that Node receives, as the platform's HTTP clients hand it on: head at once, body when it is asked for.
 *
 * @since 0.1.0
 */
import type { IncomingMessage } from "node:http"
import { pipeline, type Readable } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib"
import * as Cookies from "@effect/platform/Cookies"
import * as Headers from "@effect/platform/Headers"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as HttpIncomingMessage from "@effect/platform/HttpIncomingMessage"
import * as UrlParams from "@effect/platform/UrlParams"
import * as Effect from "effect/Effect"
import * as Inspectable from "effect/Inspectable"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

type Failure = HttpClientError.ResponseError

/**
 * An answer whose body has not been read. Compressed bodies are undone (`accepted`). A body is read once: as a stream,
 * or as a whole, which may be asked for again. Interrupting the reader closes the connection; so does forgetting an
 * answer whose body nobody read.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  request: HttpClientRequest,
  message: IncomingMessage
): HttpClientResponse.HttpClientResponse => new Incoming(request, message)

/**
 * The content encodings that are undone, for `accept-encoding`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const accepted = "gzip, deflate, br"

const decoders = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress
} as const

const isEncoding = (name: string): name is keyof typeof decoders => Object.hasOwn(decoders, name)

/** Nobody can read the body of an answer that is forgotten; its connection would stay taken for ever. */
const forgotten = new FinalizationRegistry((message: IncomingMessage) => message.destroy())

class Incoming extends Inspectable.Class implements HttpClientResponse.HttpClientResponse {
  readonly [HttpClientResponse.TypeId]: HttpClientResponse.TypeId = HttpClientResponse.TypeId
  readonly [HttpIncomingMessage.TypeId]: HttpIncomingMessage.TypeId = HttpIncomingMessage.TypeId
  readonly request: HttpClientRequest
  readonly status: number
  readonly headers: Headers.Headers
  readonly #message: IncomingMessage
  readonly #encoding: keyof typeof decoders | undefined
  #whole: Whole | undefined

  constructor(request: HttpClientRequest, message: IncomingMessage) {
    super()
    this.request = request
    this.status = message.statusCode ?? 0
    this.#message = message
    const empty = hasNoBody(request.method, this.status)
    this.#encoding = empty ? undefined : encodingOf(message.headers)
    this.headers = headersOf(message.headers, this.#encoding !== undefined)
    if (empty) {
      this.#whole = { body: message, readers: new Set(), result: Buffer.alloc(0) }
      // The connection of an answer without a body is free at once.
      message.resume()
    } else forgotten.register(this, message, this)
  }

  get cookies(): Cookies.Cookies {
    return Cookies.fromSetCookie(this.#message.headers["set-cookie"] ?? [])
  }

  get remoteAddress(): Option.Option<string> {
    return Option.fromNullable(this.#message.socket.remoteAddress)
  }

  get stream(): Stream.Stream<Uint8Array, Failure> {
    return Stream.suspend(() =>
      this.#whole?.result !== undefined
        ? Stream.fromEffect(this.#bytes)
        : Stream.fromAsyncIterable<Uint8Array, Failure>(this.#open(), this.#cut)
    )
  }

  get arrayBuffer(): Effect.Effect<ArrayBuffer, Failure> {
    return Effect.map(this.#bytes, (bytes) => new Uint8Array(bytes).buffer)
  }

  get text(): Effect.Effect<string, Failure> {
    return Effect.map(this.#bytes, textOf)
  }

  get json(): Effect.Effect<unknown, Failure> {
    return Effect.tryMap(this.text, {
      try: (text): unknown => (text === "" ? null : JSON.parse(text)),
      catch: this.#cut
    })
  }

  get urlParamsBody(): Effect.Effect<UrlParams.UrlParams, Failure> {
    return Effect.map(this.text, (text) => UrlParams.fromInput(new URLSearchParams(text)))
  }

  get formData(): Effect.Effect<FormData, Failure> {
    return Effect.flatMap(this.#bytes, (bytes) =>
      Effect.tryPromise({
        try: () => new Response(new Uint8Array(bytes), { headers: this.headers }).formData(),
        catch: this.#cut
      })
    )
  }

  override toJSON(): unknown {
    return { _id: "genesys-jobs/node/Incoming", request: this.request.toJSON(), status: this.status }
  }

  readonly #cut = (cause: unknown): Failure =>
    new HttpClientError.ResponseError({ request: this.request, response: this, reason: "Decode", cause })

  readonly #open = (): Readable => {
    forgotten.unregister(this)
    return opened(this.#message, this.#encoding)
  }

  get #bytes(): Effect.Effect<Buffer, Failure> {
    return Effect.async((resume) => {
      this.#whole ??= collect(this.#open())
      const { body, readers, result } = this.#whole
      const reader = (end: Buffer | Error) =>
        resume(Buffer.isBuffer(end) ? Effect.succeed(end) : Effect.fail(this.#cut(end)))
      if (result !== undefined) return reader(result)
      readers.add(reader)
      return Effect.sync(() => {
        readers.delete(reader)
        if (readers.size === 0) body.destroy()
      })
    })
  }
}

const byteOrderMark = 0xfeff

/** A body that is being read as a whole, and who waits for it. */
interface Whole {
  readonly body: Readable
  readonly readers: Set<(end: Buffer | Error) => void>
  result: Buffer | Error | undefined
}

const collect = (body: Readable): Whole => {
  const whole: Whole = { body, readers: new Set(), result: undefined }
  drain(body, Number.POSITIVE_INFINITY, (result) => {
    whole.result = result ?? cutOff()
    for (const reader of whole.readers) reader(whole.result)
    whole.readers.clear()
  })
  return whole
}

/** Reads a body to its end, once; `undefined` when it is larger than allowed. */
const drain = (body: Readable, maxBytes: number, done: (end: Buffer | Error | undefined) => void): void => {
  const chunks: Array<Buffer> = []
  let size = 0
  let isOver = false
  const end = (result: Buffer | Error | undefined) => {
    if (!isOver) {
      isOver = true
      done(result)
    }
  }
  const close = () => {
    // Making an error takes longer than reading a page.
    if (!isOver) end(cutOff())
  }
  // The body was read as a stream.
  if (body.destroyed) close()
  body.on("data", (chunk: Buffer) => {
    size += chunk.length
    if (size > maxBytes) end(undefined)
    else chunks.push(chunk)
  })
  body.once("end", () =>
    end(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))
  )
  body.on("error", end)
  body.once("close", close)
}

/**
 * The end of a whole answer: what came, or that it is larger than allowed, or what went wrong after its head.
 *
 * @since 0.1.0
 * @category models
 */
export type End =
  | {
      readonly _tag: "Whole"
      readonly answer: {
        readonly status: number
        readonly headers: Readonly<Record<string, string>>
        readonly text: string
      }
    }
  | { readonly _tag: "TooLarge"; readonly status: number; readonly maxBytes: number }
  | { readonly _tag: "Broken"; readonly cause: unknown; readonly answered: boolean }

/**
 * Reads an answer to its last byte, as a text. What is larger than `maxBytes` is left where it is; the caller closes
 * the connection.
 *
 * @since 0.1.0
 * @category combinators
 */
export const whole = (
  method: string,
  message: IncomingMessage,
  maxBytes: number,
  done: (end: End) => void
): void => {
  const status = message.statusCode ?? 0
  const isEmpty = hasNoBody(method, status)
  const encoding = isEmpty ? undefined : encodingOf(message.headers)
  const headers = headersOf(message.headers, encoding !== undefined)
  if (isEmpty) {
    message.resume()
    done({ _tag: "Whole", answer: { status, headers, text: "" } })
  } else if (Number(headers["content-length"]) > maxBytes) {
    done({ _tag: "TooLarge", status, maxBytes })
  } else {
    drain(opened(message, encoding), maxBytes, (end) => {
      if (end === undefined) done({ _tag: "TooLarge", status, maxBytes })
      else if (!Buffer.isBuffer(end)) done({ _tag: "Broken", cause: end, answered: true })
      else done({ _tag: "Whole", answer: { status, headers, text: textOf(end) } })
    })
  }
}

const textOf = (bytes: Buffer): string => {
  const text = bytes.toString()
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
}

const hasNoBody = (method: string, status: number): boolean =>
  method === "HEAD" || status === 204 || status === 304

/** The body as it is meant; destroying it closes the connection. */
const opened = (message: IncomingMessage, encoding: keyof typeof decoders | undefined): Readable =>
  encoding === undefined ? message : pipeline(message, decoders[encoding](), () => {})

const cutOff = (): Error => Object.assign(new Error("the answer was cut off"), { code: "ECONNRESET" })

const encodingOf = (headers: IncomingMessage["headers"]): keyof typeof decoders | undefined => {
  const name = headers["content-encoding"]?.trim().toLowerCase()
  // An empty body is not the beginning of a compressed one.
  return name !== undefined && isEncoding(name) && headers["content-length"] !== "0" ? name : undefined
}

/** Of a body that is undone, neither the encoding nor the length is true any more. */
const headersOf = (headers: IncomingMessage["headers"], undone: boolean): Headers.Headers => {
  const read: Record<string, string> = {}
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined || (undone && (name === "content-encoding" || name === "content-length")))
      continue
    read[name] = typeof value === "string" ? value : value.join(", ")
  }
  return Headers.unsafeFromRecord(read)
}
