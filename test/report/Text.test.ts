import { assert, describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Report from "../../src/report/Report.js"
import * as Text from "../../src/report/Text.js"
import * as Columns from "../../src/text/Columns.js"
import * as Reports from "./Reports.js"

const job = (report: typeof Reports.clean) => report.jobs.slice(0, 1)

describe("Text", () => {
  for (const [name, report] of Object.entries(Reports.all)) {
    it(`${name}: looks as it was looked at`, async () => {
      await expect(Text.render(report, { files: ["report.json"] })).toMatchFileSnapshot(`golden/${name}.txt`)
      await expect(Text.render(report, { width: 120 })).toMatchFileSnapshot(`golden/${name}.120.txt`)
    })
  }

  it("O1 keeps every line within the width and obeys nothing that came from outside", () => {
    const control = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u
    FastCheck.assert(
      FastCheck.property(Reports.anyReport, FastCheck.integer({ min: 40, max: 160 }), (report, width) => {
        const text = Text.render(report, { width, files: ["out/report.json"] })
        assert.isFalse(control.test(text))
        for (const line of text.split("\n")) assert.isAtMost(Columns.width(line), width, line)
      })
    )
  })

  it("O1 writes colours only where asked, and then nothing else differs", () => {
    const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g")
    for (const report of Object.values(Reports.all)) {
      const coloured = Text.render(report, { colour: true })
      assert.match(coloured, colour)
      assert.strictEqual(coloured.replace(colour, ""), Text.render(report))
    }
  })

  it("writes plain ASCII for a terminal that knows no Unicode", () => {
    const text = Text.render(Reports.hostile, { unicode: false })
    assert.isTrue(/^[\x20-\x7e\n]*$/.test(text))
    for (const line of text.split("\n")) assert.isAtMost(line.length, 80)
  })

  it("F1 says at least N when the failures could not be read whole and nobody counted them", () => {
    const jobs = job(Reports.failed).map((one) => ({
      ...one,
      status: one.status === undefined ? undefined : { ...one.status, errors: undefined }
    }))
    const text = Text.render({ ...Reports.failed, jobs })
    assert.include(text, "at least 200 of 4,200 records failed")
    assert.include(text, "At least 200 failed records (incomplete: page 3 of 7 could not be")
  })

  it("F3 says when the status counts other than what was read", () => {
    assert.include(
      Text.render(Reports.hostile),
      "The counts differ: the status counts 31 failed records, 30 were"
    )
  })

  it("tells in the order of reading: outcome, totals, groups, files, summary, next step", () => {
    const text = Text.render(Reports.partial, { files: ["a.json", "b.html"] })
    const words = ["Partial:", "  State ", "  CODE ", "  Files      a.json, b.html", "  Summary ", "  Next "]
    const places = words.map((word) => text.indexOf(word))
    assert.isAtLeast(Math.min(...places), 0)
    assert.deepStrictEqual(
      places,
      places.toSorted((left, right) => left - right)
    )
    // Files hold all jobs, so they are named after all of them.
    assert.match(Text.render(Reports.hostile, { files: ["a.json"] }), /\n {2}Files {6}a\.json\n$/)
  })

  it("names what it leaves out", () => {
    const text = Text.render(Reports.partial, { maxGroups: 1 })
    assert.include(text, "+3 more codes (61 records)")
  })

  it("says when failures are within the tolerance", () => {
    const tolerated = Report.make(Reports.partial.jobs, { tolerance: { maxErrors: 245 } })
    assert.include(Text.render({ ...tolerated, exitCode: 9 }, { width: 120 }), "within the tolerance")
    assert.notInclude(Text.render(Reports.partial), "tolerance")
  })

  it("points to the file with the failed records", () => {
    const text = Text.render(Reports.partial, { failuresFile: "failed.ndjson" })
    assert.include(text, "Correct the records in failed.ndjson and submit them again.")
  })
})
