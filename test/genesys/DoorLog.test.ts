import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Reply from "../../src/testing/Reply.js"
import * as Door from "./Door.js"

describe("DoorLog", () => {
  const script = Door.one([
    Reply.answer(503, "", { headers: { "retry-after": "2", "inin-correlation-id": "id-1" } }),
    Reply.answer(200, Door.thing, { headers: { "inin-correlation-id": "id-2" } })
  ])

  const lines = (level: LogLevel.LogLevel) => {
    const seen: Array<unknown> = []
    const logger = Logger.make<unknown, void>(({ message }) => {
      seen.push(message)
    })
    return Effect.as(Door.finished(Door.get()), seen).pipe(
      Effect.provide(script),
      Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
      Logger.withMinimumLogLevel(level)
    )
  }

  it.effect("O4 at the level Debug every request and every repetition has its line", () =>
    Effect.gen(function* () {
      const operation = `GET ${Door.path}`
      assert.deepStrictEqual(yield* lines(LogLevel.Debug), [
        ["token asked for", { outcome: "granted", generation: 1 }],
        ["request failed", { operation, attempt: 1, reason: "Unavailable", correlationId: "id-1" }],
        ["request to be repeated", { operation, waitMillis: 2_000 }],
        ["request answered", { operation, attempt: 2, status: 200, correlationId: "id-2" }]
      ])
    })
  )

  it.effect("O1 at the level Info there is none", () =>
    Effect.map(lines(LogLevel.Info), (seen) => assert.deepStrictEqual(seen, []))
  )
})
