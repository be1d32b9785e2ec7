import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as BlockKit from "../../src/slack/BlockKit.js"
import { hostile } from "../text/HostileText.js"
import { breaches } from "./SlackLimits.js"

const wrapped = (block: BlockKit.Block): BlockKit.Payload => ({
  text: "x",
  blocks: [block],
  unfurl_links: false,
  unfurl_media: false
})

describe("BlockKit", () => {
  it("S3 keeps the limits of a header and of literal blocks for any text", () => {
    FastCheck.assert(
      FastCheck.property(hostile, (text) => {
        for (const block of [
          BlockKit.header(text),
          BlockKit.richText([
            BlockKit.line(BlockKit.literal(text, 400, { bold: true })),
            BlockKit.bullets([text, ""]),
            BlockKit.preformatted([text, text, text])
          ])
        ]) {
          assert.deepStrictEqual(breaches(wrapped(block)), [])
        }
      })
    )
  })

  it("S3 leaves out fields and pieces beyond ten, and shows a dash for nothing", () => {
    const many = Array.from({ length: 12 }, (_, index) => String(index))
    const fields = BlockKit.fields(many.map((text) => [text, text]))
    const context = BlockKit.context([...many.slice(0, 9), "", "x"])
    assert.deepStrictEqual(breaches(wrapped(fields)), [])
    assert.deepStrictEqual(breaches(wrapped(context)), [])
    assert.strictEqual(fields.fields?.length, 10)
    assert.strictEqual(context.elements.at(-1)?.text, "-")
    assert.strictEqual(BlockKit.header(" ").text.text, "-")
  })
})
