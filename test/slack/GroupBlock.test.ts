import { assert, describe, it } from "@effect/vitest"
import * as GroupBlock from "../../src/slack/GroupBlock.js"
import * as EmailAddress from "../../src/text/EmailAddress.js"

const group = {
  code: "E1",
  count: 2,
  templates: ["a", "b", "c", "d"].map((template) => ({ template, count: 1 })),
  samples: [
    { id: "r1", message: "m", recordId: null },
    { id: "r2", message: "m", recordId: "c2" }
  ]
}

const make = (about?: "job") =>
  GroupBlock.make(group, { about, failures: 3_000 }, { clean: (text) => text, maxSamples: 3 })

const textOf = (part: unknown) => JSON.stringify(part)

describe("GroupBlock", () => {
  it("S3 has three sizes, each with its bytes and the comma in front of it", () => {
    const { samples, sizes, templates } = make()
    assert.deepStrictEqual([samples, templates], [2, 4])
    assert.isAbove(sizes.samples.bytes, sizes.templates.bytes)
    assert.isAbove(sizes.templates.bytes, sizes.code.bytes)
    for (const { block, bytes } of Object.values(sizes)) {
      assert.strictEqual(bytes, new TextEncoder().encode(textOf(block)).length + 1)
    }
    assert.include(textOf(sizes.templates.block), "and 1 more template")
    assert.include(textOf(sizes.samples.block), "r2 / c2: m")
  })

  it("S4 reads no more of a long text than it shows, and cuts no address", () => {
    const lengths: Array<number> = []
    const clean = (text: string) => {
      lengths.push(text.length)
      return EmailAddress.mask(text)
    }
    const long = `${"x".repeat(64)}@example.com `.repeat(100)
    const one = { ...group, samples: [{ id: "r", message: long, recordId: null }] }
    const { sizes } = GroupBlock.make(one, { failures: 1 }, { clean, maxSamples: 3 })
    assert.isAtMost(Math.max(...lengths), 600)
    assert.notInclude(textOf(sizes.samples.block), "xx")
    // One endless word is read whole.
    const word = { ...group, samples: [{ id: "r", message: "y".repeat(5_000), recordId: null }] }
    GroupBlock.make(word, { failures: 1 }, { clean, maxSamples: 3 })
    assert.include(lengths, 5_000)
  })

  it("S3 shows a share of counts, so that little is not nothing, and none of reasons of the whole job", () => {
    assert.include(textOf(make().sizes.code.block), "2 records, under 0.1 %")
    assert.include(textOf(make("job").sizes.code.block), "the job as a whole")
  })
})
