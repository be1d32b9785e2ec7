import { assert, describe, it } from "@effect/vitest"
import type { JobReport } from "../../src/report/Report.js"
import * as Totals from "../../src/report/Totals.js"
import * as Reports from "./Reports.js"

const of = (report: typeof Reports.clean, fields: Partial<JobReport> = {}): JobReport => {
  const [job] = report.jobs
  if (job === undefined) throw new Error("a report without a job")
  return { ...job, ...fields }
}

const withErrors = (report: typeof Reports.clean, errors: number | undefined): JobReport => {
  const job = of(report)
  return job.status === undefined ? job : { ...job, status: { ...job.status, errors } }
}

describe("Totals", () => {
  it("tells state, counts, time and requests in the order of reading", () => {
    assert.deepStrictEqual(Totals.of(of(Reports.partial)), [
      ["State", "COMPLETED"],
      ["Processed", "1,000 of 1,000"],
      ["Succeeded", "755"],
      ["Failed", "245 (24.5 %)"],
      ["Warnings", "3"],
      ["Watched", "12 min 5 s"],
      ["Requests", "27 (12 polls, 2 retries)"]
    ])
    assert.strictEqual(Totals.state(of(Reports.partial, { status: undefined })), "never read")
  })

  it("counts successes only where they can be told", () => {
    const succeeded = (job: JobReport) => Totals.counts(job).find(([label]) => label === "Succeeded")?.[1]
    assert.strictEqual(succeeded(of(Reports.partial)), "755")
    assert.strictEqual(succeeded(withErrors(Reports.failed, undefined)), "unknown")
    assert.strictEqual(succeeded(of(Reports.partial, { status: undefined })), "unknown")
  })
})
