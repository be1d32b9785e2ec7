import { assert, describe, it } from "@effect/vitest"
import * as Count from "../../src/jobs/Count.js"

const body = {
  total: 10,
  ok: 6,
  text: "4",
  rows: [{ n: 1, kind: "a" }, { n: 2, kind: "b" }, { kind: "a" }],
  none: null,
  empty: []
}
const count = (rule: Parameters<typeof Count.reader>[0]) => Count.reader(rule)(body)

describe("Count", () => {
  it("reads a field, or the first of several that tells a number", () => {
    assert.strictEqual(count("total"), 10)
    assert.strictEqual(count("text"), 4)
    assert.strictEqual(count(["missing", "none", "ok"]), 6)
    assert.isUndefined(count("missing"))
    assert.isUndefined(count(undefined))
  })

  it("adds up what is there, and knows nothing when nothing is there", () => {
    assert.strictEqual(count({ sum: ["ok", "missing", "text"] }), 10)
    assert.strictEqual(count("rows[].n"), 3)
    assert.isUndefined(count({ sum: ["missing", "none"] }))
    assert.isUndefined(count("rows[].missing"))
  })

  it("takes one from another, never below zero", () => {
    assert.strictEqual(count({ of: "total", minus: ["ok", "missing"] }), 4)
    assert.strictEqual(count({ of: "text", minus: ["total"] }), 0)
    assert.isUndefined(count({ of: "missing", minus: ["ok"] }))
  })

  it("counts the elements of a list, all or some; no list is no number", () => {
    assert.strictEqual(count({ count: "rows[]" }), 3)
    assert.strictEqual(count({ count: "rows[]", where: { field: "kind", is: ["A"] } }), 2)
    assert.strictEqual(count({ count: "empty[]" }), 0)
    assert.isUndefined(count({ count: "missing[]" }))
    assert.isUndefined(count({ count: "none[]" }))
  })

  it("adds up a value of some elements, or goes on to the next way", () => {
    const of = (kind: string) => ({
      count: "rows[]",
      where: { field: "kind", is: [kind] as [string] },
      value: "n"
    })
    assert.strictEqual(count(of("b")), 2)
    assert.isUndefined(count(of("c")))
    assert.strictEqual(count({ firstOf: [of("c"), "total"] }), 10)
  })
})
