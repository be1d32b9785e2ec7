import { assert, describe, it } from "@effect/vitest"
import * as Answer from "../../src/simulator/Answer.js"

describe("Answer", () => {
  it("writes the platform's error document, with the correlation id as contextId", () => {
    const answer = Answer.error("corr-1", {
      status: 429,
      code: "too.many.requests",
      message: "Too many",
      messageParams: { seconds: "3" },
      limit: { key: "token.rate.per.minute", namespace: "platform.api", value: 300 }
    })
    assert.strictEqual(answer.status, 429)
    assert.deepStrictEqual(answer.json, {
      message: "Too many",
      code: "too.many.requests",
      status: 429,
      messageWithParams: "Too many",
      messageParams: { seconds: "3" },
      contextId: "corr-1",
      details: [],
      errors: [],
      limit: { key: "token.rate.per.minute", namespace: "platform.api", value: 300 }
    })
  })

  it("takes a string of a scenario as text, anything else as JSON, nothing as an empty body", () => {
    assert.strictEqual(Answer.body(Answer.document("<p>", 200)), "<p>")
    assert.strictEqual(Answer.body(Answer.document(null, 200)), "null")
    assert.strictEqual(Answer.body(Answer.document({ a: 1 }, 200)), '{"a":1}')
    assert.strictEqual(Answer.body(Answer.document(undefined, 204)), "")
  })

  it("keeps one header of a name, whatever its case", () => {
    const answer = Answer.withHeaders(Answer.json({}), { "Content-Type": "text/csv" })
    assert.deepStrictEqual(answer.headers, { "content-type": "text/csv" })
  })

  it("remembers a Retry-After as a promise", () => {
    const told = Answer.withRetryAfter(Answer.json({}), "seconds", 1000, 2)
    assert.deepInclude(told, { notBefore: 3000 })
    assert.strictEqual(told.headers["retry-after"], "2")
    assert.isUndefined(Answer.withRetryAfter(Answer.json({}), "none", 1000, 2).notBefore)
  })
})
