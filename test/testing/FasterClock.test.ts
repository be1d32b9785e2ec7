import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as FasterClock from "../../src/testing/FasterClock.js"

describe("FasterClock", () => {
  it.effect("lets time pass faster than the clock below it", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_000)
      const program = Effect.gen(function* () {
        const before = yield* Clock.currentTimeMillis
        const nanos = yield* Clock.currentTimeNanos
        yield* Effect.sleep("1 hour")
        return [before, (yield* Clock.currentTimeMillis) - before, (yield* Clock.currentTimeNanos) - nanos]
      })
      const fiber = yield* Effect.fork(Effect.provide(program, FasterClock.layer(60)))
      yield* TestClock.adjust("59 seconds")
      assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(yield* Fiber.join(fiber), [1_000, 3_600_000, 3_600_000_000_000n])
    })
  )

  it.effect("C3 refuses a factor that is not above zero", () =>
    Effect.gen(function* () {
      for (const factor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
        const exit = yield* Effect.exit(Effect.provide(Effect.void, FasterClock.layer(factor)))
        assert.isTrue(Exit.isFailure(exit) && Cause.isDie(exit.cause), String(factor))
      }
    })
  )
})
