import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as FieldSchema from "../../src/jobs/FieldSchema.js"

const accepts = (schema: Schema.Schema.AnyNoContext, input: unknown) =>
  Schema.decodeUnknownEither(schema, { onExcessProperty: "error" })(input)._tag === "Right"

describe("FieldSchema", () => {
  it("a path is names with dots between them, with [] for every element of a list", () => {
    for (const path of [
      "status",
      "job.status",
      "report.errors[]",
      "data[].metrics[].stats.count",
      "[]",
      "[].id",
      "Error Code"
    ]) {
      assert.isTrue(accepts(FieldSchema.Path, path), path)
    }
    for (const path of ["", ".", "a.", ".a", "a..b", "a[0]", "a[", "[]a", "$.a[*]"]) {
      assert.isFalse(accepts(FieldSchema.Path, path), path)
    }
  })

  it("a field is a path or several, but not none", () => {
    assert.isTrue(accepts(FieldSchema.Field, ["a", "b.c"]))
    assert.isFalse(accepts(FieldSchema.Field, []))
    assert.isFalse(accepts(FieldSchema.Field, [1]))
  })

  it("a count is a field, a sum, a difference, a list that is counted, or the first of several", () => {
    for (const count of [
      "a",
      ["a", "b"],
      { sum: ["a", ["b", "c"]] },
      { of: "a", minus: ["b"] },
      { count: "a[]", where: { field: "b", is: [true] }, value: "c" },
      { firstOf: [{ sum: ["a"] }, "b"] }
    ]) {
      assert.isTrue(accepts(FieldSchema.Count, count), JSON.stringify(count))
    }
    for (const count of [
      1,
      {},
      { count: "a" },
      { count: "a[].b" },
      { sum: [] },
      { of: "a" },
      { sum: ["a"], count: "b" },
      { firstOf: [] }
    ]) {
      assert.isFalse(accepts(FieldSchema.Count, count), JSON.stringify(count))
    }
  })

  it("a condition names its field and at least one of three tests", () => {
    assert.isTrue(accepts(FieldSchema.Where, { field: "a", is: ["x", 1, true], isNot: ["y"], present: true }))
    for (const test of [{ is: ["x"] }, { isNot: [1] }, { present: false }]) {
      assert.isTrue(accepts(FieldSchema.Where, { field: "a", ...test }))
      assert.isFalse(accepts(FieldSchema.Where, test))
    }
    assert.isFalse(accepts(FieldSchema.Where, { field: "a" }))
    assert.isFalse(accepts(FieldSchema.Where, { field: "a", equals: "x" }))
  })
})
