import { assert, describe, it } from "@effect/vitest"
import * as Targets from "../../src/cli/Targets.js"
import * as Job from "../../src/jobs/Job.js"
import * as Kinds from "../../src/jobs/Kinds.js"

const parse = (references: ReadonlyArray<string>, dataActionId?: string) =>
  Targets.parse(Kinds.builtin, references, dataActionId)

describe("Targets", () => {
  it("W6 several jobs are named at once, and one named twice is one job", () => {
    const { faults, targets } = parse(["data-action/a", "b", "data-action/a"])
    assert.deepStrictEqual(faults, [])
    assert.deepStrictEqual(
      targets.map(({ job }) => Job.format(job)),
      ["data-action/a", "data-action/b"]
    )
  })

  it("C1 DATA_ACTION_ID names the job where none is given, and only there", () => {
    assert.strictEqual(parse([], "a1").targets[0]?.job.ids[0], "a1")
    assert.strictEqual(parse(["b"], "a1").targets.length, 1)
    assert.strictEqual(parse([]).faults.length, 1)
  })

  it("C1 every reference that cannot be used is told, the good ones are kept", () => {
    const { faults, targets } = parse(["good", "nope/1", "data-action/..", "--bogus", "data-action/"])
    assert.strictEqual(targets.length, 1)
    assert.strictEqual(faults.length, 4)
  })
})
