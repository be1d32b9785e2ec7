import { assert, describe, it } from "@effect/vitest"
import { identity } from "effect/Function"
import * as Job from "../../src/jobs/Job.js"
import * as Sample from "../../src/report/Sample.js"
import * as Reports from "./Reports.js"

describe("Sample", () => {
  it("F5 keeps ids and message of a record, short, on one line, and what is missing missing", () => {
    const record = { ...Reports.failure("X", `two\nlines ${"x".repeat(900)}`, "r1"), recordId: undefined }
    const sample = Sample.of(record, identity)
    assert.strictEqual(sample.id, "r1")
    assert.isUndefined(sample.recordId)
    assert.match(sample.message, /^two lines x+…$/)
    assert.strictEqual(sample.message.length, 500)
  })

  it("F4 a code without letters to show has the name of unknown ones", () => {
    assert.strictEqual(Sample.code("A_B", identity), "A_B")
    assert.strictEqual(Sample.code("\u0000 \u200b", identity), Job.unknownCode)
  })

  it("C2 a secret is taken out before anything is cut, hidden characters in it or not", () => {
    const scrub = (text: string) => text.replaceAll("sentinel-secret", "***")
    const hidden = "sentinel-\u200bsecret"
    const record = { ...Reports.failure("X", `${"x".repeat(490)} ${hidden}`, hidden), recordId: hidden }
    assert.notInclude(JSON.stringify(Sample.of(record, scrub)), "sentinel")
    assert.notInclude(Sample.code(`CODE ${hidden}`, scrub), "sentinel")
  })
})
