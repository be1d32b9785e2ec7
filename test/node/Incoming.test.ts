import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as NetworkFault from "../../src/genesys/NetworkFault.js"
import * as Loopback from "./Loopback.js"

const json = JSON.stringify({ entities: Array.from({ length: 200 }, (_, id) => ({ id, name: "Zoë" })) })

const tick = Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void)))

describe("Incoming", () => {
  for (const [encoding, body] of [
    ["gzip", gzipSync(json)],
    ["x-gzip", gzipSync(json)],
    ["deflate", deflateSync(json)],
    ["br", brotliCompressSync(json)],
    ["identity", Buffer.from(json)],
    ["none", Buffer.from(json)]
  ] as const) {
    it.scoped(`reads a body encoded as ${encoding}, as a whole and as a stream`, () =>
      Effect.gen(function* () {
        const server = yield* Loopback.http((_, response) => {
          if (encoding !== "none") response.setHeader("content-encoding", encoding)
          response.end(body)
        })
        const client = yield* Loopback.client()
        const whole = yield* client.get(server.url)
        assert.strictEqual(yield* whole.text, json)
        assert.deepStrictEqual(yield* whole.json, JSON.parse(json))
        const end = yield* Loopback.exchange(client, HttpClientRequest.get(server.url))
        assert.deepNestedInclude(end, { _tag: "Whole", "answer.status": 200, "answer.text": json })
        const { stream } = yield* client.get(server.url)
        const chunks = Chunk.toReadonlyArray(yield* Stream.runCollect(stream))
        assert.strictEqual(Buffer.concat(chunks).toString(), json)
        // Neither the encoding nor the length is true of what is read.
        if (encoding !== "identity" && encoding !== "none") {
          assert.notProperty(whole.headers, "content-encoding")
          assert.notProperty(whole.headers, "content-length")
        }
      })
    )
  }

  it.scoped("asks for compression", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http(({ headers }, response) => response.end(headers["accept-encoding"]))
      const client = yield* Loopback.client()
      assert.strictEqual(yield* (yield* client.get(server.url)).text, "gzip, deflate, br")
    })
  )

  it.scoped("tells a compressed body that is damaged as a fault of the answer", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => {
        response.setHeader("content-encoding", "gzip")
        response.end("no gzip at all")
      })
      const client = yield* Loopback.client()
      const response = yield* client.get(server.url)
      const end = yield* Loopback.exchange(client, HttpClientRequest.get(server.url))
      assert.include(end, { _tag: "Broken", answered: true })
      const error = yield* Effect.flip(response.text)
      assert.include(error, { _tag: "ResponseError", reason: "Decode" })
      assert.include(NetworkFault.reasonOf(error.cause, true), { kind: "network", sent: "maybe" })
    })
  )

  for (const [what, answer] of [
    ["shorter than it said", "HTTP/1.1 200 OK\nContent-Length: 100\n\nhalf"],
    ["cut in a chunk", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n64\nhalf"]
  ] as const) {
    it.scoped(`fails on a body that is ${what}, as a whole and as a stream`, () =>
      Effect.gen(function* () {
        const server = yield* Loopback.raw(answer)
        const client = yield* Loopback.client()
        const end = yield* Loopback.exchange(client, HttpClientRequest.get(server.url))
        assert.include(end, { _tag: "Broken", answered: true })
        for (const read of [
          Effect.flatMap(client.get(server.url), ({ text }) => text),
          Effect.flatMap(client.get(server.url), ({ stream }) => Stream.runDrain(stream))
        ]) {
          const error = yield* Effect.flip(read)
          assert.strictEqual(error._tag, "ResponseError")
          assert.include(NetworkFault.reasonOf(error.cause, true), {
            _tag: "Transport",
            kind: "network",
            sent: "maybe"
          })
        }
      })
    )
  }

  for (const [what, answer] of [
    ["204", "HTTP/1.1 204 No Content\nContent-Encoding: gzip\n\n"],
    [
      "an empty body that calls itself compressed",
      "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 0\n\n"
    ]
  ] as const) {
    it.scoped(`reads ${what} as an empty text`, () =>
      Effect.gen(function* () {
        const server = yield* Loopback.raw(answer)
        const client = yield* Loopback.client()
        const end = yield* Loopback.exchange(yield* Loopback.client(), HttpClientRequest.get(server.url))
        assert.nestedInclude(end, { _tag: "Whole", "answer.text": "" })
        const response = yield* client.get(server.url)
        assert.strictEqual(yield* response.text, "")
        assert.isNull(yield* response.json)
        assert.strictEqual(
          Buffer.concat(Chunk.toReadonlyArray(yield* Stream.runCollect(response.stream))).length,
          0
        )
      })
    )
  }

  it.scoped("frees the connection of an answer without a body at once", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => response.setHeader("content-length", "5").end())
      const client = yield* Loopback.client()
      const first = yield* client.head(server.url)
      assert.strictEqual(first.headers["content-length"], "5")
      yield* tick
      yield* client.head(server.url)
      assert.strictEqual(server.connections(), 1)
    })
  )

  it.scoped("drops a byte order mark and joins repeated headers", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => {
        response.setHeader("set-cookie", ["a=1", "b=2"])
        response.setHeader("x-two", ["1", "2"])
        response.end("\ufeff{}")
      })
      const client = yield* Loopback.client()
      const response = yield* client.get(server.url)
      assert.deepStrictEqual(yield* response.json, {})
      assert.strictEqual(response.headers["x-two"], "1, 2")
      assert.sameMembers(Object.keys(response.cookies.cookies), ["a", "b"])
    })
  )

  it.scoped("closes the connection when the reader of a body is interrupted", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => response.write("half a page"))
      const client = yield* Loopback.client()
      const whole = yield* client.get(server.url)
      const reading = yield* Effect.fork(whole.text)
      yield* tick
      yield* Fiber.interrupt(reading)
      yield* Effect.repeat(tick, { until: () => server.open() === 0 })
      const { stream } = yield* client.get(server.url)
      const first = yield* Stream.runCollect(Stream.take(stream, 1))
      assert.strictEqual(Buffer.concat(Chunk.toReadonlyArray(first)).toString(), "half a page")
      yield* Effect.repeat(tick, { until: () => server.open() === 0 })
    })
  )

  it.scoped("does not wait for a body that was read as a stream", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => response.end("page"))
      const client = yield* Loopback.client()
      const response = yield* client.get(server.url)
      yield* Stream.runDrain(response.stream)
      assert.include(yield* Effect.flip(response.text), { _tag: "ResponseError" })
    })
  )

  it.scoped("gives one body to several readers, and stops reading with the last of them", () =>
    Effect.gen(function* () {
      let finish = () => {}
      const server = yield* Loopback.http((_, response) => {
        response.write("one ")
        finish = () => response.end("page")
      })
      const client = yield* Loopback.client()
      const response = yield* client.get(server.url)
      const [left, right] = yield* Effect.all([Effect.fork(response.text), Effect.fork(response.text)])
      yield* tick
      yield* Fiber.interrupt(left)
      finish()
      assert.strictEqual(yield* Fiber.join(right), "one page")
      assert.strictEqual(Buffer.from(yield* response.arrayBuffer).toString(), "one page")
    })
  )

  for (const [what, headers, body] of [
    ["says so", { "content-length": "1001" }, "x".repeat(1_001)],
    ["does not say so", {}, "x".repeat(1_001)],
    ["is small while it is compressed", { "content-encoding": "gzip" }, gzipSync("x".repeat(100_000))]
  ] as const) {
    it.scoped(`closes the connection of an answer that is too large and ${what}`, () =>
      Effect.gen(function* () {
        const server = yield* Loopback.http((_, response) => response.writeHead(200, headers).write(body))
        const client = yield* Loopback.client()
        const end = yield* Loopback.exchange(client, HttpClientRequest.get(server.url), 1_000)
        assert.deepStrictEqual(end, { _tag: "TooLarge", status: 200, maxBytes: 1_000 })
        yield* Effect.repeat(tick, { until: () => server.open() === 0 })
      })
    )
  }
})
