import { assert, describe, it } from "@effect/vitest"
import * as QuotedName from "../../src/report/QuotedName.js"

describe("QuotedName", () => {
  it("F5 takes the role of quoted text from the words beside it, and in a list from what stands before", () => {
    const cases: ReadonlyArray<readonly [string, string, QuotedName.Role | undefined, QuotedName.Role]> = [
      ["Field ", " is empty", undefined, "field"],
      ["the field name: ", "", undefined, "field"],
      ["In column(s) ", "", undefined, "field"],
      ["The ", " property is empty", undefined, "field"],
      ["Das Feld ", " fehlt", undefined, "field"],
      ["User ", " not found", undefined, "value"],
      ["battlefield ", "", undefined, "open"],
      ["", " is empty", undefined, "open"],
      [" and ", "", "field", "field"],
      [", ", "", "value", "value"],
      [" but ", "", "field", "open"]
    ]
    for (const [before, after, previous, expected] of cases) {
      assert.strictEqual(QuotedName.role(before, after, previous), expected, `${before}…${after}`)
    }
  })

  it("F5 knows a name by its letters, and no long one and no long number for a name", () => {
    for (const name of [
      "First Name",
      "phone-number",
      "address[0].street",
      "$.a.b",
      "contact/email",
      "電話番号"
    ]) {
      assert.isTrue(QuotedName.isName(name, "field"), name)
      assert.isFalse(QuotedName.isName(name, "open"), name)
    }
    for (const value of ["", "1 Main Street", "a: b", "user 12345", "x".repeat(41), "jane@example.com"]) {
      assert.isFalse(QuotedName.isName(value, "field"), value)
    }
    assert.isTrue(QuotedName.isName("x".repeat(40), "field"))
    assert.isTrue(QuotedName.isName("address.line2", "open"))
    assert.isFalse(QuotedName.isName("jsmith", "value"))
  })
})
