import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Direct from "../../src/genesys/Direct.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Door from "./Door.js"

const unused = HttpClient.make(() => Effect.dieMessage("the client is not used as it is"))

/** A door to a client of which only the short way is used. */
const door = (direct: Direct.Direct) =>
  GenesysHttp.layerOptions({
    credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make("token-1") }),
    region: "mypurecloud.ie",
    policy: { retry: { maxRetries: 0, networkMaxRetries: 0 }, maxAnswerBytes: 1_000 }
  }).pipe(
    Layer.provide(
      Layer.sync(HttpClient.HttpClient, () =>
        Direct.offer(
          HttpClient.mapRequest(unused, (r) => r),
          direct
        )
      )
    ),
    Layer.orDie
  )

const ending =
  (end: Direct.End): Direct.Direct =>
  (_, __, done) => {
    done(end)
    return () => {}
  }

describe("Direct", () => {
  it("is offered by one client, not by those that are made of it", () => {
    const client = Direct.offer(
      HttpClient.mapRequest(unused, (r) => r),
      () => () => {}
    )
    assert.isDefined(Direct.of(client))
    assert.isUndefined(Direct.of(HttpClient.filterStatusOk(client)))
    assert.isUndefined(Direct.of(unused))
  })

  it("takes requests whose body is there", () => {
    const request = HttpClientRequest.post("/x")
    assert.isTrue(Direct.takes(request))
    assert.isTrue(Direct.takes(HttpClientRequest.setBody(request, HttpBody.unsafeJson({}))))
    assert.isFalse(Direct.takes(HttpClientRequest.setBody(request, HttpBody.stream(Stream.empty))))
  })

  it.effect("H0 the door asks with its token and its limit, and reads what comes", () => {
    const asked: Array<unknown> = []
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* Door.get(), Door.thing)
      assert.deepStrictEqual(asked, [["https://api.mypurecloud.ie/api/v2/things/1", "Bearer token-1", 1_000]])
    }).pipe(
      Effect.provide(
        door((request, maxBytes, done) => {
          asked.push([request.url, request.headers["authorization"], maxBytes])
          return ending({
            _tag: "Whole",
            answer: { status: 200, headers: {}, text: JSON.stringify(Door.thing) }
          })(request, maxBytes, done)
        })
      )
    )
  })

  it.effect("H1 an answer that is too large is an error that is not repeated", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Door.get())
      assert.include(error.message, "it is larger than 1000 bytes")
      assert.deepInclude(error.reason, { _tag: "Undecodable", status: 200 })
      assert.isFalse(error.isTransient)
    }).pipe(Effect.provide(door(ending({ _tag: "TooLarge", status: 200, maxBytes: 1_000 }))))
  )

  it.effect("H3 what broke before an answer and within it are faults of the network", () =>
    Effect.gen(function* () {
      for (const answered of [false, true]) {
        const end: Direct.End = { _tag: "Broken", cause: { code: "ECONNREFUSED" }, answered }
        const { reason } = yield* Effect.flip(Effect.provide(Door.get(), door(ending(end))))
        assert.include(reason, { _tag: "Transport", kind: "network", sent: answered ? "maybe" : "no" })
      }
    })
  )

  it.effect("H0 an exchange is ended by the attempt timeout and with its caller", () => {
    let ended = 0
    return Effect.gen(function* () {
      const late = yield* Effect.fork(Effect.flip(Door.get()))
      yield* TestClock.adjust(Duration.millis(14_999))
      assert.strictEqual(ended, 0)
      yield* TestClock.adjust(Duration.millis(1))
      assert.strictEqual((yield* Fiber.join(late)).reason._tag, "Timeout")
      assert.strictEqual(ended, 1)
      const left = yield* Effect.fork(Door.get())
      yield* TestClock.adjust(Duration.seconds(1))
      yield* Fiber.interrupt(left)
      assert.strictEqual(ended, 2)
    }).pipe(
      Effect.provide(
        door(() => () => {
          ended += 1
        })
      )
    )
  })
})
