import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Kinds from "../../src/jobs/Kinds.js"
import * as Watch from "../../src/watch/Watch.js"

describe("Target", () => {
  it("E1 a reference is enough to watch a job", () => {
    const { job, kind } = Either.getOrThrow(Watch.target("datatable-import/table/j1"))
    assert.deepStrictEqual(job, { kind: "datatable-import", ids: ["table", "j1"] })
    assert.strictEqual(kind, Kinds.builtin.get("datatable-import"))
    assert.strictEqual(Either.getOrThrow(Watch.target("a1b2")).kind.name, "data-action")
  })

  it("E1 what names no job of these kinds is refused with what to write", () => {
    const refused = (reference: string, kinds?: Kinds.Kinds) =>
      Either.getOrThrow(Either.flip(Watch.target(reference, kinds))).message
    assert.include(refused("strange/1"), 'There is no job kind "strange"')
    assert.include(refused("a1b2", new Map()), "Write KIND/ID")
  })
})
