import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as NetworkFault from "../src/genesys/NetworkFault.js"
import * as Loopback from "./node/Loopback.js"

const tick = Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void)))

/** Answers with what it was sent. */
const echo = Loopback.http((request, response) => {
  let body = ""
  request.on("data", (chunk) => {
    body += chunk
  })
  request.on("end", () => {
    const { headers, method, url } = request
    response.end(JSON.stringify({ method, url, headers, body }))
  })
})

describe("node", () => {
  it.scoped("sends method, path, query and headers as they are", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const client = yield* Loopback.client()
      const response = yield* client.execute(
        HttpClientRequest.del(`${server.url}/a%2Fb/c?x=1`, {
          urlParams: { y: "ä&b" },
          headers: { authorization: "Bearer t" }
        })
      )
      const seen = yield* response.json
      assert.deepInclude(seen, { method: "DELETE", url: "/a%2Fb/c?x=1&y=%C3%A4%26b", body: "" })
      assert.nestedInclude(seen, {
        "headers.authorization": "Bearer t",
        "headers.host": `127.0.0.1:${server.port}`
      })
    })
  )

  for (const [what, body, sent, headers] of [
    ["JSON", HttpBody.unsafeJson({ a: "ä" }), '{"a":"ä"}', { "headers.content-length": "10" }],
    ["text", HttpBody.text("ä", "text/plain"), "ä", { "headers.content-type": "text/plain" }],
    ["a raw string", HttpBody.raw("a=1", { contentType: "x/y" }), "a=1", { "headers.content-type": "x/y" }],
    ["no body", HttpBody.empty, "", { "headers.content-length": "0" }],
    [
      "a stream",
      HttpBody.stream(Stream.make(Buffer.from("one "), Buffer.from("two"))),
      "one two",
      { "headers.transfer-encoding": "chunked" }
    ]
  ] as const) {
    it.scoped(`sends ${what}`, () =>
      Effect.gen(function* () {
        const server = yield* echo
        const client = yield* Loopback.client()
        const response = yield* client.execute(HttpClientRequest.post(server.url, { body }))
        const seen = yield* response.json
        assert.deepInclude(seen, { body: sent })
        assert.nestedInclude(seen, headers)
        if (body._tag !== "Empty" && body._tag !== "Uint8Array") return
        // The same on the short way, but for the connection.
        const end = yield* Loopback.exchange(client, HttpClientRequest.post(server.url, { body }))
        assert.deepNestedInclude(end, { _tag: "Whole", "answer.text": JSON.stringify(seen) })
      })
    )
  }

  it.scoped("sends a form with the boundary of its parts", () =>
    Effect.gen(function* () {
      const server = yield* echo
      const client = yield* Loopback.client()
      const form = new FormData()
      form.append("file", new Blob(["a,b"]), "x.csv")
      const response = yield* client.execute(
        HttpClientRequest.post(server.url, { body: HttpBody.formData(form) })
      )
      const text = yield* response.text
      assert.match(text, /multipart\/form-data; boundary=/)
      assert.match(text, /filename=\\"x\.csv\\"/)
    })
  )

  it.scoped("follows no redirect", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => response.writeHead(302, { location: "/x" }).end())
      const client = yield* Loopback.client()
      const response = yield* client.get(server.url)
      assert.deepInclude(response, { status: 302 })
      assert.strictEqual(response.headers["location"], "/x")
    })
  )

  it.scoped("reads a head of up to 64 KiB", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http(({ url }, response) =>
        response.setHeader("x-long", "x".repeat(url === "/small" ? 40_000 : 70_000)).end()
      )
      const client = yield* Loopback.client()
      assert.strictEqual((yield* client.get(`${server.url}/small`)).headers["x-long"]?.length, 40_000)
      const error = yield* Effect.flip(client.get(`${server.url}/large`))
      assert.strictEqual(error._tag, "RequestError")
    })
  )

  it.scoped("refuses what cannot be sent before it sends", () =>
    Effect.gen(function* () {
      const client = yield* Loopback.client()
      const url = yield* Effect.flip(client.get("not a url"))
      assert.include(url, { _tag: "RequestError", reason: "InvalidUrl" })
      const header = yield* Effect.flip(client.get("http://127.0.0.1:9", { headers: { "x-a": "b\nc" } }))
      assert.include(header, { _tag: "RequestError", reason: "Transport" })
      for (const request of [
        HttpClientRequest.get("not a url"),
        HttpClientRequest.get("http://127.0.0.1:9", { headers: { "x-a": "b\nc" } })
      ]) {
        assert.include(yield* Loopback.exchange(client, request), { _tag: "Broken", answered: false })
      }
    })
  )

  it.scoped("closes the connection of a request that is interrupted before its answer", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http(() => {})
      const client = yield* Loopback.client()
      const asking = yield* Effect.fork(client.get(server.url))
      yield* Effect.repeat(tick, { until: () => server.open() === 1 })
      yield* Fiber.interrupt(asking)
      yield* Effect.repeat(tick, { until: () => server.open() === 0 })
      const whole = yield* Effect.fork(Loopback.exchange(client, HttpClientRequest.get(server.url)))
      yield* Effect.repeat(tick, { until: () => server.open() === 1 })
      yield* Fiber.interrupt(whole)
      yield* Effect.repeat(tick, { until: () => server.open() === 0 })
    })
  )

  for (const [what, answer, sent] of [
    ["closed without an answer", "", "maybe"],
    ["closed within the head", "HTTP/1.1 200 OK\nContent-", "maybe"]
  ] as const) {
    it.scoped(`tells a connection that is ${what} as a fault of the network`, () =>
      Effect.gen(function* () {
        const server = yield* Loopback.raw(answer)
        const client = yield* Loopback.client()
        const end = yield* Loopback.exchange(client, HttpClientRequest.get(server.url))
        assert.include(end, { _tag: "Broken", answered: false })
        const error = yield* Effect.flip(client.get(server.url))
        assert.include(error, { _tag: "RequestError", reason: "Transport" })
        assert.include(NetworkFault.reasonOf(error.cause), { _tag: "Transport", kind: "network", sent })
      })
    )
  }

  it.scoped("tells a refused connection as one on which nothing was sent", () =>
    Effect.gen(function* () {
      const { port } = yield* Effect.scoped(Loopback.tcp(() => {}))
      const client = yield* Loopback.client()
      const error = yield* Effect.flip(client.get(`http://127.0.0.1:${port}`))
      assert.include(NetworkFault.reasonOf(error.cause), {
        kind: "network",
        sent: "no",
        code: "ECONNREFUSED"
      })
    })
  )

  it.scoped("tells a kept connection that the server closed meanwhile as a fault of the network", () =>
    Effect.gen(function* () {
      let served = 0
      const server = yield* Loopback.tcp((socket) =>
        socket.on("data", () => {
          served += 1
          // The second request meets a server that is just closing.
          if (served === 2) socket.resetAndDestroy()
          else socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        })
      )
      const client = yield* Loopback.client()
      const get = Effect.flatMap(client.get(server.url), ({ text }) => text)
      assert.strictEqual(yield* get, "ok")
      yield* tick
      const error = yield* Effect.flip(get)
      assert.strictEqual(server.connections(), 1)
      assert.include(NetworkFault.reasonOf(error.cause), {
        _tag: "Transport",
        kind: "network",
        sent: "maybe",
        code: "ECONNRESET"
      })
      assert.strictEqual(yield* get, "ok")
      assert.strictEqual(server.connections(), 2)
    })
  )
})
