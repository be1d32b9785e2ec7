import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { GenesysError, describe as inWords, reasonOfStatus } from "../../src/genesys/GenesysError.js"
import type { Reason } from "../../src/genesys/Reason.js"

const error = (reason: Reason, idempotent = true, correlationId?: string) =>
  new GenesysError({
    operation: "GET /api/v2/things/{id}",
    reason,
    idempotent,
    attempts: 1,
    retries: 0,
    ...(correlationId === undefined ? {} : { correlationId })
  })

const of = (status: number, codes: ReadonlyArray<string> = [], message?: string) =>
  reasonOfStatus({
    status,
    body: { codes, ...(message === undefined ? {} : { message }) },
    retryAfter: Option.none(),
    possiblyApplied: false
  })

const body = { codes: [] }

const every: ReadonlyArray<Reason> = [
  { _tag: "Transport", kind: "network", sent: "maybe", code: "ECONNRESET" },
  { _tag: "Transport", kind: "tls", sent: "no", code: "CERT_HAS_EXPIRED" },
  { _tag: "Transport", kind: "cancelled", sent: "maybe" },
  { _tag: "Transport", kind: "other", sent: "no", code: "parameter id" },
  { _tag: "Timeout", afterMillis: 15_000 },
  {
    _tag: "RateLimited",
    status: 429,
    retryAfterMillis: 60_000,
    body: { codes: [], limit: { key: "token.rate" } }
  },
  { _tag: "Unavailable", status: 503, body },
  { _tag: "Unauthorized", status: 401, stage: "call", body },
  { _tag: "Unauthorized", status: 400, stage: "grant", body: { codes: ["invalid_client"] } },
  { _tag: "Forbidden", status: 403, permissions: [], body },
  { _tag: "NotFound", status: 404, body },
  { _tag: "Conflict", status: 409, possiblyApplied: true, body },
  { _tag: "Rejected", status: 400, body },
  { _tag: "Undecodable", status: 200, detail: "the JSON is cut off or malformed" },
  { _tag: "CircuitOpen", until: 1 },
  { _tag: "CircuitOpen", until: Number.POSITIVE_INFINITY },
  { _tag: "DeadlineExceeded", afterMillis: 300_000 }
]

describe("GenesysError", () => {
  it("H3 the status and the code decide what an answer is", () => {
    const expected: ReadonlyArray<readonly [number, Reason["_tag"]]> = [
      [408, "Unavailable"],
      [429, "RateLimited"],
      [500, "Unavailable"],
      [502, "Unavailable"],
      [503, "Unavailable"],
      [504, "Unavailable"],
      [501, "Rejected"],
      [505, "Rejected"],
      [400, "Rejected"],
      [401, "Unauthorized"],
      [403, "Forbidden"],
      [404, "NotFound"],
      [409, "Conflict"],
      [410, "NotFound"],
      [422, "Rejected"],
      [302, "Rejected"],
      [100, "Rejected"]
    ]
    for (const [status, tag] of expected) assert.strictEqual(of(status)._tag, tag, String(status))
  })

  it("H3 a code that says that the request is wrong is final whatever the status, and no fault of the platform", () => {
    for (const code of ["INVALID_REQUEST", "missing.required.field", "Validation-Failed"])
      for (const status of [400, 408, 429, 500, 502, 503, 504]) {
        const failed = error(of(status, ["internal.server.error", code]))
        assert.strictEqual(failed.reason._tag, "Rejected")
        assert.isFalse(failed.isTransient)
        assert.isFalse(failed.countsAgainstBreaker)
      }
    assert.isTrue(error(of(500, ["VALIDATION_FAILED_TEMPORARILY"])).isTransient)
  })

  it("R4 what may have been processed is repeated only where that is safe", () => {
    for (const reason of every) {
      const certain =
        reason._tag === "RateLimited" ||
        (reason._tag === "Transport" && reason.kind === "network" && reason.sent === "no")
      assert.strictEqual(error(reason, false).isTransient, certain, reason._tag)
    }
    assert.isTrue(
      error({ _tag: "Transport", kind: "network", sent: "no", code: "ENOTFOUND" }, false).isTransient
    )
  })

  it("R1 answers and lost answers are paid from different budgets", () => {
    const budgets = every.map((reason) => `${reason._tag} ${error(reason).budget}`)
    assert.deepStrictEqual(
      budgets.filter((budget) => !budget.endsWith("none")),
      ["Transport network", "Timeout network", "RateLimited http", "Unavailable http", "Undecodable http"]
    )
  })

  it("B2 only 5xx, timeouts and the network count against the breaker", () => {
    const counted = every.filter((reason) => error(reason).countsAgainstBreaker)
    assert.deepStrictEqual(
      counted.map(({ _tag }) => _tag),
      ["Transport", "Transport", "Timeout", "Unavailable"]
    )
    assert.isTrue(error(of(501)).countsAgainstBreaker)
    assert.isFalse(error(of(429)).countsAgainstBreaker)
  })

  it("A2 a 401 wants a new token unless it says that none will do", () => {
    assert.isTrue(error(of(401)).wantsFreshToken)
    for (const code of ["ip.not.authorized", "INVALID_GRANT", "invalid_client", "VALIDATION_FAILED"])
      assert.isFalse(error(of(401, [code])).wantsFreshToken)
    assert.isFalse(error({ _tag: "Unauthorized", status: 401, stage: "grant", body }).wantsFreshToken)
    assert.isFalse(error(of(403)).wantsFreshToken)
  })

  it("H1 nothing is invented: a fault without an answer has no status", () => {
    const withStatus = every.filter((reason) => Option.isSome(error(reason).status)).map(({ _tag }) => _tag)
    assert.notIncludeMembers(withStatus, ["Transport", "Timeout", "CircuitOpen", "DeadlineExceeded"])
    assert.deepStrictEqual(error(of(503)).status, Option.some(503))
  })

  it("R2 tells what the platform asked to wait", () => {
    const asked = reasonOfStatus({
      status: 503,
      body,
      retryAfter: Option.some(Duration.seconds(7)),
      possiblyApplied: false
    })
    assert.deepStrictEqual(error(asked).retryAfter, Option.some(Duration.seconds(7)))
    assert.deepStrictEqual(error(of(503)).retryAfter, Option.none())
    assert.deepStrictEqual(error(of(404)).retryAfter, Option.none())
  })

  it("F7 names the permissions that the platform's words name", () => {
    const missing = of(403, [], "You must have at least one of: [analytics:job:view, recording:job:*]")
    assert.deepInclude(missing, { permissions: ["analytics:job:view", "recording:job:*"] })
  })

  it("H1 the message says what happened to which operation, with the correlation id", () => {
    assert.strictEqual(
      error(of(403, ["missing.permissions"], "Missing a permission"), true, "abc-1").message,
      "GET /api/v2/things/{id}: permission refused (403): missing.permissions: Missing a permission (correlation id abc-1)"
    )
    for (const reason of every) {
      assert.notMatch(inWords(reason), /undefined|NaN|\[object/)
      assert.isAbove(inWords(reason).length, 10)
    }
  })

  it("H1 goes through its Schema and back", () => {
    for (const reason of every.filter((each) => each._tag !== "CircuitOpen")) {
      const json = JSON.parse(JSON.stringify(Schema.encodeSync(GenesysError)(error(reason, true, "id"))))
      const back = Schema.decodeUnknownSync(GenesysError)(json)
      assert.deepStrictEqual(back.reason, reason)
    }
  })
})
