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
    assert.deepStrictEqual(rendered(Reports.partial, 45).slice(0, 5), [
      "  CODE             COUNT   SHARE",
      "  VALIDATION_ERR…    184  75.1 %",
      "    Field 'email' contains invalid for… (123)",
      "    Field 'phone' must have <number> di… (61)",
      "    e.g. rec_000, rec_001, rec_002"
    ])
  })
})
