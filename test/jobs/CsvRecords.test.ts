import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as CsvRecords from "../../src/jobs/CsvRecords.js"
import { inPieces } from "./Pieces.js"

const read = (text: string, size = 7) => inPieces(CsvRecords.make(), text, size)

describe("CsvRecords", () => {
  it("reads rows by the names in the first one, whatever the pieces", () => {
    const text = '\ufeffid, code ,text\r\n1,A,"x, ""y""\r\nz"\r\n\r\n2,B,\r\n'
    for (const size of [1, 2, 3, 5, 1_000]) {
      assert.deepStrictEqual(
        read(text, size),
        Either.right([
          { id: "1", code: "A", text: 'x, "y"\r\nz' },
          { id: "2", code: "B", text: "" }
        ])
      )
    }
  })

  it("finds out the delimiter and the line end, and needs no line end at the end", () => {
    assert.deepStrictEqual(
      read("id;code\n1;A\n2;B"),
      Either.right([
        { id: "1", code: "A" },
        { id: "2", code: "B" }
      ])
    )
    assert.deepStrictEqual(read("id\tcode\r1\tA\r"), Either.right([{ id: "1", code: "A" }]))
    assert.deepStrictEqual(read("id\n1\n2\n"), Either.right([{ id: "1" }, { id: "2" }]))
  })

  it("F1 rows that are too short or too long keep what they have and stay rows", () => {
    assert.deepStrictEqual(
      read("id,code\n1\n2,B,more\n3,C\n"),
      Either.right([{ id: "1" }, { id: "2", code: "B", "column 3": "more" }, { id: "3", code: "C" }])
    )
  })

  it("a header alone, or nothing, is no record", () => {
    assert.deepStrictEqual(read("id,code\n"), Either.right([]))
    assert.deepStrictEqual(read(""), Either.right([]))
  })

  it("F1 a file that is cut off within quotes, or is a web page, is a fault", () => {
    assert.isTrue(Either.isLeft(read('id,text\n1,"abc')))
    assert.isTrue(Either.isLeft(read("<!doctype html><html></html>")))
  })

  it("hands rows on as they come", () => {
    const reader = CsvRecords.make()
    assert.deepStrictEqual(reader.push("id\n1\n2\n3"), Either.right([{ id: "1" }, { id: "2" }]))
    assert.deepStrictEqual(reader.push("4\n"), Either.right([]))
    assert.deepStrictEqual(reader.end(), Either.right([{ id: "34" }]))
  })

  it("reads any cells, in any pieces", () => {
    const cell = FastCheck.string({ minLength: 1, maxLength: 6 }).filter((text) => text.trim() !== "")
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    FastCheck.assert(
      FastCheck.property(
        FastCheck.array(FastCheck.tuple(cell, cell), { maxLength: 6 }),
        FastCheck.integer({ min: 1, max: 30 }),
        (rows, size) => {
          const text = [["a", "b"], ...rows].map((row) => row.map(quoted).join(",")).join("\n")
          assert.deepStrictEqual(read(text, size), Either.right(rows.map(([a, b]) => ({ a, b }))))
        }
      )
    )
  })

  it("F4 a long row costs linear time", () => {
    const long = "x".repeat(10_000_000)
    const records = read(`a,b\n1,"${long}"\n`, 1_000)
    assert.deepStrictEqual(records, Either.right([{ a: "1", b: long }]))
  })
})
