import { assert, describe, it } from "@effect/vitest"
import * as Call from "../../src/genesys/Call.js"

describe("Call", () => {
  it("R4 GET, HEAD, OPTIONS, PUT and DELETE may be repeated; POST and PATCH only if declared", () => {
    const methods = ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH"] as const
    assert.deepStrictEqual(
      methods.filter((method) => Call.isIdempotent({ method })),
      ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]
    )
    assert.isTrue(Call.isIdempotent({ method: "POST", idempotent: true }))
    assert.isFalse(Call.isIdempotent({ method: "PUT", idempotent: false }))
  })

  it("H1 an operation is called by its method and template unless it has a name", () => {
    assert.strictEqual(Call.operation({ method: "GET", path: "/a/{id}" }), "GET /a/{id}")
    assert.strictEqual(Call.operation({ method: "GET", path: "/a/{id}", operation: "read" }), "read")
  })
})
