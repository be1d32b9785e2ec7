import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Option from "effect/Option"
import type { Reason } from "../../src/slack/SlackError.js"
import * as SlackPolicy from "../../src/slack/SlackPolicy.js"

const reason: FastCheck.Arbitrary<Reason> = FastCheck.constantFrom<Array<Reason>>(
  { _tag: "RateLimited", retryAfterMillis: 5_000 },
  { _tag: "RateLimited" },
  { _tag: "Unreachable", kind: "network" },
  { _tag: "Unreachable", kind: "tls" },
  { _tag: "Ambiguous", kind: "timeout" },
  { _tag: "Rejected", status: 400, code: "invalid_blocks" },
  { _tag: "Rejected", status: 404, code: "no_service" },
  { _tag: "Unexpected", kind: "not-ok", status: 200 }
)

describe("SlackPolicy", () => {
  it("S2 S5 ends, and within its budgets, whatever comes back", () => {
    FastCheck.assert(
      FastCheck.property(
        FastCheck.array(reason, { minLength: 30, maxLength: 30 }),
        FastCheck.constantFrom("resend" as const, "hold" as const),
        FastCheck.integer({ min: 0, max: 6 }),
        (reasons, onAmbiguous, maxRetries) => {
          let spent = SlackPolicy.nothingSpent
          let ambiguous = 0
          let sent = 0
          for (const reason of reasons) {
            sent++
            if (reason._tag === "Ambiguous") ambiguous++
            const step = SlackPolicy.next(reason, spent, {
              maxRetries,
              onAmbiguous,
              hasBlocks: Option.isNone(spent.degraded)
            })
            if (step._tag === "GiveUp") break
            assert.include(["RateLimited", "Unreachable", "Ambiguous", "Rejected"], reason._tag)
            if (reason._tag === "RateLimited" && step._tag === "Wait") {
              assert.deepStrictEqual(step.advisedMillis, Option.fromNullable(reason.retryAfterMillis))
            }
            spent = step.spent
          }
          // Each kind of repetition has a budget of its own: retries, one resend, one bare text.
          assert.isAtMost(sent, 1 + maxRetries + (onAmbiguous === "resend" ? 1 : 0) + 1)
          assert.isAtMost(ambiguous, onAmbiguous === "resend" ? 2 : 1)
        }
      )
    )
  })

  it("R1 backs off in powers of two up to 30 seconds", () => {
    assert.deepStrictEqual(
      [0, 1, 2, 4, 5, 50].map(SlackPolicy.backoffCeiling),
      [1_000, 2_000, 4_000, 16_000, 30_000, 30_000]
    )
  })
})
