import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as RetryBudget from "../../src/resilience/RetryBudget.js"

describe("RetryBudget", () => {
  it.effect("R5 a full bucket of 500 pays for a hundred retries, then for none", () =>
    Effect.gen(function* () {
      const budget = yield* RetryBudget.make()
      const granted = yield* Effect.replicateEffect(budget.withdraw(budget.retryCost), 120)
      assert.strictEqual(granted.filter((yes) => yes).length, 100)
      assert.strictEqual(yield* budget.available, 0)
    })
  )

  it.effect("R5 a withdrawal that is too large takes nothing", () =>
    Effect.gen(function* () {
      const budget = yield* RetryBudget.make({ capacity: 9 })
      assert.isFalse(yield* budget.withdraw(budget.networkRetryCost))
      assert.strictEqual(yield* budget.available, 9)
      assert.isTrue(yield* budget.withdraw(9))
    })
  )

  it.effect("R5 successes refill it, never above its capacity", () =>
    Effect.gen(function* () {
      const budget = yield* RetryBudget.make({ capacity: 10 })
      yield* budget.withdraw(5)
      yield* budget.deposit(1)
      assert.strictEqual(yield* budget.available, 6)
      yield* budget.deposit(100)
      assert.strictEqual(yield* budget.available, 10)
    })
  )

  it.effect.prop(
    "R5 holds between nothing and its capacity, and pays out no more than was put in",
    [
      FastCheck.nat(100),
      FastCheck.array(FastCheck.record({ take: FastCheck.boolean(), tokens: FastCheck.nat(30) }))
    ],
    ([capacity, steps]) =>
      Effect.gen(function* () {
        const budget = yield* RetryBudget.make({ capacity })
        let paid = 0
        let put = capacity
        for (const { take, tokens } of steps) {
          if (take) paid += (yield* budget.withdraw(tokens)) ? tokens : 0
          else {
            yield* budget.deposit(tokens)
            put += tokens
          }
          const held = yield* budget.available
          assert.isTrue(held >= 0 && held <= capacity)
          assert.isAtMost(paid, put)
        }
      })
  )

  it.effect("R5 without a bound it always pays", () =>
    Effect.gen(function* () {
      assert.isTrue(yield* RetryBudget.unlimited.withdraw(1e9))
      yield* RetryBudget.unlimited.deposit(1)
      assert.strictEqual(yield* RetryBudget.unlimited.available, Number.POSITIVE_INFINITY)
    })
  )

  it.effect("C3 refuses negative and endless numbers", () =>
    Effect.gen(function* () {
      for (const capacity of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
        const exit = yield* Effect.exit(RetryBudget.make({ capacity }))
        assert.isTrue(exit._tag === "Failure" && exit.cause._tag === "Die")
      }
    })
  )
})
