import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Bounds from "../../src/resilience/Bounds.js"

describe("Bounds", () => {
  it("C3 a number that makes sense is itself", () => {
    assert.strictEqual(Bounds.whole("count", 0, 0), 0)
    assert.strictEqual(Bounds.amount("factor", 1.5, 1), 1.5)
    assert.strictEqual(Bounds.millis("pause", "2 seconds"), 2_000)
    assert.strictEqual(Bounds.millis("pause", 0), 0)
    assert.strictEqual(Bounds.positiveMillis("pause", "24 days"), 24 * 86_400_000)
  })

  it("C3 one that makes none is refused by its name", () => {
    const refused: ReadonlyArray<readonly [() => number, RegExp]> = [
      [() => Bounds.whole("count", -1, 0), /^count must be a whole number of at least 0, not -1$/],
      [() => Bounds.whole("count", 1.5, 0), /^count must be a whole number/],
      [() => Bounds.whole("count", Number.NaN, 0), /^count must be/],
      [() => Bounds.amount("factor", Number.POSITIVE_INFINITY, 0), /^factor must be a number/],
      [() => Bounds.amount("factor", 0.5, 1), /^factor must be a number of at least 1, not 0.5$/],
      [() => Bounds.millis("pause", "25 days"), /^pause must be at most 24 days/],
      [() => Bounds.millis("pause", Number.POSITIVE_INFINITY), /^pause must be at most/],
      [() => Bounds.positiveMillis("pause", 0), /^pause must be above 0$/]
    ]
    for (const [make, message] of refused) {
      const problem = caught(make)
      assert.isTrue(Cause.isIllegalArgumentException(problem))
      if (Cause.isIllegalArgumentException(problem)) assert.match(problem.message, message)
    }
  })
})

const caught = (make: () => number): unknown => {
  try {
    return make()
  } catch (problem) {
    return problem
  }
}
