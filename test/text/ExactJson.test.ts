import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as ExactJson from "../../src/text/ExactJson.js"

describe("ExactJson", () => {
  it("F6 keeps integers of any length, wherever they stand", () => {
    const texts = [
      '{"id":12345678901234567890,"deep":[{"n":-9007199254740993}],"text":"12345678901234567890"}',
      "[9007199254740993,9007199254740995]",
      "9007199254740993"
    ]
    for (const text of texts) assert.strictEqual(ExactJson.stringify(ExactJson.parse(text)), text)
    assert.deepStrictEqual(ExactJson.parse("[9007199254740991,9007199254740992]"), [
      9007199254740991,
      9007199254740992n
    ])
  })

  it("F6 writes every integer as it was read", () => {
    FastCheck.assert(
      FastCheck.property(
        FastCheck.array(FastCheck.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })),
        (integers) => {
          const text = `{"integers":[${integers.join(",")}]}`
          assert.strictEqual(ExactJson.stringify(ExactJson.parse(text)), text)
        }
      )
    )
  })

  it("is JSON.parse and JSON.stringify for everything else, also beside a large integer", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.jsonValue(), (value) => {
        const text = JSON.stringify(value)
        assert.strictEqual(ExactJson.stringify(ExactJson.parse(text)), JSON.stringify(JSON.parse(text)))
        const beside = `[${text},12345678901234567890]`
        assert.strictEqual(
          ExactJson.stringify(ExactJson.parse(beside)),
          `[${JSON.stringify(JSON.parse(text))},12345678901234567890]`
        )
      })
    )
  })

  it("takes the last of equal keys, and __proto__ for a key like any other, as JSON.parse does", () => {
    assert.deepStrictEqual(ExactJson.parse('{"a":1,"a":12345678901234567890}'), { a: 12345678901234567890n })
    const text = '{"__proto__":{"polluted":1},"n":12345678901234567890}'
    assert.strictEqual(ExactJson.stringify(ExactJson.parse(text)), text)
  })

  it("throws where JSON.parse does", () => {
    for (const text of ["", "{", "[12345678901234567890", '{"n":012345678901234567}', "1234567890123456789x"])
      assert.throws(() => ExactJson.parse(text), SyntaxError)
  })
})
