import { assert, describe, it } from "@effect/vitest"
import * as ExitCode from "../../src/cli/ExitCode.js"
import type { JobReport } from "../../src/report/Report.js"

const report = (more: Partial<JobReport>): JobReport => ({
  job: { kind: "data-action", id: "a1" },
  outcome: "succeeded",
  status: {
    state: "COMPLETED",
    progress: 1,
    processed: 100,
    total: 100,
    errors: 4,
    warnings: 0,
    createdAt: undefined,
    updatedAt: undefined,
    message: undefined,
    hint: undefined
  },
  failures: { total: 4, complete: true, reconciled: true, distinctCodes: 1, groups: [], reason: undefined },
  notification: { destination: "slack", result: "delivered", reason: undefined },
  polls: 1,
  requests: 1,
  retries: 0,
  timing: { startedAt: "", endedAt: "", pollMs: 0, drainMs: 0, notifyMs: 0 },
  error: undefined,
  ...more
})

const error = (reason: string) => ({
  reason,
  message: "",
  operation: undefined,
  correlationId: undefined,
  advice: undefined
})

describe("ExitCode", () => {
  it("O3 every outcome has its code", () => {
    const codes: Readonly<Record<JobReport["outcome"], number>> = {
      succeeded: 0,
      partial: 1,
      failed: 3,
      cancelled: 4,
      expired: 4,
      "timed-out": 5,
      unknown: 7
    }
    for (const [outcome, code] of Object.entries(codes)) {
      const job = report({})
      assert.strictEqual(
        ExitCode.ofJob({ ...job, outcome: outcome as JobReport["outcome"] }, {}),
        code,
        outcome
      )
    }
  })

  it("O3 every reason of an error has its code", () => {
    for (const [reason, code] of [
      ["Unauthorized", 6],
      ["Forbidden", 6],
      ["NotFound", 8],
      ["Transport", 7],
      ["Timeout", 7],
      ["Unavailable", 7],
      ["RateLimited", 7],
      ["CircuitOpen", 7],
      ["DeadlineExceeded", 7],
      ["Undecodable", 7],
      ["Rejected", 7],
      ["UnknownState", 7],
      ["Defect", 7]
    ] as const) {
      assert.strictEqual(
        ExitCode.ofJob(report({ outcome: "unknown", error: error(reason) }), {}),
        code,
        reason
      )
    }
  })

  it("S7 an undelivered summary is 9, and greater codes win", () => {
    const undelivered = { destination: "slack", result: "undelivered", reason: "x" } as const
    assert.strictEqual(ExitCode.ofJob(report({ notification: undelivered }), {}), 9)
    assert.strictEqual(ExitCode.ofRun([report({}), report({ notification: undelivered })], {}, 130), 130)
    assert.strictEqual(
      ExitCode.ofRun([report({ outcome: "failed" }), report({ outcome: "partial" })], {}, undefined),
      3
    )
  })

  it("F1 failures within the tolerance are 0, but never when they could not all be read", () => {
    const job = report({ outcome: "partial" })
    assert.strictEqual(ExitCode.ofJob(job, { maxErrors: 4 }), 0)
    assert.strictEqual(ExitCode.ofJob(job, { maxErrors: 3 }), 1)
    assert.strictEqual(ExitCode.ofJob(job, { maxErrorRate: 0.04 }), 0)
    assert.strictEqual(ExitCode.ofJob(job, { maxErrorRate: 0.03 }), 1)
    const incomplete = { ...job, failures: { ...job.failures, complete: false } }
    assert.strictEqual(ExitCode.ofJob(incomplete, { maxErrors: 100 }), 1)
  })

  it("W8 an interrupted watch is the signal's code, whatever else is known", () => {
    const job = report({ outcome: "unknown", error: error("Interrupted") })
    assert.strictEqual(ExitCode.ofRun([job], {}, 143), 143)
  })
})
