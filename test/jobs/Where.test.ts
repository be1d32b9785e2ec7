import { assert, describe, it } from "@effect/vitest"
import * as Where from "../../src/jobs/Where.js"

describe("Where", () => {
  const holds = (rule: Parameters<typeof Where.holds>[0], element: unknown) => Where.holds(rule)(element)

  it("holds without a condition", () => {
    assert.isTrue(holds(undefined, null))
  })

  it("matches texts without regard to case, and booleans and numbers by how they are written", () => {
    assert.isTrue(holds({ field: "status", is: ["FAILURE"] }, { status: " failure " }))
    assert.isTrue(holds({ field: "failed", is: [true] }, { failed: true }))
    assert.isTrue(holds({ field: "failed", is: [true] }, { failed: "True" }))
    assert.isTrue(holds({ field: "n", is: [404] }, { n: "404" }))
    assert.isFalse(holds({ field: "failed", is: [true] }, { failed: false }))
    assert.isFalse(holds({ field: "failed", is: [true] }, {}))
  })

  it("excludes values; what is absent is not excluded", () => {
    assert.isFalse(holds({ field: "n", isNot: [0] }, { n: 0 }))
    assert.isTrue(holds({ field: "n", isNot: [0] }, { n: 3 }))
    assert.isTrue(holds({ field: "n", isNot: [0] }, {}))
  })

  it("asks whether something is there", () => {
    assert.isTrue(holds({ field: "error", present: true }, { error: { code: 1 } }))
    assert.isFalse(holds({ field: "error", present: true }, { error: null }))
    assert.isTrue(holds({ field: "error", present: false }, { error: "" }))
    assert.isFalse(holds({ field: "n", present: true, isNot: [0] }, { n: 0 }))
  })
})
