import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Problem from "../../src/report/Problem.js"
import * as GenesysErrors from "../watch/GenesysErrors.js"

describe("Problem", () => {
  it("H1 has each reason of a call to the platform, and no more than four of its own", () => {
    const ofCalls = Object.keys(GenesysErrors.reasons)
    assert.sameMembers(
      [...Problem.Reason.literals],
      [...ofCalls, "UnknownState", "Unlisted", "Defect", "Interrupted"]
    )
  })

  it("O3 refuses a reason that is none", () => {
    const problem = { step: null, message: "m", operation: null, correlationId: null, advice: null }
    const decode = Schema.decodeUnknownSync(Problem.Problem)
    assert.strictEqual(decode({ ...problem, reason: "NotFound", step: "file" }).step, "file")
    assert.throws(() => decode({ ...problem, reason: "Teapot" }))
  })
})
