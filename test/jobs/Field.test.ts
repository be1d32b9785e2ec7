import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Field from "../../src/jobs/Field.js"
import type { Field as Place } from "../../src/jobs/FieldSchema.js"

const body = {
  status: "RUNNING",
  blank: "  ",
  nothing: null,
  zero: 0,
  code: 404,
  yes: true,
  job: { status: "Complete", deep: { er: "x" } },
  rows: [{ id: "a", n: 1 }, null, { id: "b", n: "2" }, { n: -1 }],
  lists: [{ errors: [1, 2] }, { errors: [] }, { errors: [3] }],
  empty: []
}

describe("Field", () => {
  it("reads values through names and lists", () => {
    assert.strictEqual(Field.text("status")(body), "RUNNING")
    assert.strictEqual(Field.text("job.status")(body), "Complete")
    assert.strictEqual(Field.text("rows[].id")(body), "a")
    assert.deepStrictEqual(Field.values("rows[].id")(body), ["a", "b"])
    assert.deepStrictEqual(Field.values("lists[].errors[]")(body), [1, 2, 3])
    assert.deepStrictEqual(Field.values("rows[]")(body), body.rows)
    assert.deepStrictEqual(Field.values("[].id")([{ id: 1 }, {}, { id: 2 }]), [1, 2])
  })

  it("takes the first spelling that holds something; null and blank texts hold nothing", () => {
    assert.strictEqual(Field.text(["missing", "nothing", "blank", "job", "job.deep.er"])(body), "x")
    assert.isUndefined(Field.text("blank")(body))
    assert.isUndefined(Field.value(["nothing", "missing.very.much", "status.of.what"])(body))
    assert.strictEqual(Field.value("zero")(body), 0)
  })

  it("writes numbers and booleans out, and nothing else", () => {
    assert.strictEqual(Field.text("code")(body), "404")
    assert.strictEqual(Field.text("yes")(body), "true")
    assert.isUndefined(Field.text("job")(body))
    assert.isUndefined(Field.text("rows")(body))
  })

  it("reads numbers that are finite and not negative, also from texts", () => {
    assert.strictEqual(Field.asNumber("12"), 12)
    assert.strictEqual(Field.asNumber(0.5), 0.5)
    for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY, "", " ", "x", null, {}, true]) {
      assert.isUndefined(Field.asNumber(wrong))
    }
  })

  it("reads lists: none, an empty one, one of one", () => {
    const list = (field: Place, lone: "lone" | "list-only" = "list-only") => Field.list(field, lone)(body)
    assert.isUndefined(list("missing"))
    assert.isUndefined(list("nothing"))
    assert.isUndefined(list("job"))
    assert.deepStrictEqual(list("empty"), [])
    assert.deepStrictEqual(list("rows"), body.rows)
    assert.deepStrictEqual(list("rows[]"), body.rows)
    assert.deepStrictEqual(list("lists[].errors"), [1, 2, 3])
    assert.deepStrictEqual(list(["empty", "rows"]), body.rows)
    assert.deepStrictEqual(list(["missing", "empty"]), [])
    assert.deepStrictEqual(list("job", "lone"), [body.job])
    assert.deepStrictEqual(list(["empty", "job"], "lone"), [body.job])
    assert.deepStrictEqual(Field.list("[]", "list-only")([1]), [1])
  })

  it("never throws, whatever the body is", () => {
    FastCheck.assert(
      FastCheck.property(
        FastCheck.anything(),
        FastCheck.constantFrom("a", "a.b", "a[]", "a[].b", "[]", "length"),
        (any, path) => {
          Field.text([path, "b"])(any)
          Field.number(path)(any)
          Field.values(path)(any)
          Field.list(path, "lone")(any)
        }
      )
    )
  })
})
