import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import * as NetworkChecks from "../../src/cli/NetworkChecks.js"

const hosts = {
  region: "mypurecloud.ie",
  apiUrl: "https://api.mypurecloud.ie",
  loginUrl: "https://login.mypurecloud.ie",
  given: {}
}

/** A host that answers so after a while. */
const answering = (answer: () => Response, millis = 0) =>
  Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request) =>
      Effect.sync(() => HttpClientResponse.fromWeb(request, answer())).pipe(Effect.delay(millis))
    )
  )

const reach = (name: "api" | "login", client: Layer.Layer<HttpClient.HttpClient>, millis = 0) =>
  NetworkChecks.reach(name, "https://host.example/prefix").pipe(
    Effect.provide(client),
    Effect.fork,
    Effect.tap(() => TestClock.adjust(millis)),
    Effect.flatMap((fiber) => fiber.await),
    Effect.flatten
  )

describe("NetworkChecks", () => {
  it.effect("W5 any answer of a host is good, a refusal included", () =>
    Effect.gen(function* () {
      for (const status of [200, 302, 401, 404]) {
        const { check } = yield* reach(
          "api",
          answering(() => new Response("{}", { status }))
        )
        assert.strictEqual(check.result, "ok", `${status}`)
      }
      assert.strictEqual(
        (yield* reach(
          "login",
          answering(() => new Response("<html>", { headers: { "content-type": "text/html" } }))
        )).check.result,
        "ok"
      )
    })
  )

  it.effect("W5 an outage, a web page for the API, a proxy that refuses and silence are told apart", () =>
    Effect.gen(function* () {
      const page = () => new Response("<html>", { headers: { "content-type": "text/html; charset=utf-8" } })
      const cases = [
        [answering(page), "web page", "GENESYS_API_URL"],
        [answering(() => new Response("", { status: 503 })), "unavailable (503)", "status page"],
        [answering(() => new Response("", { status: 407 })), "wants credentials (407)", "HTTPS_PROXY"],
        [answering(() => new Response(""), 60_000), "no answer within 10s", "network"]
      ] as const
      for (const [client, detail, fix] of cases) {
        const { check } = yield* reach("api", client, 60_000)
        assert.strictEqual(check.result, "failed", detail)
        assert.include(check.detail, detail)
        assert.include(check.fix ?? "", fix)
        assert.strictEqual(check.exitCode, 7)
      }
    })
  )

  it.effect("R2 the clocks are compared by the Date header", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2026-11-22T20:10:00.000Z"))
      const dated = (date: string) =>
        Effect.map(
          reach(
            "api",
            answering(() => new Response("{}", { headers: { date } }))
          ),
          ({ skewMillis }) => NetworkChecks.clock(skewMillis)
        )
      assert.strictEqual((yield* dated("Sun, 22 Nov 2026 20:10:30 GMT")).result, "ok")
      const ahead = yield* dated("Sun, 22 Nov 2026 20:00:00 GMT")
      assert.strictEqual(ahead.result, "warning")
      assert.match(ahead.detail, /10 min ahead of|9 min 59 s ahead of/)
      assert.match((yield* dated("Sun, 22 Nov 2026 21:10:00 GMT")).detail, /1 h behind/)
      assert.strictEqual((yield* dated("soon")).result, "skipped")
    })
  )

  it.effect("C1 an address needs no name, and a proxy resolves names in our place", () =>
    Effect.gen(function* () {
      assert.include((yield* NetworkChecks.dns({}, "http://127.0.0.1:8787")).detail, "is an address")
      assert.include((yield* NetworkChecks.dns({}, "http://[::1]:8787")).detail, "is an address")
      const proxied = yield* NetworkChecks.dns(
        { httpsProxy: "http://user:sentinel@127.0.0.1:3128" },
        hosts.apiUrl
      )
      assert.strictEqual(proxied.detail, "127.0.0.1 is an address")
    })
  )

  it("C2 a proxy is told by its host, never by its password", () => {
    const proxy = NetworkChecks.proxy({ httpsProxy: "http://user:sentinel@proxy.example:3128" }, hosts)
    assert.strictEqual(proxy.detail, "requests go through proxy.example:3128")
    assert.strictEqual(NetworkChecks.proxy({}, hosts).detail, "none is set")
    assert.include(
      NetworkChecks.proxy({ httpsProxy: "http://p:1", noProxy: "foo.example,*" }, hosts).detail,
      "without it"
    )
  })
})
