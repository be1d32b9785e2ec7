import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Seed from "../../src/simulator/Seed.js"

const place = FastCheck.array(FastCheck.oneof(FastCheck.string(), FastCheck.integer()), { maxLength: 4 })

describe("Seed", () => {
  it("gives the same choice for the same seed and place, in [0, 1)", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.integer(), place, (seed, parts) => {
        const chosen = Seed.fraction(seed, ...parts)
        return chosen >= 0 && chosen < 1 && chosen === Seed.fraction(seed, ...parts)
      })
    )
  })

  it("gives other choices for another seed, another place or parts cut elsewhere", () => {
    assert.notStrictEqual(Seed.fraction(1, "a"), Seed.fraction(2, "a"))
    assert.notStrictEqual(Seed.fraction(1, "a", 1), Seed.fraction(1, "a", 2))
    assert.notStrictEqual(Seed.fraction(1, "ab", "c"), Seed.fraction(1, "a", "bc"))
  })

  it("spreads neighbouring places evenly", () => {
    const buckets = Array.from({ length: 10 }, () => 0)
    for (let index = 0; index < 10_000; index++) {
      const bucket = Math.floor(Seed.fraction(3, "record", index) * 10)
      buckets[bucket] = (buckets[bucket] ?? 0) + 1
    }
    for (const count of buckets) assert.closeTo(count, 1000, 150)
  })

  it("stays between both ends, which it can reach", () => {
    const seen = new Set(Array.from({ length: 200 }, (_, index) => Seed.between(2, 5, 1, index)))
    assert.deepStrictEqual([...seen].sort(), [2, 3, 4, 5])
  })

  it("picks the fallback from nothing", () => {
    assert.strictEqual(Seed.pick([], "none", 1), "none")
  })

  it("writes version 4 UUIDs", () => {
    for (let index = 0; index < 50; index++) {
      assert.match(
        Seed.uuid(1, index),
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
      )
    }
  })

  it("shuffles without losing or repeating anything", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.array(FastCheck.integer()), FastCheck.integer(), (items, seed) => {
        const sorted = (list: ReadonlyArray<number>) => list.toSorted((a, b) => a - b)
        assert.deepStrictEqual(sorted(Seed.shuffle(items, seed)), sorted(items))
      })
    )
  })
})
