import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Reply from "../../src/testing/Reply.js"
import * as Door from "./Door.js"

describe("GenesysHttp", () => {
  it.effect(
    "H1 get answers with the decoded body, sent to the region's API with the token of the login",
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
        const [asked] = yield* Door.requests
        assert.strictEqual(asked?.host, "api.mypurecloud.ie")
        assert.strictEqual(asked?.path, "/api/v2/things/1")
        assert.strictEqual(asked?.headers["authorization"], "Bearer token-1")
        assert.strictEqual(asked?.headers["genesys-app"], "genesys-jobs")
      }).pipe(Effect.provide(Door.one(Reply.ok(Door.thing))))
  )
})
