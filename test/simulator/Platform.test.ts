import { assert, describe, it } from "@effect/vitest"
import type * as Fault from "../../src/simulator/Fault.js"
import type * as Incoming from "../../src/simulator/Incoming.js"
import * as Plan from "../../src/simulator/Plan.js"
import * as Platform from "../../src/simulator/Platform.js"
import * as Scenario from "../../src/simulator/Scenario.js"

const scenario = Scenario.make({
  token: { issued: ["issued"] },
  jobs: { "data-action/a1": {} },
  files: {
    "report.csv": { contentType: "text/csv", body: "id,code\n1,X", signature: "good" },
    "open.json": { body: [1] }
  }
})
const plan = Plan.make(scenario)

const incoming = (
  path: string,
  query = "",
  headers: Incoming.Incoming["headers"] = {}
): Incoming.Incoming => ({
  method: "GET",
  path,
  query: new URLSearchParams(query),
  headers,
  body: "",
  correlationId: "corr-1",
  filesUrl: "http://127.0.0.1:9090"
})

const ask = (
  one: Incoming.Incoming,
  faults: ReadonlyArray<Fault.Fault> = [],
  state = Platform.empty(scenario)
) => Platform.answer(plan, state, one, 0, faults)

const status = incoming("/api/v2/data-actions/a1/status", "", { authorization: "Bearer issued" })

describe("Platform", () => {
  it("gives every answer its correlation id", () => {
    const paths = ["/oauth/token", "/api/v2/x", "/services/T000/B000/SECRET", "/__files/none"]
    for (const path of paths) {
      assert.strictEqual(ask(incoming(path))[0].headers["inin-correlation-id"], "corr-1")
    }
  })

  it("serves files to those who have the signature, without a token", () => {
    const [good] = ask(incoming("/__files/report.csv", "sig=good"))
    assert.deepInclude(good, { status: 200, text: "id,code\n1,X" })
    assert.strictEqual(good.headers["content-type"], "text/csv")
    assert.strictEqual(ask(incoming("/__files/report.csv", "sig=bad"))[0].status, 403)
    assert.strictEqual(ask(incoming("/__files/report.csv"))[0].status, 403)
    assert.deepStrictEqual(ask(incoming("/__files/open.json"))[0].json, [1])
    assert.strictEqual(ask(incoming("/__files/toString"))[0].status, 404)
  })

  it("lets the first fault that answers win, and spoils what is answered", () => {
    const [answer] = ask(status, [
      { type: "json", remove: ["/message"], set: {} },
      { type: "status", status: 503, form: "seconds" },
      { type: "status", status: 500, form: "seconds" }
    ])
    assert.strictEqual(answer.status, 503)
    assert.notProperty(answer.json, "message")
  })

  it("does not ask the platform when a fault answers", () => {
    const [, state] = ask(status, [{ type: "hang" }])
    assert.strictEqual(state.api.login.apiRequests, 0)
  })

  it("revokes the token that the request carried", () => {
    const [answer, state] = ask(status, [{ type: "revokeToken", code: "bad.credentials" }])
    assert.strictEqual(answer.status, 401)
    assert.strictEqual(ask(status, [], state)[0].status, 401)
    assert.strictEqual(ask(status)[0].status, 200)
  })

  it("can echo the token, to see whether it gets into somebody's log", () => {
    const [answer] = ask(status, [
      { type: "status", status: 400, message: "bad token {{token}}", form: "seconds" }
    ])
    assert.nestedInclude(answer.json, { message: "bad token issued" })
  })
})
