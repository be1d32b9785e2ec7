import { assert, describe, it } from "@effect/vitest"
import type { Phase } from "../../src/jobs/Job.js"
import * as Outcome from "../../src/report/Outcome.js"
import type { JobReport } from "../../src/report/Report.js"
import * as Reports from "./Reports.js"

const facts = (fields: Partial<Outcome.Facts>): Outcome.Facts => ({
  phase: "succeeded",
  errors: 0,
  read: 0,
  complete: true,
  deadlinePassed: false,
  ...fields
})

const only = (report: typeof Reports.clean): JobReport => {
  const [job] = report.jobs
  if (job === undefined) throw new Error("a report without a job")
  return job
}

const job = (fields: {
  readonly outcome?: JobReport["outcome"]
  readonly errors?: number | undefined
  readonly processed?: number | undefined
  readonly total?: number | undefined
  readonly read?: number
  readonly complete?: boolean
}): JobReport => {
  const base = only(Reports.clean)
  const { status } = base
  if (status === undefined) throw new Error("a job without a status")
  return {
    ...base,
    outcome: fields.outcome ?? "partial",
    status: { ...status, errors: fields.errors, processed: fields.processed, total: fields.total },
    failures: { ...base.failures, total: fields.read ?? 0, complete: fields.complete ?? true }
  }
}

