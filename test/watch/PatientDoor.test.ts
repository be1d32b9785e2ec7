import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import type { GenesysError } from "../../src/genesys/GenesysError.js"
import { GenesysHttp } from "../../src/genesys/GenesysHttp.js"
import * as PatientDoor from "../../src/watch/PatientDoor.js"
import * as Platform from "./ScriptedPlatform.js"

const hour = 3_600_000

const patient = (script: Platform.Script, deadline = 24 * hour) => {
  const platform = Platform.make(script)
  const waits: Array<string> = []
  const held: Array<number> = []
  let counted = 0
  const door = Effect.map(GenesysHttp, (door) =>
    PatientDoor.make(door, {
      deadline,
      gapMillis: 10_000,
      spent: ({ attempts }) =>
        Effect.sync(() => {
          counted += attempts
        }),
      failed: (_, { reason }) => Effect.sync(() => waits.push(reason)),
      onWait: ({ until }) => Effect.sync(() => held.push(until))
    })
  )
  const ask = Effect.flatMap(door, ({ request }) =>
    request({ method: "GET", path: "/api/v2/things", schema: Schema.Unknown })
  ).pipe(Effect.provide(platform.layer))
  const file = Effect.flatMap(door, ({ download }) =>
    download({
      url: Redacted.make("https://files.example/failed.csv?sig=1"),
      operation: "file",
      maxBytes: 1000
    }).pipe(Stream.decodeText(), Stream.mkString)
  ).pipe(Effect.provide(platform.layer))
  return { ...platform, ask, file, held, waits, counted: () => counted }
}

const elapsed = <A, E>(effect: Effect.Effect<A, E>, millis: number) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(effect)
    yield* TestClock.adjust(millis)
    const exit = yield* Fiber.poll(fiber)
    return Option.getOrThrow(exit)
  })

describe("PatientDoor", () => {
  it.effect("W5 a request outlives an outage and a long Retry-After", () =>
    Effect.gen(function* () {
      const { ask, counted, requests, waits } = patient(({ at }, n) =>
        n === 1
          ? Platform.json({}, { status: 429, headers: { "retry-after": "3600" } })
          : at < 2 * hour
            ? Platform.unavailable()
            : Platform.json({ well: true })
      )
      assert.isTrue(Exit.isSuccess(yield* elapsed(ask, 3 * hour)))
      assert.strictEqual(requests[1]?.at, hour)
      assert.strictEqual(counted(), requests.length)
      assert.strictEqual(waits[0], "throttled")
      assert.include(waits, "circuit-open")
    })
  )

  it.effect("W5 a file outlives an outage, and goes on where it stopped", () =>
    Effect.gen(function* () {
      const { counted, file, requests } = patient(({ at }) =>
        at < hour / 6 ? Platform.unavailable() : new Response("a,b\n1,2\n")
      )
      assert.deepStrictEqual(yield* elapsed(file, 3 * hour), Exit.succeed("a,b\n1,2\n"))
      assert.strictEqual(counted(), requests.length)
    })
  )

  it.effect("W5 what waiting does not cure fails at once", () =>
    Effect.gen(function* () {
      const { ask, file, requests, waits } = patient(() => Platform.json({}, { status: 403 }))
      assert.strictEqual((yield* Effect.flip(ask)).reason._tag, "Forbidden")
      assert.strictEqual((yield* Effect.flip(file)).reason._tag, "Forbidden")
      assert.strictEqual(requests.length, 2)
      assert.deepStrictEqual(waits, [])
    })
  )

  it.effect("W3 the deadline ends it with the last real fault, requests and files alike", () =>
    Effect.gen(function* () {
      for (const of of ["ask", "file"] as const) {
        const start = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
        const platform = patient(() => Platform.unavailable(), start + 90_000)
        const fiber = yield* Effect.fork(
          Effect.flip(Effect.asVoid<unknown, GenesysError, never>(platform[of]))
        )
        yield* TestClock.adjust(89_999)
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)), of)
        yield* TestClock.adjust(1)
        assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "Unavailable", of)
      }
    })
  )

  it.effect("R3 a wait inside a call is told", () =>
    Effect.gen(function* () {
      const { ask, held } = patient((_, n) =>
        n === 1
          ? Platform.json({}, { status: 429, headers: { "retry-after": "12" } })
          : Platform.json({ well: true })
      )
      assert.isTrue(Exit.isSuccess(yield* elapsed(ask, 12_000)))
      assert.deepStrictEqual(held, [12_000])
    })
  )
})
