import { assert, describe, it } from "@effect/vitest"
import type { Phase } from "../../src/jobs/Job.js"
import * as Html from "../../src/report/Html.js"
import * as Junit from "../../src/report/Junit.js"
import * as Markdown from "../../src/report/Markdown.js"
import type { JobReport } from "../../src/report/Report.js"
import * as Report from "../../src/report/Report.js"
import * as Text from "../../src/report/Text.js"
import * as Totals from "../../src/report/Totals.js"
import * as Wording from "../../src/report/Wording.js"
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

describe("Wording", () => {
  it("says how many records failed of how many", () => {
    assert.strictEqual(Wording.failed(of(Reports.clean)), "no failed records")
    assert.strictEqual(Wording.failed(of(Reports.partial)), "245 of 1,000 records failed (24.5 %)")
    assert.strictEqual(Wording.failed(of(Reports.clean, { status: undefined })), "no failed records")
  })

  it("F1 says at least, or that it is unknown, where the whole was not read", () => {
    assert.strictEqual(
      Wording.failed(withErrors(Reports.failed, undefined)),
      "at least 200 of 4,200 records failed (4.8 %)"
    )
    const nothing = of(Reports.failed, { status: undefined })
    assert.strictEqual(
      Wording.failed({ ...nothing, failures: { ...nothing.failures, total: 0 } }),
      "the number of failed records is unknown"
    )
  })

  it("F5 computes no share of records from why the job failed as a whole", () => {
    const job = withErrors(Reports.partial, undefined)
    const whole: JobReport = {
      ...job,
      outcome: "failed",
      failures: { ...job.failures, total: 1, reconciled: undefined, about: "job" }
    }
    assert.strictEqual(Wording.failed(whole), "the number of failed records is unknown")
    assert.deepInclude(Totals.of(whole), ["Failed", "unknown"])
    assert.deepInclude(Totals.of(whole), ["Succeeded", "unknown"])
    assert.deepStrictEqual(Wording.notes(whole), [])
    assert.strictEqual(Wording.counted(whole, 1), "1 reason")
    assert.strictEqual(Wording.counted(job, 1), "1 record")
    for (const text of [Html.render, Junit.render, Markdown.render, Text.render].map((render) =>
      render({ ...Reports.partial, jobs: [whole] })
    )) {
      assert.notMatch(text, /\d records?\b(?! in)|failed records?\b(?! is)/i)
    }
  })

  it("F6 tells how much was read, and why no more", () => {
    assert.include(
      Wording.notes(of(Reports.failed)),
      "Incomplete: 200 of 700 failed records were read (page 3 of 7 could not be read)"
    )
    assert.include(
      Wording.notes(withErrors(Reports.failed, undefined)),
      "At least 200 failed records (incomplete: page 3 of 7 could not be read)"
    )
  })

  it("F3 says by how much the counts differ", () => {
    const job = withErrors(Reports.partial, 2)
    const failures = { ...job.failures, reconciled: false, total: 1 }
    assert.deepStrictEqual(Wording.notes({ ...job, failures }), [
      "The counts differ: the status counts 2 failed records, 1 was read."
    ])
  })

  it("makes a sentence of words that are none yet", () => {
    assert.strictEqual(Wording.sentence("no failed records"), "No failed records.")
    assert.strictEqual(Wording.sentence("Really?"), "Really?")
    assert.strictEqual(Wording.sentence("cut…"), "Cut…")
    assert.strictEqual(Wording.sentence(""), "")
  })

  it("O4 says nothing twice: the error's own words are no reason as well", () => {
    const job = of(Reports.failed)
    const reason = job.error?.message
    assert.include(
      Wording.notes({ ...job, failures: { ...job.failures, reason } }),
      "Incomplete: 200 of 700 failed records were read"
    )
  })

  it("O4 tells an error with its operation and correlation id", () => {
    assert.strictEqual(
      Wording.problem(of(Reports.failed)),
      "GET /api/v2/data-actions/{id}/results: the platform is unavailable (503) (correlation id 5c1b8a52-0f6d-4c4e-9a1b-0d9f9d1f7a11)"
    )
    assert.isUndefined(Wording.problem(of(Reports.clean)))
  })

  it("S7 tells loudly that nobody was told", () => {
    assert.match(Wording.notification(of(Reports.failed)), /^NOT delivered \(slack\): /)
    assert.strictEqual(Wording.notification(of(Reports.partial)), "delivered (slack)")
    assert.strictEqual(Wording.notification(of(Reports.cancelled)), "not sent: no destination is configured")
  })

  it("F5 says how many codes there are, and at least so many where some could not be told apart", () => {
    const job = of(Reports.partial)
    assert.strictEqual(Wording.codes(job), "4 error codes")
    const other = { code: "<other>", count: 1, share: 0, templates: [], samples: [] }
    const groups = [...job.failures.groups, other]
    const capped = { ...job, failures: { ...job.failures, groups, distinctCodes: 1_001 } }
    assert.strictEqual(Wording.codes(capped), "at least 1,001 error codes")
    assert.strictEqual(Wording.codesLeftOut(capped, 4), "And the rest in <other> (1 record)")
    assert.isUndefined(Wording.codesLeftOut(capped, 5))
  })

  it("F1 says that failed records are tolerated", () => {
    assert.strictEqual(
      Wording.verdict(of(Reports.partial, { tolerated: true })),
      "245 of 1,000 records failed (24.5 %), within the tolerance"
    )
  })

  it("W1 a job that has not ended is said to run or to be parked, and is not called unknown", () => {
    const standing = (phase: Phase, outcome: JobReport["outcome"] = "unknown") =>
      Wording.standing(of(Reports.clean, { outcome, status: Report.status(Reports.status({ phase })) }))
    assert.strictEqual(standing("running"), "Running")
    assert.strictEqual(standing("parked"), "Parked")
    assert.strictEqual(standing("unknown"), "Unknown")
    assert.strictEqual(standing("running", "timed-out"), "Timed out")
  })

  it("finds a record by its id, or else by the record's", () => {
    const sample = { id: undefined, message: "m", recordId: "r1" }
    assert.strictEqual(Wording.sampleId(sample), "r1")
    assert.strictEqual(Wording.sampleId({ ...sample, id: "a" }), "a")
    assert.isUndefined(Wording.sampleId({ ...sample, recordId: undefined }))
  })
})
