import { assert, describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Markdown from "../../src/report/Markdown.js"
import * as Reports from "./Reports.js"

describe("Markdown", () => {
  for (const [name, report] of Object.entries(Reports.all)) {
    it(`${name}: looks as it was looked at`, async () => {
      await expect(Markdown.render(report)).toMatchFileSnapshot(`golden/${name}.md`)
    })
  }

  it("has no HTML, link, mention or broken table in it, whatever came from outside", () => {
    FastCheck.assert(
      FastCheck.property(Reports.anyReport, (report) => {
        const lines = Markdown.render(report).split("\n")
        for (const line of lines) {
          const outside = line
            .replace(/\\[^\w\s]/g, ".")
            .replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "")
            .replaceAll("<br>", "")
          assert.notMatch(outside, /[<`[]|@\w|:\/\//, line)
          if (line.startsWith("|")) {
            const columns = line.split("|").length - 2
            assert.include([2, 3, 5], columns, line)
          }
        }
      })
    )
  })

  it("names what it leaves out", () => {
    assert.include(Markdown.render(Reports.partial, { maxGroups: 1 }), "+3 more codes (61 records)")
  })
})
