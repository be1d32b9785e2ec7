import { assert, describe, it } from "@effect/vitest"
import * as NextSteps from "../../src/report/NextSteps.js"
import type { JobReport, Outcome } from "../../src/report/Report.js"
import * as Report from "../../src/report/Report.js"
import * as Reports from "./Reports.js"

const of = (report: typeof Reports.clean, fields: Partial<JobReport> = {}): JobReport => {
  const [job] = report.jobs
  if (job === undefined) throw new Error("a report without a job")
  return { ...job, ...fields }
}

describe("NextSteps", () => {
  it("has nothing to ask after a success", () => {
    assert.deepStrictEqual(NextSteps.of(of(Reports.clean)), [])
  })

  it("O4 always says what to do after anything else", () => {
    const outcomes: ReadonlyArray<Outcome> = [
      "partial",
      "failed",
      "cancelled",
      "expired",
      "timed-out",
      "unknown"
    ]
    for (const outcome of outcomes) {
      assert.lengthOf(NextSteps.of(of(Reports.clean, { outcome })), 1, outcome)
    }
  })

  it("names the file that holds the failed records, or how to get them", () => {
    assert.deepStrictEqual(NextSteps.of(of(Reports.partial), "failed.ndjson"), [
      "Correct the records in failed.ndjson and submit them again."
    ])
    assert.match(NextSteps.of(of(Reports.partial))[0] ?? "", /genesys-jobs failures data-action\/a1b2/)
  })

  it("puts the advice of the error first, then the lost summary", () => {
    const [first, second] = NextSteps.of(of(Reports.failed))
    assert.strictEqual(first, "Try again later; the platform's status page tells about outages.")
    assert.strictEqual(second, "Check the Slack webhook: genesys-jobs doctor --send-test.")
  })

  it("W3 a deadline that passed after the end of the job asks to read its failures, not to watch longer", () => {
    const job = of(Reports.partial, { outcome: "timed-out" })
    assert.deepStrictEqual(NextSteps.of(job), [
      "The job has ended. Read its failed records: genesys-jobs failures data-action/a1b2"
    ])
  })

  it("O4 a reference that a shell would take apart is quoted", () => {
    const job = of(Reports.partial, { job: { kind: "data-action", id: "a b;$(id)" } })
    assert.include(NextSteps.of(job)[0], "failures 'data-action/a b;$(id)' --failures")
  })

  it("O4 knows which of its words are a command, quoted reference and all, and loses no letter", () => {
    const quoted = of(Reports.partial, { job: { kind: "data-action", id: "a b. 'c'" } })
    const steps = [Reports.failed, Reports.partial].flatMap((report) => NextSteps.of(of(report)))
    const all = [...steps, ...NextSteps.of(quoted)]
    for (const step of all) assert.strictEqual(NextSteps.parts(step).join(""), step)
    assert.deepStrictEqual(
      all.map((step) => NextSteps.parts(step)[1]),
      [
        "",
        "genesys-jobs doctor --send-test",
        "",
        "genesys-jobs failures data-action/a1b2 --failures failed.ndjson",
        "genesys-jobs failures 'data-action/a b. '\\''c'\\''' --failures failed.ndjson"
      ]
    )
  })

  it("W4 says so where the deadline passed, or somebody stopped, in a state that is not known", () => {
    const status = Report.status(Reports.status({ phase: "unknown", state: "PONDERING" }))
    for (const outcome of ["timed-out", "unknown"] as const) {
      assert.deepStrictEqual(NextSteps.of(of(Reports.clean, { outcome, status })), [
        "Its kind does not know this state; look at the job in Genesys Cloud"
      ])
    }
  })

  it("W1 passes on what a parked job waits for", () => {
    const job = of(Reports.clean, { outcome: "timed-out" })
    const status =
      job.status === undefined ? undefined : { ...job.status, hint: "Start it in the admin page." }
    assert.deepStrictEqual(NextSteps.of({ ...job, status }), ["Start it in the admin page."])
  })
})
