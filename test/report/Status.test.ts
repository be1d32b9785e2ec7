import { assert, describe, it } from "@effect/vitest"
import * as Status from "../../src/report/Status.js"
import * as Reports from "./Reports.js"

describe("Status", () => {
  it("takes of a status only counts that are counts and progress that is progress", () => {
    const read = Status.of(
      Reports.status({ processed: -1, total: 1.5, errors: Number.NaN, warnings: 2, progress: 1.2 })
    )
    assert.deepInclude(read, {
      processed: undefined,
      total: undefined,
      errors: undefined,
      warnings: 2,
      progress: undefined
    })
  })

  it("W4 says of a state that is not known what to do about it, and passes on the hint of any other", () => {
    assert.match(Status.of(Reports.status({ phase: "unknown" })).hint ?? "", /does not know this state/)
    assert.strictEqual(Status.of(Reports.status({ phase: "unknown", hint: "Wait." })).hint, "Wait.")
    assert.isUndefined(Status.of(Reports.status({})).hint)
  })
})
