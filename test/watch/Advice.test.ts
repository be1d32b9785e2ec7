import { assert, describe, it } from "@effect/vitest"
import * as ClientCredentialsGrant from "../../src/genesys/ClientCredentialsGrant.js"
import * as Advice from "../../src/watch/Advice.js"
import * as GenesysErrors from "./GenesysErrors.js"

const { make, reasons } = GenesysErrors

describe("Advice", () => {
  it("O4 every reason says what happened and what to do, in sentences", () => {
    for (const reason of Object.values(reasons)) {
      const problem = Advice.problem(make(reason))
      assert.strictEqual(problem.reason, reason._tag)
      assert.strictEqual(problem.operation, GenesysErrors.operation)
      assert.match(problem.advice ?? "", /^[A-Z].*\.$/)
      assert.notMatch(problem.message, /undefined|\[object|NaN/)
    }
  })

  it("F7 a refused permission is named", () => {
    assert.include(Advice.advice(make(reasons.Forbidden)), "a:b:c")
  })

  it("O4 a refused login speaks of the client, an address that is not allowed of the address", () => {
    const login = { operation: ClientCredentialsGrant.operation }
    const refused = {
      _tag: "Unauthorized",
      status: 400,
      stage: "grant",
      body: { codes: ["invalid_client"] }
    } as const
    assert.include(Advice.advice(make(refused, login)), "client secret")
    const address = { ...refused, body: { codes: ["ip.not.authorized"] } }
    assert.include(Advice.advice(make(address, login)), "address")
    assert.include(Advice.advice(make({ ...address, stage: "call" })), "address")
  })

  it("R2 a rate limit tells how long it lasts", () => {
    assert.include(Advice.advice(make(reasons.RateLimited)), "2h")
  })
})
