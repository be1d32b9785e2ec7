import { assert, describe, expect, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Junit from "../../src/report/Junit.js"
import * as Report from "../../src/report/Report.js"
import * as Reports from "./Reports.js"

const attribute = (xml: string, name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(xml)?.[1])

// Tags must nest, and nothing between them may hold a character that needs an entity or that XML 1.0 does not know.
const assertWellFormed = (xml: string) => {
  assert.notMatch(xml, /(?![\t\n\r])[\p{Cc}\p{Surrogate}\ufffe\uffff]/u)
  const open: Array<string> = []
  const rest = xml
    .replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, "")
    .replace(
      /<(\/?)([a-z-]+)((?: [a-z]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>/g,
      (_, end, name, __, empty) => {
        if (end === "/") assert.strictEqual(open.pop(), name)
        else if (empty === "") open.push(name)
        return ""
      }
    )
  assert.deepStrictEqual(open, [])
  assert.notMatch(rest, /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/)
}

describe("Junit", () => {
  for (const [name, report] of Object.entries(Reports.all)) {
    it(`${name}: looks as it was looked at`, async () => {
      await expect(Junit.render(report)).toMatchFileSnapshot(`golden/${name}.xml`)
    })
  }

  it("is well-formed, and its counts are those of its elements, for any report", () => {
    FastCheck.assert(
      FastCheck.property(Reports.anyReport, (report) => {
        const xml = Junit.render(report)
        assertWellFormed(xml)
        assert.strictEqual(attribute(xml, "tests"), xml.match(/<testcase /g)?.length)
        assert.strictEqual(attribute(xml, "failures"), xml.match(/<failure /g)?.length ?? 0)
        assert.strictEqual(attribute(xml, "errors"), xml.match(/<error /g)?.length ?? 0)
      })
    )
  })

  it("has one case a code beside the job's own", () => {
    const xml = Junit.render(Reports.partial)
    assert.strictEqual(attribute(xml, "tests"), 5)
    assert.strictEqual(attribute(xml, "failures"), 4)
    for (const code of ["VALIDATION_ERROR", "DUPLICATE_RECORD", "TIMEOUT", "UNKNOWN_ERROR"]) {
      assert.include(xml, `name="${code}"`)
    }
  })

  it("fails no case when the failures are within the tolerance", () => {
    const tolerated = Report.make(Reports.partial.jobs, { tolerance: { maxErrors: 245 } })
    const xml = Junit.render(tolerated)
    assert.strictEqual(attribute(xml, "failures"), 0)
    assert.include(xml, "Within the tolerance: 184 records")
    // Nor when the run came to something else.
    assert.strictEqual(attribute(Junit.render({ ...tolerated, exitCode: 9 }), "failures"), 0)
    assert.strictEqual(attribute(Junit.render({ ...Reports.partial, exitCode: 0 }), "failures"), 4)
  })

  it("F6 fails the job's own case when not all failures were read", () => {
    assert.match(Junit.render(Reports.failed), /name="job"[^>]*>\s*<error message="Failed: GET /)
  })
})
