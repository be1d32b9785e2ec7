import { assert, describe, it } from "@effect/vitest"
import * as NextSteps from "../../src/report/NextSteps.js"
import * as Notification from "../../src/report/Notification.js"
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
    assert.strictEqual(second, "Create a new webhook. Then test it: genesys-jobs doctor --send-test")
  })

  it("S7 says what to do for each destination that did not get the summary, and the same for several once", () => {
    const lost = (...notifications: ReadonlyArray<Notification.Notification>) =>
      NextSteps.of(of(Reports.clean, { notification: Notification.combine(notifications), notifications }))
    const broken = Notification.undelivered("broken", "x", "Create a new one.")
    assert.deepStrictEqual(lost(broken), ["Create a new one."])
    assert.deepStrictEqual(
      lost(
        broken,
        Notification.delivered("slack"),
        Notification.undelivered("e-mail", "full"),
        Notification.undelivered("gone", "y", "Create a new one.")
      ),
      ["broken, gone: Create a new one.", "e-mail: The summary did not arrive: pass this report on."]
    )
  })

  it("O4 offers the failed records of a job that failed, where it has some", () => {
    assert.include(
      NextSteps.of(of(Reports.failed)).at(-1),
      "genesys-jobs failures data-action/c3d4 --failures failed.ndjson"
    )
    assert.lengthOf(NextSteps.of(of(Reports.clean, { outcome: "failed" })), 1)
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
        "genesys-jobs failures data-action/c3d4 --failures failed.ndjson",
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
