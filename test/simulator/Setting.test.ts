import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Setting from "../../src/simulator/Setting.js"

const takes = (schema: Schema.Schema.AnyNoContext, input: unknown) =>
  Schema.is(schema)(input, { onExcessProperty: "error" })

describe("Setting", () => {
  it("C3 numbers are those that make sense", () => {
    for (const [schema, good, bad] of [
      [Setting.Whole, [0, 1], [-1, 0.5, Number.NaN]],
      [Setting.Count, [1, 2], [0, 1.5]],
      [Setting.Time, [0, 0.5], [-0.5, Number.POSITIVE_INFINITY]],
      [Setting.Positive, [0.5], [0, Number.POSITIVE_INFINITY]],
      [Setting.Share, [0, 1], [-0.1, 1.1]],
      [Setting.Status, [200, 599], [101, 199, 600, 200.5]]
    ] as const) {
      for (const value of good) assert.isTrue(takes(schema, value), String(value))
      for (const value of bad) assert.isFalse(takes(schema, value), String(value))
    }
  })

  it("headers are those that can be sent, and leave to the simulator how it sends", () => {
    for (const headers of [{ "X-a_b": "a\tb" }, { "content-type": "" }, { link: "caf\u00e9" }]) {
      assert.isTrue(takes(Setting.Headers, headers), JSON.stringify(headers))
    }
    for (const headers of [{ "": "" }, { "a b": "" }, { "a:": "" }, { a: "\r\nb: c" }, { a: "\u0100" }]) {
      assert.isFalse(takes(Setting.Headers, headers), JSON.stringify(headers))
    }
    for (const name of ["content-length", "Date", "trailer", "Transfer-Encoding"]) {
      assert.isFalse(takes(Setting.Headers, { [name]: "1" }), name)
    }
  })

  it("a key says what it means, and what holds without it", () => {
    const Script = Schema.Struct({
      total: Setting.withDefault(Setting.Whole, 5, "Records."),
      hint: Setting.optional(Setting.Count, "A hint."),
      type: Setting.word("check", "Looks.")
    })
    assert.deepStrictEqual(Schema.decodeSync(Script)({ type: "check" }), { total: 5, type: "check" })
  })
})
