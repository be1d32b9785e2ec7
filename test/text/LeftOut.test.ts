import { assert, describe, it } from "@effect/vitest"
import * as LeftOut from "../../src/text/LeftOut.js"

describe("LeftOut", () => {
  it("sums up what is left out", () => {
    assert.isUndefined(LeftOut.of([], "message"))
    assert.strictEqual(LeftOut.of([{ count: 1 }], "message"), "+1 more message (1 record)")
    assert.strictEqual(
      LeftOut.of([{ count: 1200 }, { count: 4 }], "message"),
      "+2 more messages (1,204 records)"
    )
  })

  it("F5 does not count as one code what could not be told apart", () => {
    const group = (code: string, count: number) => ({ code, count })
    const other = group("<other>", 9000)
    assert.isUndefined(LeftOut.codes([]))
    assert.strictEqual(LeftOut.codes([group("A", 3)]), "+1 more code (3 records)")
    assert.strictEqual(LeftOut.codes([group("A", 3)], "reason"), "+1 more code (3 reasons)")
    assert.strictEqual(
      LeftOut.codes([group("A", 3), group("B", 1), other]),
      "+2 more codes, and the rest in <other> (9,004 records)"
    )
    assert.strictEqual(LeftOut.codes([other]), "And the rest in <other> (9,000 records)")
  })
})
