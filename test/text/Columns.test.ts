import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Columns from "../../src/text/Columns.js"
import * as PlainText from "../../src/text/PlainText.js"
import { hostile } from "./HostileText.js"

describe("Columns", () => {
  it("counts two columns for wide characters and none for accents", () => {
    assert.strictEqual(Columns.width("abc"), 3)
    assert.strictEqual(Columns.width("漢字"), 4)
    assert.strictEqual(Columns.width("ｆｕ"), 4)
    assert.strictEqual(Columns.width("한국"), 4)
    assert.strictEqual(Columns.width("e\u0301te\u0301"), 3)
    assert.strictEqual(Columns.width("שלום"), 4)
    assert.strictEqual(Columns.width("…–é"), 3)
  })

  it("counts two columns for an emoji, however it is composed", () => {
    for (const emoji of ["😀", "👩\u200d💻", "👍🏽", "❤\ufe0f", "🇩🇪"])
      assert.strictEqual(Columns.width(emoji), 2, emoji)
    assert.strictEqual(Columns.width("😀😀"), 4)
  })

  it("pads and cuts to a width", () => {
    assert.strictEqual(Columns.padEnd("漢", 4), "漢  ")
    assert.strictEqual(Columns.padStart("漢", 4), "  漢")
    assert.strictEqual(Columns.padEnd("abcdef", 3), "abcdef")
    assert.strictEqual(Columns.truncate("abcdef", 4), "abc…")
    assert.strictEqual(Columns.truncate("漢字漢字", 5), "漢字…")
    assert.strictEqual(Columns.truncate("漢字漢字", 4), "漢…")
    assert.strictEqual(Columns.padEnd(Columns.truncate("漢字漢字", 4), 4), "漢… ")
    assert.strictEqual(Columns.truncate("abc", 0), "")
  })

  it("wraps at spaces and breaks what is wider than a line", () => {
    assert.deepStrictEqual(Columns.wrap("one two three", 7), ["one two", "three"])
    assert.deepStrictEqual(Columns.wrap("one two three", 8, "  "), ["one two", "  three"])
    assert.deepStrictEqual(Columns.wrap("abcdefgh ij", 4), ["abcd", "efgh", "ij"])
    assert.deepStrictEqual(Columns.wrap("", 10), [""])
    assert.deepStrictEqual(Columns.wrap("failed (3.1 %) so", 12), ["failed", "(3.1 %) so"])
  })

  it("keeps every width for any text", () => {
    FastCheck.assert(
      FastCheck.property(hostile, FastCheck.integer({ min: 4, max: 40 }), (text, columns) => {
        const line = PlainText.oneLine(text)
        assert.isAtMost(Columns.width(Columns.truncate(line, columns)), columns)
        assert.strictEqual(Columns.width(Columns.padEnd(Columns.truncate(line, columns), columns)), columns)
        const lines = Columns.wrap(line, columns, "  ")
        for (const wrapped of lines) assert.isAtMost(Columns.width(wrapped), columns)
        assert.strictEqual(lines.join("").replace(/\s/g, ""), line.replace(/\s/g, ""))
      }),
      { numRuns: 300 }
    )
  })
})
