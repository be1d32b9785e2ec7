import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as SlackAnswer from "../../src/slack/SlackAnswer.js"
import { hostile } from "../text/HostileText.js"

const read = (status: number, body: string | undefined, retryAfter?: string) =>
  SlackAnswer.read({ status, body, retryAfter, date: undefined, now: 0 })

const verdict = (status: number, body: string | undefined) =>
  Either.match(read(status, body), { onLeft: (reason) => reason._tag as string, onRight: () => "delivered" })

describe("SlackAnswer", () => {
  it("S1 reads real answers of webhooks", () => {
    const cases: ReadonlyArray<readonly [number, string | undefined, string]> = [
      [200, "ok", "delivered"],
      [200, "ok\n", "delivered"],
      [200, "<html>", "Unexpected"],
      [200, "", "Unexpected"],
      [200, undefined, "Ambiguous"],
      [201, "ok", "Unexpected"],
      [500, "ok", "Ambiguous"],
      [400, "invalid_payload", "Rejected"],
      [400, "invalid_blocks", "Rejected"],
      [400, "user_not_found", "Rejected"],
      [403, "action_prohibited", "Rejected"],
      [403, "invalid_token", "Rejected"],
      [404, "channel_not_found", "Rejected"],
      [404, "no_active_hooks", "Rejected"],
      [404, "<html>not found</html>", "Rejected"],
      [410, "channel_is_archived", "Rejected"],
      [429, '{"retry_after":1,"ok":false,"error":"rate_limited"}', "RateLimited"],
      [429, "", "RateLimited"],
      [429, undefined, "RateLimited"],
      [429, "invalid_token", "Rejected"],
      [200, '{"ok":false,"error":"rate_limited"}', "RateLimited"],
      [400, "rollup_error", "Ambiguous"],
      [500, "rollup_error", "Ambiguous"],
      [500, "invalid_blocks", "Rejected"],
      [502, "<html>bad gateway</html>", "Ambiguous"],
      [504, undefined, "Ambiguous"],
      [408, "", "Ambiguous"],
      [501, "", "Rejected"],
      [405, "", "Rejected"],
      [407, "", "Rejected"],
      [302, "", "Unexpected"],
      [0, "", "Unexpected"]
    ]
    for (const [status, body, expected] of cases)
      assert.strictEqual(verdict(status, body), expected, `${status} ${body}`)
  })

  it("S1 delivers nothing but 200 with ok, for any answer", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.integer({ min: 100, max: 599 }), hostile, (status, body) => {
        assert.strictEqual(verdict(status, body) === "delivered", status === 200 && body.trim() === "ok")
      })
    )
  })

  it("S2 prefers the header to the JSON field, and rounds the latter up", () => {
    const json = '{"ok":false,"error":"rate_limited","retry_after":2.1}'
    assert.deepStrictEqual(
      read(429, json, "30"),
      Either.left({ _tag: "RateLimited", retryAfterMillis: 30_000 } as const)
    )
    assert.deepStrictEqual(
      read(429, json, "soon"),
      Either.left({ _tag: "RateLimited", retryAfterMillis: 3_000 } as const)
    )
    assert.deepStrictEqual(read(429, '{"retry_after":-1}'), Either.left({ _tag: "RateLimited" } as const))
  })

  it("C2 keeps no text of an answer but a short lower-case word", () => {
    for (const body of [
      "<html>T000/B000/SECRET</html>",
      "https://hooks.slack.com/services/x",
      "Not Found",
      "a".repeat(61),
      "a b",
      "{"
    ]) {
      assert.deepStrictEqual(read(404, body), Either.left({ _tag: "Rejected", status: 404 } as const))
    }
    assert.deepStrictEqual(
      read(404, "new_word"),
      Either.left({ _tag: "Rejected", status: 404, code: "new_word" } as const)
    )
  })

  it("S2 finds the system's code wherever it sits", () => {
    const refused = { code: "ECONNREFUSED" }
    for (const failure of [
      refused,
      { cause: refused },
      { cause: { cause: { cause: refused } } },
      { errors: [{ code: "ETIMEDOUT" }, refused] }
    ]) {
      assert.deepStrictEqual(SlackAnswer.readFailure(failure), {
        _tag: "Unreachable",
        kind: "network",
        code: "ECONNREFUSED"
      })
    }
    for (const code of [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE"
    ]) {
      assert.deepStrictEqual(SlackAnswer.readFailure({ cause: { code } }), {
        _tag: "Unreachable",
        kind: "tls",
        code
      })
    }
    assert.deepStrictEqual(SlackAnswer.readFailure({ code: "UND_ERR_SOCKET" }), {
      _tag: "Ambiguous",
      kind: "lost",
      code: "UND_ERR_SOCKET"
    })
    for (const failure of [undefined, null, "x", 7, new Error("fetch failed"), { code: 5 }]) {
      assert.deepStrictEqual(SlackAnswer.readFailure(failure), { _tag: "Ambiguous", kind: "lost" })
    }
  })

  it("ends on a chain of causes that is a circle", () => {
    const error: { cause?: unknown } = {}
    error.cause = error
    assert.deepStrictEqual(SlackAnswer.readFailure(error), { _tag: "Ambiguous", kind: "lost" })
  })
})
