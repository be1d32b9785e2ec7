import { assert, describe, it } from "@effect/vitest"
import * as BlockKit from "../../src/simulator/BlockKit.js"

const mrkdwn = (text: string) => ({ type: "mrkdwn", text })
const plain = (text: string) => ({ type: "plain_text", text })
const section = (text: string) => ({ type: "section", text: mrkdwn(text) })
const faults = (...blocks: ReadonlyArray<unknown>) => BlockKit.check(blocks).map(({ at }) => at)
const cells = (text: string, count: number) =>
  Array.from({ length: count }, () => ({ type: "raw_text", text }))

describe("BlockKit", () => {
  it("takes a message of every common block", () => {
    assert.deepStrictEqual(
      BlockKit.check([
        { type: "header", text: plain("Job done") },
        {
          type: "section",
          fields: [mrkdwn("*Total*\n1000"), { ...mrkdwn("x"), verbatim: true }],
          block_id: "a"
        },
        { type: "divider" },
        {
          type: "rich_text",
          elements: [
            {
              type: "rich_text_section",
              elements: [
                { type: "text", text: "x", style: { code: true } },
                { type: "emoji", name: "tada" }
              ]
            },
            { type: "rich_text_preformatted", elements: [{ type: "text", text: "`<!channel>`" }] },
            {
              type: "rich_text_list",
              style: "bullet",
              elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "y" }] }]
            }
          ]
        },
        { type: "table", rows: [cells("a", 2), cells("b", 2)] },
        { type: "markdown", text: "**bold**" },
        { type: "image", image_url: "https://example.com/x.png", alt_text: "x" },
        { type: "actions", elements: [{ type: "button", text: plain("Open"), url: "https://example.com" }] },
        { type: "context", elements: [mrkdwn("run 7f3a")] }
      ]),
      []
    )
  })

  it("counts code points, and knows every limit to the character", () => {
    const limits: ReadonlyArray<readonly [(text: string) => unknown, number]> = [
      [(text) => ({ type: "header", text: plain(text) }), 150],
      [section, 3000],
      [(text) => ({ type: "section", fields: [mrkdwn(text)] }), 2000],
      [(text) => ({ type: "context", elements: [mrkdwn(text)] }), 3000],
      [(text) => ({ type: "actions", elements: [{ type: "button", text: plain(text) }] }), 75],
      [(text) => ({ type: "image", image_url: "u", alt_text: text }), 2000],
      [(text) => ({ type: "divider", block_id: text }), 255],
      [(text) => ({ type: "markdown", text }), 12_000],
      [(text) => ({ type: "table", rows: [[{ type: "raw_text", text }]] }), 10_000]
    ]
    for (const [block, limit] of limits) {
      assert.deepStrictEqual(faults(block("😀".repeat(limit))), [], `${limit} fit`)
      assert.isNotEmpty(faults(block("😀".repeat(limit + 1))), `${limit + 1} do not`)
    }
  })

  it("knows how many parts a block may have", () => {
    assert.deepStrictEqual(faults(...Array.from({ length: 51 }, () => ({ type: "divider" }))), ["/blocks"])
    assert.deepStrictEqual(
      faults({ type: "section", fields: Array.from({ length: 11 }, () => mrkdwn("x")) }),
      ["/blocks/0/fields"]
    )
    assert.deepStrictEqual(
      faults({ type: "context", elements: Array.from({ length: 11 }, () => mrkdwn("x")) }),
      ["/blocks/0/elements"]
    )
    assert.deepStrictEqual(faults({ type: "table", rows: [cells("x", 21)] }), ["/blocks/0/rows/0"])
    assert.deepStrictEqual(
      faults({ type: "table", rows: Array.from({ length: 101 }, () => cells("x", 1)) }),
      ["/blocks/0/rows"]
    )
  })

  it("adds up the text of all tables, and of all markdown blocks", () => {
    const table = { type: "table", rows: [cells("x".repeat(4000), 1)] }
    assert.deepStrictEqual(faults(table, table), [])
    assert.deepStrictEqual(faults(table, table, table), ["/blocks"])
    const markdown = { type: "markdown", text: "x".repeat(7000) }
    assert.deepStrictEqual(faults(markdown, markdown), ["/blocks"])
  })

  it("refuses what is empty, unknown or of the wrong sort", () => {
    assert.deepStrictEqual(faults(section("")), ["/blocks/0/text/text"])
    assert.deepStrictEqual(faults({ type: "section" }), ["/blocks/0"])
    assert.deepStrictEqual(faults({ type: "header", text: mrkdwn("x") }), ["/blocks/0/text/type"])
    assert.deepStrictEqual(faults({ type: "alert" }), ["/blocks/0/type"])
    assert.deepStrictEqual(faults({ type: "toString" }), ["/blocks/0/type"])
    assert.deepStrictEqual(faults("text"), ["/blocks/0"])
    assert.deepStrictEqual(faults({ type: "table", rows: [cells("", 1)] }), ["/blocks/0/rows/0/0/text"])
    assert.deepStrictEqual(faults({ type: "section", text: { ...mrkdwn("x"), emoji: true } }), [
      "/blocks/0/text/emoji"
    ])
    assert.deepStrictEqual(faults({ type: "header", text: { ...plain("x"), verbatim: true } }), [
      "/blocks/0/text/verbatim"
    ])
    assert.deepStrictEqual(faults({ type: "rich_text", elements: [{ type: "text", text: "x" }] }), [
      "/blocks/0/elements/0/type"
    ])
  })

  it("wants every block_id once", () => {
    assert.deepStrictEqual(faults({ type: "divider", block_id: "a" }, { type: "divider", block_id: "a" }), [
      "/blocks"
    ])
  })

  it("measures what a reader sees", () => {
    assert.strictEqual(BlockKit.characters([section("12345"), { type: "header", text: plain("678") }]), 8)
  })
})
