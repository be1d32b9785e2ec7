import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as JsonText from "../../src/text/JsonText.js"
import { hostile } from "./HostileText.js"

describe("JsonText", () => {
  it("reads JSON, also behind a byte order mark", () => {
    assert.deepStrictEqual(JsonText.parse('{"a": [1]}'), Either.right({ a: [1] }))
    assert.deepStrictEqual(JsonText.parse('\ufeff{"a": [1]}'), Either.right({ a: [1] }))
  })

  it("C1 says on which line the fault is", () => {
    assert.deepStrictEqual(
      JsonText.parse('\ufeff{\n  "kinds": {},\n}'),
      Either.left("is not valid JSON (line 3, column 1)")
    )
  })

  it("C2 repeats nothing of the text", () => {
    for (const text of ['{"sentinel": https://sentinel}', '{"a": "sentinel"', "sentinel", ""]) {
      const said = Either.getOrThrow(Either.flip(JsonText.parse(text)))
      assert.match(said, /^is not valid JSON(?: \(line \d+, column \d+\))?$/)
    }
  })

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
