import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as BlockKit from "../../src/slack/BlockKit.js"
import * as Mrkdwn from "../../src/slack/Mrkdwn.js"
import { hostile } from "../text/HostileText.js"
import { breaches } from "./SlackLimits.js"

const wrapped = (block: BlockKit.Block): BlockKit.Payload => ({
  text: "x",
  blocks: [block],
  unfurl_links: false,
  unfurl_media: false
})

describe("BlockKit", () => {
  it("S4 takes no text for mark-up that was not escaped", () => {
    const outside: string = "<!channel>"
    // @ts-expect-error any text could hold a mention
    BlockKit.section(outside)
    // @ts-expect-error likewise
    BlockKit.context([`${Mrkdwn.code("a", 10)} ${outside}`])
    const section = BlockKit.section(Mrkdwn.text`${Mrkdwn.code("a", 10)}: ${Mrkdwn.escape(outside, 50)}`)
    assert.strictEqual(section.text?.text, "`a`: &lt;!channel&gt;")
  })

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
    const many = Array.from({ length: 12 }, (_, index) => Mrkdwn.escape(String(index), 10))
    const fields = BlockKit.fields(many.map((text) => [text, text]))
    const context = BlockKit.context([...many.slice(0, 9), Mrkdwn.text``, Mrkdwn.text`x`])
    assert.deepStrictEqual(breaches(wrapped(fields)), [])
    assert.deepStrictEqual(breaches(wrapped(context)), [])
    assert.strictEqual(fields.fields?.length, 10)
    assert.strictEqual(context.elements.at(-1)?.text, "-")
    assert.strictEqual(BlockKit.header(" ").text.text, "-")
  })
})
