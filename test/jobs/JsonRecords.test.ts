import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as JsonRecords from "../../src/jobs/JsonRecords.js"
import * as ExactJson from "../../src/text/ExactJson.js"
import { inPieces } from "./Pieces.js"

const read = (text: string, size = 7) => inPieces(JsonRecords.make("entities"), text, size)

describe("JsonRecords", () => {
  it("reads a list, an object with a list, and lines, whatever the pieces", () => {
    for (const size of [1, 2, 5, 1_000]) {
      assert.deepStrictEqual(read('[{"a":1},{"a":2}]', size), Either.right([{ a: 1 }, { a: 2 }]))
      assert.deepStrictEqual(
        read('\n {\n "entities": [{"a":1}],\n "total": 1\n}\n', size),
        Either.right([{ a: 1 }])
      )
      assert.deepStrictEqual(read('{"entities":[{"a":1}]}\n', size), Either.right([{ a: 1 }]))
      assert.deepStrictEqual(
        read('{"a":1}\n\n{"a":2}\r\n{"a":3}', size),
        Either.right([{ a: 1 }, { a: 2 }, { a: 3 }])
      )
      assert.deepStrictEqual(read('{"a":1}\n', size), Either.right([{ a: 1 }]))
      assert.deepStrictEqual(read("[]", size), Either.right([]))
    }
  })

  it("hands lines on as they come", () => {
    const reader = JsonRecords.make("entities")
    assert.deepStrictEqual(reader.push('{"a":1}\n{"a":2}\n{"a"'), Either.right([{ a: 1 }, { a: 2 }]))
    assert.deepStrictEqual(reader.push(":3}\n"), Either.right([{ a: 3 }]))
    assert.deepStrictEqual(reader.end(), Either.right([]))
  })

  it("F1 what is cut off, no JSON, or holds no list is a fault and not a short file", () => {
    for (const text of [
      '[{"a":1},',
      '{"entities":[{"a":1}',
      '{"a":1}\n{"a":',
      "<html>",
      "",
      "null",
      "7",
      '{"documents":[{}]}',
      '{\n"x": []\n}'
    ]) {
      assert.isTrue(Either.isLeft(read(text)), text)
    }
  })

  it("reads any records, in any pieces", () => {
    const records = FastCheck.array(FastCheck.dictionary(FastCheck.string(), FastCheck.jsonValue()), {
      minLength: 2,
      maxLength: 5
    })
    FastCheck.assert(
      FastCheck.property(records, FastCheck.integer({ min: 1, max: 40 }), (list, size) => {
        const texts = list.map(({ entities, ...rest }) => JSON.stringify(rest))
        const records = Either.right(texts.map(ExactJson.parse))
        assert.deepStrictEqual(read(`[${texts.join(",")}]`, size), records)
        assert.deepStrictEqual(read(texts.join("\n"), size), records)
      })
    )
  })
})
