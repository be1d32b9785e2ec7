import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { JobKind } from "../../src/jobs/JobKind.js"
import { dataAction } from "../../src/jobs/kinds/data-action.js"

const accepts = (kind: unknown) =>
  Schema.decodeUnknownEither(JobKind, { onExcessProperty: "error" })(kind)._tag === "Right"

describe("JobKind", () => {
  it("is data: what it decodes to is what it was written as", () => {
    assert.deepStrictEqual(
      Schema.decodeUnknownSync(JobKind)(JSON.parse(JSON.stringify(dataAction))),
      dataAction
    )
  })

  it("has a status that is read somewhere and at least one state of success", () => {
    assert.isTrue(accepts(dataAction))
    assert.isFalse(accepts({ ...dataAction, status: { state: "status" } }))
    assert.isFalse(accepts({ ...dataAction, status: { path: "/x" } }))
    assert.isFalse(accepts({ ...dataAction, states: {} }))
    assert.isFalse(accepts({ ...dataAction, states: { succeeded: ["  "] } }))
  })

  it("tells progress in parts of one or of a hundred, and of a parked state both what it waits for and what moves it", () => {
    const status = (progress: unknown) => ({ ...dataAction, status: { ...dataAction.status, progress } })
    assert.isTrue(accepts(status({ field: "percent", scale: 100 })))
    assert.isFalse(accepts(status({ field: "percent", scale: 10 })))
    assert.isFalse(accepts({ ...dataAction, states: { succeeded: ["x"], parked: { y: { waitsFor: "z" } } } }))
  })

  it("has one source of failures or several, but not an empty list of them", () => {
    assert.isTrue(accepts({ ...dataAction, failures: [dataAction.failures, { source: "none" }] }))
    assert.isFalse(accepts({ ...dataAction, failures: [] }))
  })

  it("refuses what it does not know", () => {
    assert.isFalse(accepts({ ...dataAction, code: "() => 1" }))
  })
})
