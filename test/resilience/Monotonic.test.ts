import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as TestClock from "effect/TestClock"
import * as Monotonic from "../../src/resilience/Monotonic.js"

const stepped = (wall: number, monotonic: number): Clock.Clock => ({
  ...Clock.make(),
  unsafeCurrentTimeMillis: () => wall,
  unsafeCurrentTimeNanos: () => BigInt(monotonic) * 1_000_000n
})

describe("Monotonic", () => {
  it.effect.prop(
    "E3 is virtual time to the millisecond",
    [FastCheck.integer({ min: 0, max: 4_000_000_000_000 })],
    ([instant]) =>
      Effect.gen(function* () {
        yield* TestClock.setTime(instant)
        assert.strictEqual(yield* Monotonic.now, instant)
      }),
    { fastCheck: { numRuns: 50 } }
  )

  it.live("B4 does not run backwards on the real clock", () =>
    Effect.gen(function* () {
      const before = yield* Monotonic.now
      yield* Effect.yieldNow()
      assert.isAtLeast(yield* Monotonic.now, before)
    })
  )

  it("B4 reads instants on both counters, however far the wall clock was set", () => {
    const clock = stepped(5_000_000, 1_000)
    assert.strictEqual(Monotonic.toEpoch(1_000 + Duration.toMillis("60 seconds"), clock), 5_060_000)
    assert.strictEqual(Monotonic.fromEpoch(5_060_000, clock), 61_000)
    assert.strictEqual(Monotonic.toEpoch(Number.POSITIVE_INFINITY, clock), Number.POSITIVE_INFINITY)
  })
})
