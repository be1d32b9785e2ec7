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

  it("takes no text and no fraction for an integer, and minds nothing that stands in texts", () => {
    const text = String.raw`{"a":"1,2345678901234567890,3","b":"\\\"12345678901234567890 ,","c":0.6666666666666666,"d":[-12345678901234567890 ],"e":1234567890123456e1,"f":"\\\\","g":12345678901234567890}`
    assert.deepStrictEqual(ExactJson.parse(text), {
      ...JSON.parse(text),
      d: [-12345678901234567890n],
      g: 12345678901234567890n
    })
    for (const mark of ["\ue5a0", "\\ue5a0", "\\uE5A0"]) {
      const marked = `["${mark}12345678901234567890",12345678901234567890]`
      assert.deepStrictEqual(ExactJson.parse(marked), [JSON.parse(marked)[0], 12345678901234567890n])
      assert.strictEqual(
        ExactJson.stringify(ExactJson.parse(marked)),
        `[${JSON.stringify(JSON.parse(marked)[0])},12345678901234567890]`
      )
    }
  })

  it("finds integers wherever strings begin and end", () => {
    const piece = FastCheck.constantFrom(
      '"',
      "\\",
      ",",
      "12345678901234567890",
      " ",
      "-",
      "1",
      "0.",
      "\ue5a0",
      "é"
    )
    const string = FastCheck.array(piece).map((pieces) => JSON.stringify(pieces.join("")))
    const integer = FastCheck.bigInt({ min: 2n ** 53n, max: 10n ** 60n }).map(String)
    FastCheck.assert(
      FastCheck.property(FastCheck.array(FastCheck.oneof(string, integer)), (items) => {
        assert.deepStrictEqual(
          ExactJson.parse(`[${items.join(",")}]`),
          items.map((item) => (item.startsWith('"') ? JSON.parse(item) : BigInt(item)))
        )
      })
    )
  })

  it("reads what JSON.parse reads, however long and deep", () => {
    assert.strictEqual(ExactJson.parse("9".repeat(1_001)), Number.POSITIVE_INFINITY)
    const nested = (depth: number) => `${"[".repeat(depth)}12345678901234567890${"]".repeat(depth)}`
    assert.strictEqual(ExactJson.stringify(ExactJson.parse(nested(500))), nested(500))
    assert.isArray(ExactJson.parse(nested(100_000)))
  })

  it("throws where JSON.parse does", () => {
    for (const text of ["", "{", "[12345678901234567890", '{"n":012345678901234567}', "1234567890123456789x"])
      assert.throws(() => ExactJson.parse(text), SyntaxError)
  })
})
