import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as DoorPolicy from "../../src/genesys/DoorPolicy.js"

describe("DoorPolicy", () => {
  it("C3 the numbers of the policies are checked", () => {
    const wrong: ReadonlyArray<DoorPolicy.DoorPolicy> = [
      { attemptTimeout: 0 },
      { attemptTimeout: Duration.infinity },
      { deadline: 0 },
      { maxAnswerBytes: 0 },
      { retry: { maxRetries: -1 } },
      { retry: { networkMaxRetries: Number.NaN } },
      { retry: { cap: Duration.infinity } },
      { breaker: { failureThreshold: 0 } },
      { retryBudget: { capacity: -1 } }
    ]
    for (const policy of wrong)
      assert.strictEqual(DoorPolicy.problems(policy).length, 1, JSON.stringify(policy))
    assert.deepStrictEqual(
      DoorPolicy.problems({ deadline: Duration.infinity, breaker: false, retryBudget: false }),
      []
    )
  })

  it("H0 an attempt has 15 seconds and a call 5 minutes unless told otherwise", () => {
    const limits = DoorPolicy.limitsOf({})
    assert.strictEqual(Duration.toMillis(limits.attemptTimeout), 15_000)
    assert.strictEqual(Duration.toMillis(limits.deadline), 300_000)
    assert.strictEqual(limits.maxAnswerBytes, 64 * 1024 * 1024)
  })
})
