import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as JsonText from "../../src/text/JsonText.js"
import { hostile } from "./HostileText.js"

describe("JsonText", () => {
  it("O1 writes what a terminal might obey or hide as an escape", () => {
    assert.strictEqual(
      JsonText.printable(JSON.stringify({ a: "\u202eabc\u200b\u009b\u2028é漢" }, null, 1)),
      '{\n "a": "\\u202eabc\\u200b\\u009b\\u2028é漢"\n}'
    )
    assert.strictEqual(JsonText.printable('"\u{e0041}"'), '"\\udb40\\udc41"')
  })

  it("changes nothing for a parser", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.dictionary(hostile, hostile), (value) => {
        const json = JsonText.printable(JSON.stringify(value))
        assert.isFalse(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(json))
        assert.strictEqual(JSON.stringify(JSON.parse(json)), JSON.stringify(value))
      })
    )
  })
})
