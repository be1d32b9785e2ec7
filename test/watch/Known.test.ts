import { assert, describe, it } from "@effect/vitest"
import * as Known from "../../src/watch/Known.js"

const job = { kind: "datatable-import", ids: ["t1", "j1"] }

describe("Known", () => {
  it("W8 a report can be made before anything is known", () => {
    const report = Known.report(Known.nothing(1_000), job, 3_500)
    assert.deepStrictEqual(report.job, { kind: "datatable-import", id: "t1/j1" })
    assert.strictEqual(report.outcome, "unknown")
    assert.isUndefined(report.status)
    assert.isFalse(report.failures.complete)
    assert.strictEqual(report.failures.total, 0)
    assert.deepStrictEqual(report.timing, {
      startedAt: "1970-01-01T00:00:01.000Z",
      endedAt: "1970-01-01T00:00:03.500Z",
      pollMs: 2_500,
      drainMs: 0,
      notifyMs: 0
    })
  })

  it("F1 what was not read is said", () => {
    const known = { ...Known.nothing(0), incomplete: "page 3 of the failed records could not be read" }
    assert.strictEqual(
      Known.report(known, job, 1).failures.reason,
      "page 3 of the failed records could not be read"
    )
  })
})
