import * as HttpBody from "@effect/platform/HttpBody"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Call from "../../src/genesys/Call.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Reply from "../../src/testing/Reply.js"
import * as ScriptedGenesys from "../../src/testing/ScriptedGenesys.js"
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
