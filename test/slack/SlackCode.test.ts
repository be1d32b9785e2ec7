import { assert, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as SlackCode from "../../src/slack/SlackCode.js"

describe("SlackCode", () => {
  it("S7 every code that Slack documents for webhooks says what to do", () => {
    for (const code of [
      "invalid_payload",
      "channel_not_found",
      "channel_is_archived",
      "action_prohibited",
      "invalid_token",
      "no_service",
      "no_active_hooks",
      "no_text",
      "invalid_blocks",
      "rollup_error"
    ]) {
      const known = Option.getOrUndefined(SlackCode.find(code))
      assert.match(known?.fix ?? "", /\.$/, code)
    }
  })

  it("S5 only codes about the form are cured by another form", () => {
    assert.isTrue(Option.exists(SlackCode.find("invalid_blocks"), (code) => code.class === "form"))
    assert.isTrue(Option.exists(SlackCode.find("invalid_token"), (code) => code.class === "permanent"))
    assert.isTrue(Option.isNone(SlackCode.find("something_new")))
  })
})
