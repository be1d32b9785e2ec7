import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import * as Reply from "../../src/testing/Reply.js"
import * as ScriptedGenesys from "../../src/testing/ScriptedGenesys.js"

const ask = (method: "GET" | "POST", url: string, token?: string) =>
  Effect.flatMap(HttpClient.HttpClient, (client) => {
    const plain = HttpClientRequest.make(method)(url)
    return client.execute(token === undefined ? plain : HttpClientRequest.bearerToken(plain, token))
  }).pipe(Effect.map(({ status }) => status))

const api = "https://api.mypurecloud.com"
const login = ask("POST", "https://login.mypurecloud.com/oauth/token")

describe("ScriptedGenesys", () => {
  it.effect("E4 answers by method and path, in turn, the last reply for good, and 404 elsewhere", () =>
    Effect.gen(function* () {
      const asked = yield* Effect.replicateEffect(ask("GET", `${api}/free/1/status?x=1`), 4)
      assert.deepStrictEqual(asked, [200, 503, 404, 404])
      assert.strictEqual(yield* ask("POST", `${api}/free/1/status`), 404)
      assert.strictEqual(yield* ask("GET", `${api}/free/1/2/status`), 404)
      const { requests } = yield* ScriptedGenesys.ScriptedGenesys
      const [first] = yield* requests
      assert.deepInclude(first, {
        method: "GET",
        host: "api.mypurecloud.com",
        path: "/free/1/status",
        query: { x: "1" }
      })
    }).pipe(
      Effect.provide(
        ScriptedGenesys.layer({
          "GET /free/{id}/status": [Reply.ok({}), Reply.answer(503), Reply.answer(404)]
        })
      )
    )
  )

  it.effect("E4 a route may name its host, and reply by what is asked", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* ask("GET", "https://files.example.com/a?status=418"), 418)
      assert.strictEqual(yield* ask("GET", "https://other.example.com/a"), 404)
    }).pipe(
      Effect.provide(
        ScriptedGenesys.layer({
          "GET https://files.example.com/a": ({ query }) => Reply.answer(Number(query["status"]))
        })
      )
    )
  )

  it.effect("E4 grants tokens, and answers 401 to any that it did not grant, that expired or was ended", () =>
    Effect.gen(function* () {
      const genesys = yield* ScriptedGenesys.ScriptedGenesys
      const url = `${api}/api/v2/x`
      assert.strictEqual(yield* ask("GET", url, "token-1"), 401)
      yield* login
      assert.strictEqual(yield* ask("GET", url, "token-1"), 200)
      assert.strictEqual(yield* ask("GET", url, "token-2"), 401)
      yield* login
      assert.strictEqual(yield* ask("GET", url, "token-1"), 200)
      yield* genesys.expire
      assert.strictEqual(yield* ask("GET", url, "token-2"), 401)
      yield* login
      yield* TestClock.adjust(Duration.days(1))
      assert.strictEqual(yield* ask("GET", url, "token-3"), 401)
      assert.strictEqual((yield* genesys.logins).length, 3)
    }).pipe(Effect.provide(ScriptedGenesys.layer({ "GET /api/v2/x": Reply.ok({}) })))
  )

  it.effect("E4 the login and the check of tokens can be scripted", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* login, 503)
      assert.strictEqual(yield* ask("GET", `${api}/api/v2/x`), 200)
    }).pipe(
      Effect.provide(
        ScriptedGenesys.layer(
          { "GET /api/v2/x": Reply.ok({}) },
          { login: Reply.answer(503), checksTokens: false }
        )
      )
    )
  )

  it.effect("E4 a request without a route is named in the answer", () =>
    Effect.gen(function* () {
      const client = yield* HttpClient.HttpClient
      const response = yield* client.get("https://api.mypurecloud.com/api/v2/user/1?x=1")
      assert.deepStrictEqual(yield* response.json, {
        code: "not.found",
        message: "No route fits GET /api/v2/user/1"
      })
    }).pipe(
      Effect.provide(
        ScriptedGenesys.layer({ "GET /api/v2/users/{id}": Reply.ok({}) }, { checksTokens: false })
      )
    )
  )

  it.effect("E4 a route that could never answer is a defect", () =>
    Effect.gen(function* () {
      for (const route of [
        "/api/v2/users",
        "get /api/v2/users",
        "GET api/v2/users",
        "GET /api/v2/users?x=1"
      ]) {
        const exit = yield* Effect.exit(Layer.build(ScriptedGenesys.layer({ [route]: Reply.ok({}) })))
        assert.isTrue(Exit.isFailure(exit) && Cause.isDie(exit.cause), route)
      }
    }).pipe(Effect.scoped)
  )
})