describe("Outcome", () => {
  it("W2 lets the counts decide: a success that counts or has failures is partial", () => {
    assert.strictEqual(Outcome.decide(facts({})), "succeeded")
    assert.strictEqual(Outcome.decide(facts({ errors: 1 })), "partial")
    assert.strictEqual(Outcome.decide(facts({ read: 1 })), "partial")
    assert.strictEqual(Outcome.decide(facts({ errors: undefined })), "succeeded")
  })

  it("F1 calls no success what could neither be counted nor read", () => {
    assert.strictEqual(Outcome.decide(facts({ errors: undefined, complete: false })), "unknown")
    assert.strictEqual(Outcome.decide(facts({ errors: 0, complete: false })), "succeeded")
  })

  it("W1 keeps what the platform says of an end that is no success", () => {
    for (const phase of ["partial", "failed", "cancelled", "expired"] as const) {
      assert.strictEqual(Outcome.decide(facts({ phase })), phase)
    }
  })

  it("W4 is unknown while the job has not ended", () => {
    const phases: ReadonlyArray<Phase | undefined> = ["running", "parked", "unknown", undefined]
    for (const phase of phases) assert.strictEqual(Outcome.decide(facts({ phase })), "unknown")
  })

  it("W3 is timed-out when the deadline passed, whatever else is known", () => {
    for (const phase of ["running", "succeeded", "failed"] as const) {
      assert.strictEqual(Outcome.decide(facts({ phase, deadlinePassed: true })), "timed-out")
    }
  })

  it("counts the greater of what was read and what the status counts, and knows whether that is exact", () => {
    assert.deepStrictEqual(Outcome.failed(job({ errors: 5, read: 3 })), { count: 5, exact: true })
    assert.deepStrictEqual(Outcome.failed(job({ errors: 3, read: 5 })), { count: 5, exact: true })
    assert.deepStrictEqual(Outcome.failed(job({ errors: 5, read: 3, complete: false })), {
      count: 5,
      exact: true
    })
    assert.deepStrictEqual(Outcome.failed(job({ errors: 2, read: 3, complete: false })), {
      count: 3,
      exact: false
    })
    assert.deepStrictEqual(Outcome.failed(job({ read: 3, complete: false })), { count: 3, exact: false })
  })

  it("F1 takes the count of an ended job for exact, also where the deadline passed, and of a running one for a bound", () => {
    const late = job({ outcome: "timed-out", errors: 5, complete: false })
    if (late.status === undefined) throw new Error("a job without a status")
    const running = { ...late, status: { ...late.status, phase: "running" as const } }
    assert.deepStrictEqual(Outcome.failed(late), { count: 5, exact: true })
    assert.deepStrictEqual(Outcome.failed(running), { count: 5, exact: false })
  })

  it("F5 counts reasons of the job as a whole as no records, and has no rate of them", () => {
    const told = job({ read: 1, processed: 100, total: 500 })
    const whole = { ...told, failures: { ...told.failures, about: "job" as const } }
    assert.deepStrictEqual(Outcome.failed(whole), { count: 0, exact: false })
    const counted = job({ errors: 7, read: 1, processed: 100 })
    const both = { ...counted, failures: { ...counted.failures, about: "job" as const } }
    assert.deepStrictEqual(Outcome.failed(both), { count: 7, exact: true })
    assert.strictEqual(Outcome.failureRate(both), 0.07)
    assert.isUndefined(Outcome.reconciled({ complete: true, errors: 7, read: 1, about: "job" }))
  })

  it("takes the rate of the processed records, or else of all, and of nothing smaller", () => {
    assert.strictEqual(Outcome.failureRate(job({ errors: 5, processed: 50, total: 100 })), 0.1)
    assert.strictEqual(Outcome.failureRate(job({ errors: 5, total: 100 })), 0.05)
    assert.strictEqual(Outcome.failureRate(job({ errors: 5, processed: 2, total: 100 })), 0.05)
    assert.strictEqual(Outcome.failureRate(job({ errors: 5, processed: 2 })), undefined)
    assert.strictEqual(Outcome.failureRate(job({ errors: 0 })), 0)
  })

  it("tolerates nothing without a limit", () => {
    assert.isTrue(Outcome.withinTolerance(job({ outcome: "succeeded", errors: 0 }), {}))
    assert.isFalse(Outcome.withinTolerance(job({ errors: 1 }), {}))
  })

  it("tolerates up to the limit, and every limit that is given must hold", () => {
    const five = job({ errors: 5, processed: 100 })
    assert.isTrue(Outcome.withinTolerance(five, { maxErrors: 5 }))
    assert.isFalse(Outcome.withinTolerance(five, { maxErrors: 4 }))
    assert.isTrue(Outcome.withinTolerance(five, { maxErrorRate: 0.05 }))
    assert.isFalse(Outcome.withinTolerance(five, { maxErrorRate: 0.049 }))
    assert.isFalse(Outcome.withinTolerance(five, { maxErrors: 5, maxErrorRate: 0.01 }))
    assert.isFalse(Outcome.withinTolerance(five, { maxErrors: 1, maxErrorRate: 0.5 }))
  })

  it("tolerates nothing that is not known for certain, and no other outcome", () => {
    assert.isFalse(Outcome.withinTolerance(job({ read: 1, complete: false }), { maxErrors: 100 }))
    assert.isFalse(Outcome.withinTolerance(job({ errors: 1 }), { maxErrorRate: 0.5 }))
    for (const outcome of ["failed", "cancelled", "expired", "timed-out", "unknown"] as const) {
      assert.isFalse(Outcome.withinTolerance(job({ outcome, errors: 1 }), { maxErrors: 100 }))
    }
  })

  it("F1 never tolerates failed records that could not all be read, and says nothing of a job without any", () => {
    const judged = (fields: Parameters<typeof job>[0]) =>
      Outcome.judged(job(fields), { maxErrors: 100 }).tolerated
    assert.isTrue(judged({ errors: 4, read: 4, processed: 100 }))
    assert.isFalse(judged({ errors: 4, read: 3, processed: 100, complete: false }))
    assert.isFalse(judged({ outcome: "succeeded", errors: 0 }))
  })

  it("rounds shares to four places, and has none of nothing", () => {
    assert.strictEqual(Outcome.share(180, 245), 0.7347)
    assert.strictEqual(Outcome.share(1, 0), 0)
  })

  it("F3 does not compare with a status that counts parts of records", () => {
    const facts = { complete: true, read: 245 }
    assert.isTrue(Outcome.reconciled({ ...facts, errors: 245 }))
    assert.isFalse(Outcome.reconciled({ ...facts, errors: 244 }))
    for (const errors of [244.6, Number.NaN, 1e300]) {
      assert.isUndefined(Outcome.reconciled({ ...facts, errors }))
    }
  })
})
