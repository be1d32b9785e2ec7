import { assert, describe, it } from "@effect/vitest"
import * as Html from "../../src/report/Html.js"
import * as Junit from "../../src/report/Junit.js"
import * as Markdown from "../../src/report/Markdown.js"
import type { JobReport } from "../../src/report/Report.js"
import * as Text from "../../src/report/Text.js"
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
    assert.deepInclude(Wording.totals(whole), ["Failed", "unknown"])
    assert.deepInclude(Wording.totals(whole), ["Succeeded", "unknown"])
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

  it("counts successes only where they can be told", () => {
    const succeeded = (job: JobReport) => Wording.totals(job).find(([label]) => label === "Succeeded")?.[1]
    assert.strictEqual(succeeded(of(Reports.partial)), "755")
    assert.strictEqual(succeeded(withErrors(Reports.failed, undefined)), "unknown")
    assert.strictEqual(succeeded(of(Reports.partial, { status: undefined })), "unknown")
  })

  it("sums up what it leaves out", () => {
    assert.isUndefined(Wording.leftOut([], "code"))
    assert.strictEqual(Wording.leftOut([{ count: 1 }], "code"), "+1 more code (1 record)")
    assert.strictEqual(
      Wording.leftOut([{ count: 1200 }, { count: 4 }], "code"),
      "+2 more codes (1,204 records)"
    )
  })

  it("F5 does not count as one code what could not be told apart", () => {
    const group = (code: string, count: number) => ({ code, count, share: 0, templates: [], samples: [] })
    const other = group("<other>", 9000)
    assert.isUndefined(Wording.codesLeftOut([]))
    assert.strictEqual(Wording.codesLeftOut([group("A", 3)]), "+1 more code (3 records)")
    assert.strictEqual(
      Wording.codesLeftOut([group("A", 3), group("B", 1), other]),
      "+2 more codes, and the rest in <other> (9,004 records)"
    )
    assert.strictEqual(Wording.codesLeftOut([other]), "And the rest in <other> (9,000 records)")
  })

  it("finds a record by its id, or else by the record's", () => {
    const sample = { id: undefined, message: "m", recordId: "r1" }
    assert.strictEqual(Wording.sampleId(sample), "r1")
    assert.strictEqual(Wording.sampleId({ ...sample, id: "a" }), "a")
    assert.isUndefined(Wording.sampleId({ ...sample, recordId: undefined }))
  })
})
