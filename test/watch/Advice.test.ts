import { assert, describe, it } from "@effect/vitest"
import * as ClientCredentialsGrant from "../../src/genesys/ClientCredentialsGrant.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import { dataAction } from "../../src/jobs/kinds/data-action.js"
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

  it("F7 where the platform names no permission, the kind does, and says if none would help", () => {
    const forbidden = make({ _tag: "Forbidden", status: 403, permissions: [], body: { codes: [] } })
    const advice = (name: string) => {
      const kind = Kinds.find(Kinds.builtin, name)
      assert.isDefined(kind)
      return kind === undefined ? "" : Advice.advice(forbidden, { kind, step: "status" })
    }
    assert.include(advice("datatable-import"), "architect:datatable:view or architect:datatableRow:view")
    assert.include(advice("recording-batch"), "that started the job")
  })

  it("C2 a link to a file that is refused has expired, and no role helps", () => {
    const place = { kind: dataAction, step: "file" } as const
    for (const reason of [reasons.Forbidden, reasons.NotFound]) {
      assert.include(Advice.problem(make(reason), place).advice, "may have expired")
    }
  })

  it("O4 while the watch goes on nobody is told to try again, and what can be mended is told", () => {
    for (const tag of ["Unavailable", "Timeout", "RateLimited"] as const)
      assert.match(Advice.meanwhile(make(reasons[tag])), /^The watch asks again/)
    assert.include(Advice.meanwhile(make(reasons.Transport)), "HTTPS_PROXY")
  })

  it("O4 at the end nobody is told to wait", () => {
    assert.notInclude(Advice.problem(make(reasons.CircuitOpen)).advice, "Wait")
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
