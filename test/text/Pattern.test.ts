import { assert, describe, it } from "@effect/vitest"
import * as Pattern from "../../src/text/Pattern.js"

describe("Pattern", () => {
  it("is made when it is first needed, and once", () => {
    let times = 0
    const pattern = Pattern.lazy(() => {
      times++
      return /a/
    })
    assert.strictEqual(times, 0)
    assert.isTrue(pattern().test("a"))
    assert.strictEqual(pattern(), pattern())
    assert.strictEqual(times, 1)
  })
})
