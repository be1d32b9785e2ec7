import { assert, describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Csv from "../../src/report/Csv.js"
import { hostile } from "../text/HostileText.js"
import { parse } from "./CsvReader.js"
import * as Reports from "./Reports.js"

describe("Csv", () => {
  for (const [name, report] of Object.entries(Reports.all)) {
    it(`${name}: looks as it was looked at`, async () => {
      await expect(Csv.render(report)).toMatchFileSnapshot(`golden/${name}.csv`)
    })
  }

  it("has nine cells in every row, and none but a number that a spreadsheet takes for a formula", () => {
    FastCheck.assert(
      FastCheck.property(Reports.anyReport, (report) => {
        for (const cells of parse(Csv.render(report))) {
          assert.strictEqual(cells.length, 9)
          for (const cell of cells) assert.notMatch(cell, /^(?!-\d+(?:\.\d+)?$)\s*[=+@\-＝＋－＠]/)
        }
      })
    )
  })

  it("writes cells that a reader reads back", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.array(hostile, { minLength: 1, maxLength: 5 }), (cells) => {
        assert.deepStrictEqual(parse(Csv.row(cells)), [cells])
      })
    )
  })

  it("defuses formulas, also behind white space and in wide forms, and leaves numbers alone", () => {
    for (const cell of ["=1+1", " =1", "\t=1", "\u00a0@x", "+cmd", "-x", "＝1", "\ttab"]) {
      assert.strictEqual(Csv.defused(cell), `'${cell}`)
    }
    for (const cell of ["-5", "-0.25", "12", "a=b", ""]) assert.strictEqual(Csv.defused(cell), cell)
  })

  it("adds up: the template counts of a code are the count of the code", () => {
    const [, ...rows] = parse(Csv.render(Reports.partial))
    const total = rows.reduce((sum, cells) => sum + Number(cells[7]), 0)
    assert.strictEqual(total, 245)
  })
})
