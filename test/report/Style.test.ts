import { assert, describe, it } from "@effect/vitest"
import * as Style from "../../src/report/Style.js"

describe("Style", () => {
  it("O1 paints nothing unless asked", () => {
    assert.strictEqual(Style.make({}).paint("text", "bad"), "text")
    assert.strictEqual(Style.make({ colour: true }).paint("text", "bad"), "\u001b[1;31mtext\u001b[0m")
    assert.strictEqual(Style.make({ colour: true }).paint("text", "plain"), "text")
    assert.strictEqual(Style.make({ colour: true }).paint("  ", "bad"), "  ")
  })

  it("replaces what ASCII lacks without changing the width of a cut", () => {
    const style = Style.make({ unicode: false })
    assert.strictEqual(style.plain("a…漢😀"), "a...??")
    assert.strictEqual(style.ellipsis("abc…"), "abc~")
  })
})
