import { assert, describe, it } from "@effect/vitest"
import type { Block, Payload } from "../../src/slack/BlockKit.js"
import * as BlockKit from "../../src/slack/BlockKit.js"
import * as Mrkdwn from "../../src/slack/Mrkdwn.js"
import * as Repetition from "../../src/slack/Repetition.js"

const message = (blocks?: ReadonlyArray<Block>): Payload => ({
  text: "one line",
  ...(blocks === undefined ? {} : { blocks }),
  unfurl_links: false,
  unfurl_media: false
})

const size = (payload: Payload) => new TextEncoder().encode(JSON.stringify(payload)).length

describe("Repetition", () => {
  it("S2 says so in the text and in one block more, and adds none to a message that is full", () => {
    const words = "Attempt 2: an earlier one may have been posted too."
    assert.deepStrictEqual(Repetition.of(message(), 2), { ...message(), text: `one line ${words}` })
    const one = message([BlockKit.header("x")])
    const said = Mrkdwn.text`Attempt 2: an earlier one may have been posted too.`
    assert.deepStrictEqual(Repetition.of(one, 2).blocks, [BlockKit.header("x"), BlockKit.context([said])])
    const full = message(Array.from({ length: 50 }, () => BlockKit.header("x")))
    assert.strictEqual(Repetition.of(full, 2).blocks?.length, 50)
  })

  it("S3 grows by no more than it said", () => {
    const one = message([BlockKit.header("x")])
    assert.isAtMost(size(Repetition.of(one, 1_000_000)) - size(one), Repetition.bytes)
  })
})
