import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as ClientCredentialsGrant from "../../src/genesys/ClientCredentialsGrant.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as Reply from "../../src/testing/Reply.js"
import * as ScriptedGenesys from "../../src/testing/ScriptedGenesys.js"
import * as Door from "./Door.js"

const grant = Effect.gen(function* () {
  const client = yield* HttpClient.HttpClient
  if (Door.credentials._tag !== "ClientCredentials") return yield* Effect.dieMessage("not a client")
  const config = Either.getOrThrow(GenesysConfig.make({ credentials: Door.credentials, region: "eu-west-1" }))
  return yield* ClientCredentialsGrant.make(client, config, Door.credentials)
})

const against = (login: ScriptedGenesys.Script) => Effect.provide(ScriptedGenesys.layer({}, { login }))
const granted = Reply.ok({ access_token: "sentinel-token", token_type: "bearer", expires_in: 86_399 })

describe("ClientCredentialsGrant", () => {
  it.effect("A1 asks the login host with a Basic header and a form", () =>
    Effect.gen(function* () {
      const token = yield* grant
      assert.strictEqual(Redacted.value(token.token), "sentinel-token")
      assert.strictEqual(token.expiresInMillis, 86_399_000)
      const [asked] = yield* Door.logins
      assert.deepInclude(asked, {
        method: "POST",
        host: "login.mypurecloud.ie",
        path: "/oauth/token",
        body: "grant_type=client_credentials"
      })
      assert.strictEqual(asked?.headers["authorization"], `Basic ${btoa(`client-1:${Door.secret}`)}`)
      assert.strictEqual(asked?.headers["content-type"], "application/x-www-form-urlencoded")
    }).pipe(against(granted))
  )

  it.effect("A1 without a life in the answer the shortest that an organisation may choose is assumed", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* grant).expiresInMillis, 300_000)
    }).pipe(against(Reply.ok({ access_token: "token" })))
  )

  it.effect("A3 a refusal is final, with the platform's words", () =>
    Effect.gen(function* () {
      const replies: ReadonlyArray<Reply.Reply> = [
        Reply.answer(400, { error: "invalid_client", error_description: "client not found" }),
        Reply.answer(401, { error: "INVALID_GRANT", description: "client not found" }),
        Reply.answer(403, { code: "ip.not.authorized", message: "client not found" })
      ]
      for (const reply of replies) {
        const seen = yield* Effect.all([Effect.flip(grant), Door.logins]).pipe(against(reply))
        assert.deepInclude(seen[0].reason, { _tag: "Unauthorized", stage: "grant" })
        assert.match(seen[0].message, /POST \/oauth\/token: the login was refused .*client not found/)
        assert.strictEqual(seen[1].length, 1)
      }
    })
  )

  it.effect("A3 throttling of the login host is transient, though it answers 400", () =>
    Effect.gen(function* () {
      yield* Door.finished(grant)
      assert.deepStrictEqual(
        (yield* Door.logins).map(({ at }) => at),
        [0, 7_000]
      )
    }).pipe(
      against([
        Reply.answer(
          400,
          { error: "invalid_request", description: "rate limit exceeded; please wait" },
          { headers: { "retry-after": "7" } }
        ),
        granted
      ])
    )
  )

  it.effect("A3 throttling is told apart in whatever field the login host says it", () =>
    Effect.gen(function* () {
      for (const body of [
        { message: "Bad Request", error: "invalid_request", error_description: "Rate limit exceeded; wait" },
        "rate limit exceeded"
      ]) {
        const error = yield* Door.failing(grant).pipe(against(Reply.answer(400, body)))
        assert.strictEqual(error.reason._tag, "RateLimited")
      }
    })
  )

  it.effect("A2 an attempt has 15 seconds, and all of them 45", () =>
    Effect.gen(function* () {
      const started = yield* Effect.fork(Effect.exit(grant))
      yield* Door.finished(Effect.fromFiber(started))
      const at = (yield* Door.logins).map((asked) => asked.at)
      assert.isAbove(at.length, 1)
      assert.isAtLeast(at[1] ?? 0, 15_000)
      assert.isTrue(at.every((instant) => instant < 45_000))
    }).pipe(against(Reply.silence))
  )

  it.effect("R6 a wait that would reach the end of the 45 seconds is not begun", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(grant)
      assert.deepInclude(error, { gaveUp: "deadline", attempts: 1 })
      assert.deepStrictEqual(error.retryAfter, Option.some(Duration.seconds(60)))
    }).pipe(against([Reply.answer(503, "", { headers: { "retry-after": "60" } }), granted]))
  )

  it.effect("A1 an answer that is no grant is no token", () =>
    Effect.gen(function* () {
      for (const body of [
        "<html>login</html>",
        { access_token: "" },
        { access_token: "x", expires_in: 0 },
        {}
      ]) {
        const error = yield* Door.failing(grant).pipe(against(Reply.ok(body)))
        assert.strictEqual(error.reason._tag, "Undecodable")
        assert.strictEqual(error.gaveUp, "spent")
      }
    })
  )

  it.effect("C2 neither secret nor header shows where the login host repeats them", () =>
    Effect.gen(function* () {
      const basic = btoa(`client-1:${Door.secret}`)
      const echo = `client_secret=${Door.secret} Authorization: Basic ${basic}`
      for (const body of [{ error: echo, error_description: echo }, `<p>${echo}</p>`]) {
        const error = yield* Effect.flip(grant).pipe(against(Reply.answer(400, body)))
        assert.notInclude(JSON.stringify(error), Door.secret)
        assert.notInclude(`${error.message}${error.stack}`, basic)
      }
    })
  )
})
