import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { Reason } from "../../src/genesys/Reason.js"

describe("Reason", () => {
  it("H1 is a closed union of twelve", () => {
    const tags = Reason.members.map((member) => /"([A-Z]\w+)"/.exec(String(member.fields._tag.ast))?.[1])
    const names = "CircuitOpen Conflict DeadlineExceeded Forbidden NotFound RateLimited Rejected Timeout"
    const more = "Transport Unauthorized Unavailable Undecodable"
    assert.deepStrictEqual(tags.toSorted().join(" "), `${names} ${more}`)
  })

  it("H1 what is no reason is refused", () => {
    assert.isFalse(Schema.is(Reason)({ _tag: "Unknown", status: 500 }))
    assert.isFalse(Schema.is(Reason)({ _tag: "Unavailable", body: { codes: [] } }))
  })
})
