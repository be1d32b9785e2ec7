import { assert, describe, it } from "@effect/vitest"
import * as Kinds from "../../src/jobs/Kinds.js"
import * as Unverified from "../../src/jobs/Unverified.js"

describe("Unverified", () => {
  it("what many kinds do not know alike is said in one wording", () => {
    const said = [...Kinds.builtin.values()].flatMap(({ unverified }) => unverified)
    for (const sentence of Object.values(Unverified)) {
      assert.isAbove(said.filter((each) => each === sentence).length, 1, sentence)
      const others = said.filter((each) => each !== sentence && each.startsWith(sentence.slice(0, 30)))
      assert.deepStrictEqual(others, [], sentence)
    }
  })
})
