import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Report from "../../src/report/Report.js"
import * as Reports from "./Reports.js"

const decode = Schema.decodeUnknownSync(Report.Report)

describe("Report", () => {
  it("O3 writes the documented document: names, order, null for what is unknown", () => {
    const [job] = Report.encode(Reports.cancelled).jobs
    assert.deepStrictEqual(Object.keys(Report.encode(Reports.cancelled)), [
      "schemaVersion",
      "runId",
      "region",
      "jobs",
      "exitCode"
    ])
    assert.deepStrictEqual(Object.keys(job ?? {}), [
      "job",
      "outcome",
      "tolerated",
      "status",
      "failures",
      "notification",
      "notifications",
      "polls",
      "requests",
      "retries",
      "timing",
      "error"
    ])
    assert.isNull(job?.error)
    assert.isNull(job?.status?.total)
    assert.isNull(job?.failures.reconciled)
    assert.isNull(job?.failures.groups[0]?.samples[0]?.recordId)
  })

  it("reads back what it wrote", () => {
    for (const report of Object.values(Reports.all)) {
      assert.deepStrictEqual(decode(Report.encode(report)), report)
    }
  })

  it("refuses another version", () => {
    assert.throws(() => decode({ ...Report.encode(Reports.clean), schemaVersion: 2 }))
  })

  it("can be printed even if a number in it is odd", () => {
    const jobs = Reports.clean.jobs.map((job) => ({ ...job, polls: -0.5 }))
    assert.strictEqual(Report.encode({ ...Reports.clean, jobs }).jobs[0]?.polls, -0.5)
  })

  it("publishes a JSON Schema in which counts are whole, shares within 0..1 and the unknown may be null", () => {
    const schema = Report.jsonSchema()
    const { $defs = {} } = schema
    assert.include(JSON.stringify(schema), '"$ref":"#/$defs/Report"')
    assert.includeMembers(Object.keys($defs), [
      "Report",
      "JobReport",
      "Failures",
      "Group",
      "Problem",
      "Outcome"
    ])
    const text = JSON.stringify($defs["Failures"])
    assert.include(text, '"total":{"type":"integer","minimum":0}')
    assert.match(text, /"reconciled":\{"anyOf":\[\{"type":"boolean"[^}]*\},\{"type":"null"\}\]/)
    assert.include(JSON.stringify($defs["Group"]), '"share":{"type":"number","minimum":0,"maximum":1}')
  })

  it("F1 is made of its jobs: what is tolerated, and the exit code that follows", () => {
    const partial = Reports.partial.jobs
    assert.deepInclude(Report.make(partial), { runId: undefined, region: undefined, exitCode: 1 })
    const tolerant = Report.make(partial, { tolerance: { maxErrors: 245 }, runId: "r", region: "x" })
    assert.deepInclude(tolerant, { runId: "r", region: "x", exitCode: 0 })
    assert.isTrue(tolerant.jobs[0]?.tolerated)
    // What was decided before stays where nobody decides anew.
    assert.strictEqual(Report.make(tolerant.jobs).exitCode, 0)
    assert.strictEqual(Report.make(tolerant.jobs, { tolerance: { maxErrors: 244 } }).exitCode, 1)
    assert.strictEqual(Report.make(Reports.clean.jobs, { signal: 143 }).exitCode, 143)
    assert.isFalse(Report.make(Reports.clean.jobs, { tolerance: {} }).jobs[0]?.tolerated)
  })

  it("O3 writes one job as the document does", () => {
    for (const report of Object.values(Reports.all)) {
      assert.deepStrictEqual(report.jobs.map(Report.encodeJob), Report.encode(report).jobs)
    }
  })

  it("joins several ids by a slash", () => {
    assert.deepStrictEqual(Report.reference({ kind: "datatable-import", ids: ["t1", "j1"] }), {
      kind: "datatable-import",
      id: "t1/j1"
    })
  })
})
