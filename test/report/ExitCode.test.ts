import { assert, describe, it } from "@effect/vitest"
import * as ExitCode from "../../src/report/ExitCode.js"
import * as Notification from "../../src/report/Notification.js"
import * as Problem from "../../src/report/Problem.js"
import { type JobReport, Outcome } from "../../src/report/Report.js"

const report = (more: Partial<JobReport>): JobReport => ({
  job: { kind: "data-action", id: "a1" },
  outcome: "succeeded",
  tolerated: false,
  status: {
    state: "COMPLETED",
    phase: "partial",
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
  notification: Notification.delivered("slack"),
  notifications: [Notification.delivered("slack")],
  polls: 1,
  requests: 1,
  retries: 0,
  timing: { startedAt: "", endedAt: "", pollMs: 0, drainMs: 0, notifyMs: 0 },
  error: undefined,
  ...more
})

const error = (reason: Problem.Reason, step?: Problem.Step): Problem.Problem => ({
  reason,
  step,
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
    for (const outcome of Outcome.literals) {
      assert.strictEqual(ExitCode.ofJob(report({ outcome })), codes[outcome], outcome)
    }
  })

  it("O3 every reason of an error has its code", () => {
    const special: Partial<Record<Problem.Reason, number>> = {
      Unauthorized: 6,
      Forbidden: 6,
      NotFound: 8,
      Unlisted: 0,
      Interrupted: 0
    }
    for (const reason of Problem.Reason.literals) {
      const job = report({ outcome: "unknown", error: error(reason, "status") })
      assert.strictEqual(ExitCode.ofJob(job), special[reason] ?? 7, reason)
    }
  })

  it("O3 failed records that are not there are no missing job, a file that is refused no missing permission", () => {
    const code = (reason: Problem.Reason, step: Problem.Step) =>
      ExitCode.ofJob(report({ outcome: "partial", error: error(reason, step) }))
    assert.strictEqual(code("NotFound", "failures"), 7)
    assert.strictEqual(code("NotFound", "file"), 7)
    assert.strictEqual(code("Forbidden", "failures"), 6)
    assert.strictEqual(code("Forbidden", "file"), 7)
    assert.strictEqual(code("Unauthorized", "file"), 7)
  })

  it("W3 a call that the deadline of the watch ended adds nothing to it, an outage does", () => {
    const late = (reason: Problem.Reason) =>
      ExitCode.ofJob(report({ outcome: "timed-out", error: error(reason, "failures") }))
    assert.strictEqual(late("DeadlineExceeded"), 5)
    assert.strictEqual(late("Unavailable"), 7)
  })

  it("S7 an undelivered summary is 9, and greater codes win", () => {
    const undelivered = Notification.undelivered("slack", "x")
    assert.strictEqual(ExitCode.ofJob(report({ notification: undelivered })), 9)
    assert.strictEqual(ExitCode.ofRun([report({}), report({ notification: undelivered })], 130), 130)
    assert.strictEqual(ExitCode.ofRun([report({ outcome: "failed" }), report({ outcome: "partial" })]), 3)
  })

  it("O3 failed records are 0 where they are tolerated, whatever else the run came to", () => {
    assert.strictEqual(ExitCode.ofJob(report({ outcome: "partial", tolerated: true })), 0)
    assert.strictEqual(ExitCode.ofJob(report({ outcome: "partial" })), 1)
  })

  it("W8 an interrupted watch is the signal's code, whatever else is known", () => {
    const job = report({ outcome: "unknown", error: error("Interrupted") })
    assert.strictEqual(ExitCode.ofRun([job], 143), 143)
  })
})
