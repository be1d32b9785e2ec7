import { assert, describe, it } from "@effect/vitest"
import * as GroupTable from "../../src/report/GroupTable.js"
import * as Style from "../../src/report/Style.js"
import * as Reports from "./Reports.js"

const rendered = (report: typeof Reports.clean, width: number) =>
  report.jobs.flatMap((job) => GroupTable.render(job, { width, style: Style.make({}) }))

describe("GroupTable", () => {
  it("is nothing without groups", () => assert.deepStrictEqual(rendered(Reports.clean, 80), []))

  it("puts the ids of samples below the messages, or beside them where there is room", () => {
    assert.include(rendered(Reports.partial, 80).join("\n"), "e.g. rec_000, rec_001, rec_002")
    assert.match(rendered(Reports.partial, 120)[0] ?? "", /CODE +COUNT +SHARE +MESSAGE +EXAMPLES/)
  })

  it("puts messages below the codes where nothing else fits", () => {
    assert.deepStrictEqual(rendered(Reports.partial, 45).slice(0, 7), [
      "  CODE             COUNT   SHARE",
      "  VALIDATION_ERR…    184  75.1 %",
      "    Field 'email' contains invalid format",
      "      (123)",
      "    Field 'phone' must have <number> digits",
      "      (61)",
      "    e.g. rec_000, rec_001, rec_002"
    ])
  })

  it("folds a message once before it cuts it, and never cuts its count", () => {
    const words = "The value of the field is neither a number nor a date, and a third thing is not known here"
    const report = (template: string) => ({
      ...Reports.partial,
      jobs: Reports.partial.jobs.map((job) => {
        const groups = [{ template: "short", count: 1 }].map((other) => ({
          code: "E",
          count: 1235,
          share: 1,
          templates: [{ template, count: 1234 }, other],
          samples: []
        }))
        return { ...job, failures: { ...job.failures, groups } }
      })
    })
    assert.deepStrictEqual(rendered(report(words), 80).slice(1), [
      "  E     1,235  100 %  The value of the field is neither a number nor a date, and",
      "                        a third thing is not known here (1,234)",
      "                      short (1)"
    ])
    assert.match(
      rendered(report(`${words} ${words}`), 80)[2] ?? "",
      /^ +a third thing is not known here The .+… \(1,234\)$/
    )
    assert.match(rendered(report("x".repeat(5000)), 80)[2] ?? "", /^ +x+… \(1,234\)$/)
  })
})
