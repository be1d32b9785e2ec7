import { assert, describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import * as Json from "../../src/report/Json.js"
import * as Report from "../../src/report/Report.js"
import * as Reports from "./Reports.js"

const read = Schema.decodeUnknownSync(Schema.parseJson(Report.Report))

describe("Json", () => {
  for (const [name, report] of Object.entries(Reports.all)) {
    it(`${name}: looks as it was looked at`, async () => {
      await expect(Json.render(report)).toMatchFileSnapshot(`golden/${name}.json`)
    })
  }

  it("O3 is one document of the Schema and reads back as the same report", () => {
    FastCheck.assert(
      FastCheck.property(Reports.anyReport, (report) => {
        assert.deepStrictEqual(read(Json.render(report)), report)
      })
    )
  })

  it("O3 holds no character that a terminal obeys or hides, and is one line where asked", () => {
    FastCheck.assert(
      FastCheck.property(Reports.anyReport, (report) => {
        const line = Json.render(report, { indent: 0 })
        assert.notMatch(line.slice(0, -1), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/u)
        assert.isTrue(line.endsWith("}\n"))
      })
    )
  })
})
