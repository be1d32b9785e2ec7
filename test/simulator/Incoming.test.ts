import { assert, describe, it } from "@effect/vitest"
import * as Answer from "../../src/simulator/Answer.js"
import * as Incoming from "../../src/simulator/Incoming.js"

const incoming: Incoming.Incoming = {
  method: "GET",
  path: "/x",
  query: new URLSearchParams(),
  headers: { host: "127.0.0.1:8080", authorization: "Bearer t-1" },
  body: "",
  correlationId: "corr-1",
  filesUrl: "http://127.0.0.1:9090"
}

describe("Incoming", () => {
  it("fills the addresses, the time and the token into body and headers of an answer", () => {
    const answer = Answer.withHeaders(
      Answer.json({ a: "{{api}}/a", f: ["{{files}}/f"], t: "{{token}}", n: "{{now}}" }),
      {
        location: "{{api}}/next"
      }
    )
    const filled = Incoming.fill(answer, incoming, 0)
    assert.deepStrictEqual(filled.json, {
      a: "http://127.0.0.1:8080/a",
      f: ["http://127.0.0.1:9090/f"],
      t: "t-1",
      n: "1970-01-01T00:00:00.000Z"
    })
    assert.strictEqual(filled.headers["location"], "http://127.0.0.1:8080/next")
    assert.strictEqual(
      Incoming.fill(Answer.text("{{files}}", "text/plain"), incoming, 0).text,
      "http://127.0.0.1:9090"
    )
  })
})
