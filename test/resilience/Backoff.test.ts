import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Backoff from "../../src/resilience/Backoff.js"

describe("Backoff", () => {
  it("R1 doubles the window up to its cap, however many retries there were", () => {
    const shape = { base: 1_000, cap: 30_000 }
    assert.deepStrictEqual(
      [0, 1, 2, 3, 4, 5, 6, 5_000].map((n) => Backoff.window(shape, n)),
      [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
    )
    assert.strictEqual(Backoff.window({ base: 0, cap: 30_000 }, 5_000), 0)
  })

  it("R1 full jitter reaches both ends of its window", () => {
    assert.strictEqual(Backoff.fullJitter(1_000, 0), 0)
    assert.strictEqual(Backoff.fullJitter(1_000, 0.5), 500)
    assert.strictEqual(Backoff.fullJitter(1_000, 1 - Number.EPSILON), 1_000)
    assert.strictEqual(Backoff.fullJitter(1_000, 1), 1_000)
    assert.strictEqual(Backoff.fullJitter(0, 0.7), 0)
  })

  it.prop(
    "R1 full jitter is a whole number of ms inside its window",
    [FastCheck.nat(1_000_000), FastCheck.double({ min: 0, max: 1, noNaN: true })],
    ([window, random]) => {
      const wait = Backoff.fullJitter(window, random)
      assert.isTrue(Number.isInteger(wait) && wait >= 0 && wait <= window)
    }
  )
})
