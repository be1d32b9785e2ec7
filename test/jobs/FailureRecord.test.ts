import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as FailureRecord from "../../src/jobs/FailureRecord.js"
import type { Record } from "../../src/jobs/Source.js"

const read = (rule: Record, element: unknown) => FailureRecord.reader(rule)(element)

describe("FailureRecord", () => {
  it("F5 a record without a code is UNKNOWN_ERROR", () => {
    for (const element of [{}, { code: null }, { code: "  " }, { code: {} }]) {
      assert.strictEqual(read({ code: "code" }, element).code, "UNKNOWN_ERROR")
    }
  })

  it("a code that is no text is written out", () => {
    assert.strictEqual(read({ code: "code" }, { code: 404 }).code, "404")
    assert.strictEqual(read({ code: "code" }, { code: " A " }).code, "A")
  })

  it("the code is the first of its fields, its template, its message, its default", () => {
    const rule: Record = {
      code: ["code", "details[].errorCode"],
      codeTemplate: "HTTP_{status}",
      codeFromMessage: true,
      codeDefault: "FAILED",
      message: "text"
    }
    assert.strictEqual(read(rule, { details: [{}, { errorCode: "x" }], status: 1, text: "t" }).code, "x")
    assert.strictEqual(read(rule, { status: 404, text: "t" }).code, "HTTP_404")
    assert.strictEqual(read(rule, { text: "not found" }).code, "NOT_FOUND")
    assert.strictEqual(read(rule, { text: "4711" }).code, "FAILED")
    assert.strictEqual(read(rule, {}).code, "FAILED")
  })

  it("F1 of a place that leads through a list nothing is lost: all that stands there is told, each once", () => {
    const rule: Record = {
      code: ["code", "details[].errorCode"],
      message: ["text", "details[].errorMessage"],
      id: "details[].correlationId"
    }
    const details = [
      { errorCode: "E1", errorMessage: "one", correlationId: "c1" },
      { errorCode: "E2", errorMessage: "two", correlationId: "c2" },
      { errorCode: "E1", errorMessage: "one" }
    ]
    assert.deepInclude(read(rule, { details }), { code: "E1, E2", message: "one; two", id: "c1, c2" })
    assert.deepInclude(read(rule, { details, code: "E0", text: "all" }), { code: "E0", message: "all" })
  })

  it("the ways to a code and a message are told in the order in which they are tried", () => {
    const rule: Record = {
      code: "code",
      codeTemplate: "HTTP_{status}",
      codeFromMessage: true,
      codeDefault: "FAILED",
      message: "text",
      messageTemplate: "{a} of {b}"
    }
    const ways = (found: ReadonlyArray<FailureRecord.Way>) => found.map(({ _tag }) => _tag)
    assert.deepStrictEqual(ways(FailureRecord.toCode(rule)), ["Place", "Template", "Words", "Text"])
    assert.deepStrictEqual(ways(FailureRecord.toMessage(rule)), ["Place", "Template"])
    assert.deepStrictEqual(FailureRecord.toCode({ codeFromMessage: true }), [
      { _tag: "Text", text: "UNKNOWN_ERROR" }
    ])
  })

  it("the message is the first of its fields, its template, its default", () => {
    const rule: Record = { message: "text", messageTemplate: "{a.b} of {c}", messageDefault: "no words" }
    assert.strictEqual(read(rule, { text: "t", a: { b: 1 }, c: 2 }).message, "t")
    assert.strictEqual(read(rule, { a: { b: 1 }, c: 2 }).message, "1 of 2")
    assert.strictEqual(read(rule, { c: 2 }).message, "no words")
    assert.strictEqual(read({}, {}).message, "")
  })

  it("F1 what is no object is a failure too, and is kept as it came", () => {
    for (const element of [null, 7, "text", [], undefined]) {
      assert.deepInclude(read({ code: "code", codeDefault: "FAILED", key: "id" }, element), {
        code: "UNKNOWN_ERROR",
        count: 1,
        key: undefined,
        record: element
      })
    }
    assert.deepInclude(read({ codeFromMessage: true }, "not found"), {
      code: "NOT_FOUND",
      message: "not found"
    })
  })

  it("a record may stand for many, and counts as one where it does not say for how many", () => {
    assert.strictEqual(read({ count: "n" }, { n: 7 }).count, 7)
    assert.strictEqual(read({ count: "n" }, {}).count, 1)
  })

  it("a code made of a message is the same for messages that differ in their values", () => {
    const code = FailureRecord.codeOfMessage
    assert.strictEqual(code("Flow 'Main' failed in task 12"), "FLOW_FAILED_IN_TASK")
    assert.strictEqual(
      code("Flow 'Night' failed in task 7 (3f2c9a10-0000-4000-8000-1234567890ab)."),
      "FLOW_FAILED_IN_TASK"
    )
    assert.strictEqual(code("a@b.example is taken"), "IS_TAKEN")
    assert.strictEqual(code("Größe überschritten"), "GRÖSSE_ÜBERSCHRITTEN")
    assert.strictEqual(
      code("one two three four five six seven eight nine ten"),
      "ONE_TWO_THREE_FOUR_FIVE_SIX_SEVEN_EIGHT"
    )
    assert.isUndefined(code("12 34"))
    assert.strictEqual(code(`${"9 ".repeat(198)}last`), "LAST")
    assert.isUndefined(code(`${"9 ".repeat(200)}too late`))
  })

  it("F5 making a code of any message takes bounded time and never throws", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.fullUnicodeString({ maxLength: 2_000 }), (message) => {
        const made = FailureRecord.codeOfMessage(message)
        assert.isTrue(made === undefined || made.length > 0)
      })
    )
    FailureRecord.codeOfMessage(`'${"'\" ".repeat(100_000)}`)
  })
})
