import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Delivery, Slack } from "../../src/slack/Slack.js"
import * as RecordingSlack from "../../src/testing/RecordingSlack.js"

const message = (text: string) => ({ text, unfurl_links: false, unfurl_media: false }) as const

describe("RecordingSlack", () => {
  it.effect("E4 keeps what is posted and delivers it", () =>
    Effect.gen(function* () {
      const slack = yield* Slack
      assert.deepStrictEqual(
        yield* slack.post(message("one")),
        Delivery.Delivered({ attempts: 1, mayBeTwice: false })
      )
      yield* slack.post(message("two"))
      const { messages } = yield* RecordingSlack.RecordingSlack
      assert.deepStrictEqual(
        (yield* messages).map(({ text }) => text),
        ["one", "two"]
      )
    }).pipe(Effect.provide(RecordingSlack.layer()))
  )

  it.effect("E4 may do anything else with a message", () =>
    Effect.gen(function* () {
      const slack = yield* Slack
      const delivery = yield* slack.post(message("one"))
      assert.strictEqual(delivery._tag, "Degraded")
    }).pipe(
      Effect.provide(
        RecordingSlack.layer(() =>
          Effect.succeed(Delivery.Degraded({ attempts: 2, mayBeTwice: false, code: "invalid_blocks" }))
        )
      )
    )
  )
})
