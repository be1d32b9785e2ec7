import { assert, describe, it } from "@effect/vitest"
import * as Quantity from "../../src/text/Quantity.js"

describe("Quantity", () => {
  it("separates thousands and counts with a noun", () => {
    assert.strictEqual(Quantity.count(1234567), "1,234,567")
    assert.strictEqual(Quantity.count(999), "999")
    assert.strictEqual(Quantity.counted(1, "record"), "1 record")
    assert.strictEqual(Quantity.counted(1204, "record"), "1,204 records")
  })

  it("rounds to 0 % and 100 % only where they are exact", () => {
    assert.deepStrictEqual([0, 0.0001, 0.0245, 0.5, 0.9999, 1, 7].map(Quantity.percent), [
      "0 %",
      "under 0.1 %",
      "2.5 %",
      "50 %",
      "99.9 %",
      "100 %",
      "100 %"
    ])
  })

  it("takes a share from the counts: the least of many is not nothing, all but one is not everything", () => {
    assert.deepStrictEqual(
      [
        Quantity.share(1, 100_000),
        Quantity.share(99_999, 100_000),
        Quantity.share(1, 1),
        Quantity.share(0, 0)
      ],
      ["under 0.1 %", "99.9 %", "100 %", "0 %"]
    )
  })

  it("says durations in two units", () => {
    assert.deepStrictEqual([0, 850, 12_000, 59_999, 200_000, 7_500_000, 360_000_000].map(Quantity.duration), [
      "0 ms",
      "850 ms",
      "12 s",
      "1 min",
      "3 min 20 s",
      "2 h 5 min",
      "4 d 4 h"
    ])
  })

  it("reads anything else as unknown", () => {
    for (const value of [null, undefined, Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      assert.strictEqual(Quantity.count(value), "unknown")
      assert.strictEqual(Quantity.percent(value), "unknown")
      assert.strictEqual(Quantity.duration(value), "unknown")
    }
  })
})
