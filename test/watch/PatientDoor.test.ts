import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { GenesysHttp } from "../../src/genesys/GenesysHttp.js"
import * as PatientDoor from "../../src/watch/PatientDoor.js"
import * as Platform from "./ScriptedPlatform.js"

const ask = (script: Platform.Script) => {
  const platform = Platform.make(script)
  const waits: Array<string> = []
  const run = Effect.flatMap(GenesysHttp, (door) =>
    PatientDoor.make(door, 10_000, {
      waiting: (_, { reason }) => Effect.sync(() => waits.push(reason))
    }).door.request({ method: "GET", path: "/api/v2/things", schema: Schema.Unknown })
  ).pipe(Effect.provide(platform.layer))
  return { ...platform, run, waits }
}

describe("PatientDoor", () => {
  it.effect("W5 a request outlives an outage and a long Retry-After", () =>
    Effect.gen(function* () {
      const { requests, run, waits } = ask(({ at }, n) =>
        n === 1
          ? Platform.json({}, { status: 429, headers: { "retry-after": "3600" } })
          : at < 7_200_000
            ? Platform.unavailable()
            : Platform.json({ well: true })
      )
      const fiber = yield* Effect.fork(run)
      yield* TestClock.adjust("3 hours")
      const exit = yield* Fiber.poll(fiber)
      assert.isTrue(Option.isSome(exit) && exit.value._tag === "Success")
      assert.strictEqual(requests[1]?.at, 3_600_000)
      assert.strictEqual(waits[0], "throttled")
      assert.include(waits, "circuit-open")
    })
  )

  it.effect("knows the call that waits longest for its answer, also when it was interrupted", () => {
    const platform = Platform.make(({ path }) => (path.endsWith("/quick") ? Platform.json({}) : undefined))
    return Effect.gen(function* () {
      const { door, unanswered } = PatientDoor.make(yield* GenesysHttp, 10_000, {
        waiting: () => Effect.void
      })
      const get = (path: string) => door.request({ method: "GET", path, schema: Schema.Unknown })
      yield* get("/api/v2/quick")
      assert.isUndefined(unanswered())
      const slow = yield* Effect.fork(get("/api/v2/slow"))
      yield* TestClock.adjust(1_000)
      const other = yield* Effect.fork(get("/api/v2/other"))
      yield* TestClock.adjust(1_000)
      yield* Fiber.interruptAll([slow, other])
      assert.deepStrictEqual(unanswered(), { operation: "GET /api/v2/slow", since: 0 })
    }).pipe(Effect.provide(platform.layer))
  })

  it.effect("W5 what waiting does not cure fails at once", () =>
    Effect.gen(function* () {
      const { requests, run, waits } = ask(() => Platform.json({}, { status: 403 }))
      const error = yield* Effect.flip(run)
      assert.strictEqual(error.reason._tag, "Forbidden")
      assert.strictEqual(requests.length, 1)
      assert.deepStrictEqual(waits, [])
    })
  )
})
