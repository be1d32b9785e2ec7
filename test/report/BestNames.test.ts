import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as BestNames from "../../src/report/BestNames.js"

const names = FastCheck.array(FastCheck.stringMatching(/^[ab1]{1,4}$/), { maxLength: 200 })

describe("BestNames", () => {
  it("F5 keeps the best names of all that were offered, and their counts are exact", () => {
    FastCheck.assert(
      FastCheck.property(
        names,
        FastCheck.integer({ min: 1, max: 8 }),
        FastCheck.constantFrom(BestNames.byLength, BestNames.byPlainness, BestNames.byText),
        (offered, keep, order) => {
          let dropped = 0
          const drop = (value: { count: number }) => {
            dropped += value.count
          }
          const best = BestNames.make<{ count: number }>(keep, order)
          for (const name of offered) {
            const value = BestNames.obtain(best, name, () => ({ count: 0 }), drop)
            if (value === undefined) dropped++
            else value.count++
            assert.isAtMost(best.entries.size, 2 * keep)
          }
          BestNames.prune(best, drop)

          const expected = [...new Set(offered)].sort(order).slice(0, keep)
          assert.sameMembers([...best.entries.keys()], expected)
          for (const name of expected) {
            assert.strictEqual(
              best.entries.get(name)?.count,
              offered.filter((other) => other === name).length
            )
          }
          const kept = [...best.entries.values()].reduce((sum, { count }) => sum + count, 0)
          assert.strictEqual(kept + dropped, offered.length)
        }
      )
    )
  })

  it("prefers names without digits, then short ones", () => {
    const order = ["VALIDATION_ERROR", "E1", "ERR_4", "E404", "3f2504e0"]
    assert.deepStrictEqual([...order].reverse().sort(BestNames.byPlainness), order)
  })
})
