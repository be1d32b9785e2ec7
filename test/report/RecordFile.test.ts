import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import type { Failure } from "../../src/jobs/Job.js"
import * as RecordFile from "../../src/report/RecordFile.js"
import { hostile } from "../text/HostileText.js"
import { parse } from "./CsvReader.js"
import { failure } from "./Reports.js"

const of = (record: unknown): Failure => ({ ...failure("BAD", "no", "r1"), record })

const csv = (failures: ReadonlyArray<Failure>) => {
  const columns = RecordFile.columns(failures.slice(0, 2))
  return parse(RecordFile.csvHeader(columns) + failures.map((one) => RecordFile.csv(columns, one)).join(""))
}

describe("RecordFile", () => {
  it("O1 writes the platform's own object as one line of NDJSON that no terminal obeys, whatever stands in it", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.dictionary(hostile, FastCheck.jsonValue()), (record) => {
        const line = RecordFile.ndjson(of(record))
        assert.strictEqual(line.indexOf("\n"), line.length - 1)
        assert.isFalse(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))
        assert.strictEqual(JSON.stringify(JSON.parse(line)), JSON.stringify(record))
      })
    )
  })

  it("names the job before everything else, whatever the record says", () => {
    assert.strictEqual(
      RecordFile.ndjson(of({ a: 1, gc__job: "mine" }), "data-action/a"),
      '{"gc__job":"data-action/a","a":1}\n'
    )
    const columns = RecordFile.columns([of({ a: 1, gc__job: "mine" })], true)
    assert.deepStrictEqual(parse(RecordFile.csv(columns, of({ a: 1, gc__job: "mine" }), "data-action/a")), [
      ["data-action/a", "BAD", "no", "r1", "", "1", '{"gc__job":"mine"}']
    ])
  })

  it("tells a failure without an object by its code, message and ids", () => {
    assert.strictEqual(
      RecordFile.ndjson(of("just text")),
      '{"code":"BAD","message":"no","id":"r1","recordId":null}\n'
    )
  })

  it("F6 writes integers of any length as they came", () => {
    const large = of({
      line: 12345678901234567891n,
      record: { phone: 9007199254740993n, list: [1, 10n ** 20n] }
    })
    assert.strictEqual(
      RecordFile.ndjson(large),
      '{"line":12345678901234567891,"record":{"phone":9007199254740993,"list":[1,100000000000000000000]}}\n'
    )
    assert.deepStrictEqual(csv([large])[1]?.slice(4), [
      "9007199254740993",
      "[1,100000000000000000000]",
      '{"line":12345678901234567891}'
    ])
  })

  it("gives CSV the original fields, unwrapped and unaltered, and loses none that come later", () => {
    const rows = csv([
      of({ id: "r1", errorCode: "BAD", record: { email: "=x", age: 5, tags: ["a", "b"] } }),
      of({ id: "r1", line: 7, hint: null, record: { email: 'a "b", c', vip: true, none: null } }),
      of({ id: "r1", line: 8, errorCode: "BAD", record: { email: "late", colour: "red" } })
    ])
    assert.deepStrictEqual(rows, [
      [
        "gc__code",
        "gc__message",
        "gc__id",
        "gc__record_id",
        "email",
        "age",
        "tags",
        "vip",
        "none",
        "gc__more"
      ],
      ["BAD", "no", "r1", "", "=x", "5", '["a","b"]', "", "", ""],
      ["BAD", "no", "r1", "", 'a "b", c', "", "", "true", "", '{"line":7}'],
      ["BAD", "no", "r1", "", "late", "", "", "", "", '{"line":8,"colour":"red"}']
    ])
  })

  it("has as many cells in every row as in the header, for any records", () => {
    const record = FastCheck.oneof(
      FastCheck.dictionary(hostile, FastCheck.jsonValue()),
      FastCheck.record({
        record: FastCheck.dictionary(FastCheck.constantFrom("a", "__proto__", "gc__id"), hostile)
      }),
      FastCheck.jsonValue()
    )
    FastCheck.assert(
      FastCheck.property(FastCheck.array(record, { maxLength: 5 }), (records) => {
        const [header, ...rows] = csv(records.map(of))
        assert.strictEqual(rows.length, records.length)
        for (const row of rows) assert.strictEqual(row.length, header?.length)
      })
    )
  })

  it("makes at most 500 columns; the other fields stay together", () => {
    const wide = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`f${index}`, index]))
    const [header, row] = csv([of(wide)])
    assert.strictEqual(header?.length, 505)
    assert.include(row?.at(-1) ?? "", '"f599":599')
  })
})
