import { assert, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SlackCode from "../../src/slack/SlackCode.js"
import * as SlackError from "../../src/slack/SlackError.js"

const error = (reason: SlackError.Reason, attempts = 1) =>
  new SlackError.SlackError({ destination: "hooks.slack.com", reason, attempts })

const documented = [
  "invalid_payload",
  "user_not_found",
  "channel_not_found",
  "channel_is_archived",
  "action_prohibited",
  "posting_to_general_channel_denied",
  "invalid_token",
  "no_service",
  "no_service_id",
  "no_active_hooks",
  "no_team",
  "team_disabled",
  "no_text",
  "missing_text_or_fallback_or_attachments",
  "invalid_blocks",
  "invalid_blocks_format",
  "invalid_attachments",
  "too_many_attachments",
  "msg_blocks_too_long",
  "rate_limited",
  "rollup_error"
]

const reasons: ReadonlyArray<SlackError.Reason> = [
  { _tag: "RateLimited" },
  { _tag: "RateLimited", retryAfterMillis: 30_000 },
  { _tag: "Rejected", status: 404, code: "no_service" },
  { _tag: "Rejected", status: 404 },
  { _tag: "Rejected", status: 407 },
  { _tag: "Rejected", status: 418 },
  { _tag: "Ambiguous", kind: "timeout" },
  { _tag: "Ambiguous", kind: "lost", code: "ECONNRESET" },
  { _tag: "Ambiguous", kind: "status", status: 500, code: "rollup_error" },
  { _tag: "Unreachable", kind: "network", code: "ENOTFOUND" },
  { _tag: "Unreachable", kind: "tls", code: "CERT_HAS_EXPIRED" },
  { _tag: "Unreachable", kind: "request", code: "InvalidUrl" },
  { _tag: "DeadlineExceeded", afterMillis: 60_000 },
  { _tag: "Unexpected", kind: "redirect", status: 302 },
  { _tag: "Unexpected", kind: "not-ok", status: 200 }
]

describe("SlackError", () => {
  it("S7 tells the reason and the next step for every reason", () => {
    for (const reason of reasons) {
      const { fix, message } = error(reason)
      assert.match(message, /^Slack \(hooks\.slack\.com\): [a-z].{5,}/)
      assert.match(fix, /^[A-Z].+\.$/)
      assert.notMatch(message + fix, /undefined|object|NaN/)
    }
    assert.strictEqual(
      error({ _tag: "RateLimited", retryAfterMillis: 30_000 }, 6).message,
      "Slack (hooks.slack.com): too many messages (429), to be tried again after 30 s (6 attempts)"
    )
  })

  it("S7 knows every documented code and what to do about it", () => {
    for (const code of documented) {
      const found = Option.getOrThrow(SlackCode.find(code))
      assert.match(found.fix, /^[A-Z].+\.$/)
      assert.strictEqual(error({ _tag: "Rejected", status: 400, code }).fix, found.fix)
    }
    assert.isTrue(Option.isNone(SlackCode.find("constructor")))
  })

  it("S5 takes a refused form, and an unknown 400 or 413, as something that bare text may pass", () => {
    const about = (status: number, code?: string) =>
      SlackError.isAboutForm({ _tag: "Rejected", status, ...(code === undefined ? {} : { code }) })
    assert.isTrue(
      about(400, "invalid_blocks") &&
        about(500, "invalid_payload") &&
        about(400) &&
        about(413) &&
        about(400, "new_word")
    )
    assert.isFalse(
      about(400, "user_not_found") || about(400, "no_text") || about(403, "new_word") || about(404)
    )
    assert.isFalse(SlackError.isAboutForm({ _tag: "Ambiguous", kind: "timeout" }))
  })

  it("answers what policies ask", () => {
    const transient = reasons.filter((reason) => error(reason).isTransient).map(({ _tag }) => _tag)
    assert.deepStrictEqual(
      [...new Set(transient)],
      ["RateLimited", "Ambiguous", "Unreachable", "DeadlineExceeded"]
    )
    assert.isFalse(error({ _tag: "Unreachable", kind: "tls" }).isTransient)
    const posted = reasons.filter((reason) => error(reason).mayHaveBeenPosted).map(({ _tag }) => _tag)
    assert.deepStrictEqual([...new Set(posted)], ["Ambiguous", "Unexpected"])
    assert.deepStrictEqual(
      error({ _tag: "Rejected", status: 404, code: "no_team" }).code,
      Option.some("no_team")
    )
    assert.isTrue(Option.isNone(error({ _tag: "DeadlineExceeded", afterMillis: 1 }).retryAfter))
  })

  it("can be written down and read again", () => {
    for (const reason of reasons) {
      const json = Schema.encodeSync(SlackError.SlackError)(error(reason))
      const again = Schema.decodeUnknownSync(SlackError.SlackError)(JSON.parse(JSON.stringify(json)))
      assert.strictEqual(again.message, error(reason).message)
    }
  })
})
