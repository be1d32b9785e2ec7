import { createServer as createTlsServer } from "node:https"
import { connect } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as NetworkFault from "../../src/genesys/NetworkFault.js"
import { certificate, key } from "./Certificate.js"
import * as Loopback from "./Loopback.js"

/** A proxy that opens tunnels and notes what it was told. */
const proxy = (seen: Array<string>) =>
  Loopback.tcp((client) =>
    client.once("data", (head) => {
      const [line = "", ...headers] = head.toString().split("\r\n")
      const authorization = headers.find((header) => /^proxy-authorization:/i.test(header)) ?? ""
      seen.push(`${line}|${authorization}`)
      const [, port] = /^CONNECT [^ ]+:(\d+) /.exec(line) ?? []
      const upstream = connect(Number(port), "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n")
        upstream.pipe(client).pipe(upstream)
      })
      upstream.on("error", () => client.destroy())
    })
  )

const secure = Effect.acquireRelease(
  Effect.async<{ readonly port: number; readonly close: () => void }>((resume) => {
    const server = createTlsServer({ key, cert: certificate }, (_, response) => response.end("secret"))
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      resume(Effect.succeed({ port, close: () => server.close() && server.closeAllConnections() }))
    })
  }),
  ({ close }) => Effect.sync(close)
)

const reasonOf = Effect.map((error: { readonly cause?: unknown }) => NetworkFault.reasonOf(error.cause))

describe("Sockets", () => {
  it.scoped("uses a connection again, one after the other", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => response.end("page"))
      const client = yield* Loopback.client()
      const get = Effect.flatMap(client.get(server.url), (response) => response.text)
      assert.deepStrictEqual(yield* Effect.all([get, get, get]), ["page", "page", "page"])
      assert.strictEqual(server.connections(), 1)
    })
  )

  it.scoped("opens no more connections to a host than it may", () =>
    Effect.gen(function* () {
      let most = 0
      const server = yield* Loopback.http((_, response) => {
        most = Math.max(most, server.open())
        setImmediate(() => response.end("page"))
      })
      const client = yield* Loopback.client({ connections: 3 })
      const get = Effect.flatMap(client.get(server.url), (response) => response.text)
      yield* Effect.forEach(Array.from({ length: 20 }), () => get, { concurrency: 20, discard: true })
      assert.strictEqual(most, 3)
    })
  )

  it.effect("closes its connections with its scope, also those in use", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const server = yield* Loopback.http((_, response) => response.write("half a page"))
        yield* Effect.scoped(Effect.flatMap(Loopback.client(), (client) => client.get(server.url)))
        yield* Effect.yieldNow()
        yield* Effect.repeat(
          Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void))),
          { until: () => server.open() === 0 }
        )
      })
    )
  )

  it.scoped("tells a proxy for plain HTTP the whole URL, the host and who asks", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const server = yield* Loopback.http(({ headers, url }, response) => {
        seen.push([url, headers.host, headers["proxy-authorization"], headers["x-own"]])
        response.end("from the proxy")
      })
      const client = yield* Loopback.client({ httpProxy: `http://user:pass@127.0.0.1:${server.port}` })
      const response = yield* client.get("http://api.example/v2?page=2#part", { headers: { "x-own": "1" } })
      assert.strictEqual(yield* response.text, "from the proxy")
      const basic = `Basic ${Buffer.from("user:pass").toString("base64")}`
      assert.deepStrictEqual(seen, [["http://api.example/v2?page=2", "api.example", basic, "1"]])
    })
  )

  it.scoped("asks a proxy for a tunnel to a secure host, speaks TLS through it and trusts nobody new", () =>
    Effect.gen(function* () {
      const { port } = yield* secure
      const seen: Array<string> = []
      const { port: proxyPort } = yield* proxy(seen)
      const client = yield* Loopback.client({ httpsProxy: `http://user:pass@127.0.0.1:${proxyPort}` })
      const error = yield* Effect.flip(client.get(`https://127.0.0.1:${port}/x?token=hidden`))
      const basic = Buffer.from("user:pass").toString("base64")
      assert.deepStrictEqual(seen, [`CONNECT 127.0.0.1:${port} HTTP/1.1|proxy-authorization: Basic ${basic}`])
      const reason = NetworkFault.reasonOf(error.cause)
      assert.include(reason, { _tag: "Transport", kind: "tls", sent: "no" })
    })
  )

  it.scoped("does not ask the proxy for a host that NO_PROXY names", () =>
    Effect.gen(function* () {
      const server = yield* Loopback.http((_, response) => response.end("direct"))
      const client = yield* Loopback.client({ httpProxy: "http://127.0.0.1:9", noProxy: "127.0.0.1" })
      const response = yield* client.get(server.url)
      assert.strictEqual(yield* response.text, "direct")
    })
  )

  for (const [status, kind, sent] of [
    [407, "other", "maybe"],
    [502, "network", "no"]
  ] as const) {
    it.scoped(`tells a tunnel that is refused with ${status} as ${kind}`, () =>
      Effect.gen(function* () {
        const { port } = yield* Loopback.raw(`HTTP/1.1 ${status} No\nContent-Length: 0\n\n`)
        const client = yield* Loopback.client({ httpsProxy: `http://127.0.0.1:${port}` })
        const reason = yield* reasonOf(Effect.flip(client.get("https://api.example/")))
        assert.include(reason, { _tag: "Transport", kind, sent })
      })
    )
  }

  it.scoped("ends a tunnel that is being opened with the client", () =>
    Effect.gen(function* () {
      const silent = yield* Loopback.tcp((socket) => socket.resume())
      const seen = yield* Effect.scoped(
        Effect.gen(function* () {
          const client = yield* Loopback.client({ httpsProxy: `http://127.0.0.1:${silent.port}` })
          yield* Effect.forkScoped(client.get("https://api.example/"))
          yield* Effect.repeat(
            Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void))),
            { until: () => silent.open() === 1 }
          )
          return silent.connections()
        })
      )
      yield* Effect.repeat(
        Effect.async<void>((resume) => void setImmediate(() => resume(Effect.void))),
        { until: () => silent.open() === 0 }
      )
      assert.strictEqual(seen, 1)
    })
  )
})
