import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Job from "../../src/jobs/Job.js"

const ids: Readonly<Record<string, ReadonlyArray<string>>> = {
  "data-action": ["ID"],
  "datatable-import": ["DATATABLE_ID", "JOB_ID"],
  singleton: []
}
const parse = (reference: string) => Job.parse(reference, (kind) => ids[kind])

describe("Job", () => {
  it("reads KIND/ID, KIND/ID/ID, a kind without id, and a bare id", () => {
    assert.deepStrictEqual(parse("data-action/a1"), Either.right({ kind: "data-action", ids: ["a1"] }))
    assert.deepStrictEqual(
      parse(" datatable-import/d/j "),
      Either.right({ kind: "datatable-import", ids: ["d", "j"] })
    )
    assert.deepStrictEqual(parse("singleton"), Either.right({ kind: "singleton", ids: [] }))
    assert.deepStrictEqual(parse("a1b2"), Either.right({ kind: "data-action", ids: ["a1b2"] }))
  })

  it("C1 refuses empty ids, dots, control characters, wrong numbers of ids, and says what to write", () => {
    for (const reference of [
      "",
      "  ",
      "data-action/",
      "data-action//",
      "data-action/..",
      "data-action/.",
      "datatable-import/../x",
      "data-action/a\nb",
      "data-action/a\u0000",
      "data-action/a/b",
      "datatable-import/a",
      "datatable-import",
      "nothing/a"
    ]) {
      const refused = parse(reference)
      assert.isTrue(Either.isLeft(refused), JSON.stringify(reference))
      if (Either.isLeft(refused)) assert.isAbove(refused.left.fix.length, 0)
    }
  })

  it("O4 the ids that are missing are named", () => {
    for (const reference of ["datatable-import", "datatable-import/a"]) {
      const refused = Either.getOrThrow(Either.flip(parse(reference)))
      assert.strictEqual(refused.fix, "Write datatable-import/DATATABLE_ID/JOB_ID.")
    }
  })

  it("what it writes, it reads", () => {
    const id = FastCheck.stringMatching(/^[A-Za-z0-9_-]{1,12}$/)
    FastCheck.assert(
      FastCheck.property(FastCheck.tuple(id, id), ([first, second]) => {
        const job = { kind: "datatable-import", ids: [first, second] }
        assert.deepStrictEqual(parse(Job.format(job)), Either.right(job))
      })
    )
  })
})
