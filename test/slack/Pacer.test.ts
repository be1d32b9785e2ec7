import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import * as Pacer from "../../src/slack/Pacer.js"

/** When the turn came, or `undefined` where none came before the deadline. */
const turnAt = (pacer: Pacer.Pacer, deadline = 1e9) =>
  Effect.zipWith(pacer.take(deadline), Clock.currentTimeMillis, (came, at) => (came ? at : undefined))

describe("Pacer", () => {
  it.effect("S2 lets one through in an interval, in order of arrival", () =>
    Effect.gen(function* () {
      const pacer = yield* Pacer.make(1_000)
      const fibers = yield* Effect.forEach([1, 2, 3, 4], () => Effect.fork(turnAt(pacer)))
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* Fiber.joinAll(fibers), [0, 1_000, 2_000, 3_000])
      assert.strictEqual(yield* turnAt(pacer), 60_000)
    })
  )

  it.effect("S2 holds back whoever waits already", () =>
    Effect.gen(function* () {
      const pacer = yield* Pacer.make(1_000)
      yield* turnAt(pacer)
      const waiting = yield* Effect.fork(turnAt(pacer))
      yield* TestClock.adjust(500)
      yield* pacer.holdUntil(30_000)
      yield* pacer.holdUntil(10_000)
      yield* TestClock.adjust(29_499)
      assert.isTrue((yield* Fiber.poll(waiting))._tag === "None")
      yield* TestClock.adjust(1)
      assert.strictEqual(yield* Fiber.join(waiting), 30_000)
    })
  )

  it.effect("R6 says no at once where the turn would come too late", () =>
    Effect.gen(function* () {
      const pacer = yield* Pacer.make(1_000)
      yield* pacer.holdUntil(5_000)
      assert.isFalse(yield* pacer.take(5_000))
      const last = yield* Effect.fork(turnAt(pacer, 5_001))
      yield* TestClock.adjust(5_000)
      assert.strictEqual(yield* Fiber.join(last), 5_000)
    })
  )

  it.effect("R6 says no at the deadline behind others", () =>
    Effect.gen(function* () {
      const pacer = yield* Pacer.make(10_000)
      yield* turnAt(pacer)
      yield* Effect.fork(turnAt(pacer))
      const behind = yield* Effect.fork(pacer.take(3_000))
      yield* TestClock.adjust(3_000)
      assert.isFalse(yield* Fiber.join(behind))
    })
  )
})
