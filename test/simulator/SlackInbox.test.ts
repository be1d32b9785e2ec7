import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Answer from "../../src/simulator/Answer.js"
import * as SlackInbox from "../../src/simulator/SlackInbox.js"
import * as SlackScript from "../../src/simulator/SlackScript.js"

const script = Schema.decodeSync(SlackScript.SlackScript)
const header = { type: "header", text: { type: "plain_text", text: "Done" } }

const post = (message: unknown, change: Partial<SlackInbox.Post> = {}): SlackInbox.Post => ({
  method: "POST",
  path: "/services/T000/B000/SECRET",
  contentType: "application/json",
  body: typeof message === "string" ? message : JSON.stringify(message),
  ...change
})

const receive = (one: SlackInbox.Post, options: typeof SlackScript.SlackScript.Encoded = {}) => {
  const [answer, [message]] = SlackInbox.receive([], script(options), 1000, one)
  return { status: answer.status, body: Answer.body(answer), answer, message }
}

const told = (one: SlackInbox.Post, options?: typeof SlackScript.SlackScript.Encoded) => {
  const { status, body } = receive(one, options)
  return `${status} ${body}`
}

describe("SlackInbox", () => {
  it("S1 answers a good message with 200 and the two letters ok, and keeps it", () => {
    const { status, body, answer, message } = receive(post({ text: "Done", blocks: [header] }))
    assert.strictEqual(`${status} ${body}`, "200 ok")
    assert.strictEqual(answer.headers["content-type"], "text/html")
    assert.deepInclude(message, {
      ordinal: 1,
      at: 1000,
      accepted: true,
      text: "Done",
      status: 200,
      faults: []
    })
  })

  it("refuses what is no message with Slack's words", () => {
    assert.strictEqual(told(post("{")), "400 invalid_payload")
    assert.strictEqual(told(post([])), "400 invalid_payload")
    assert.strictEqual(told(post({ text: "x" }, { contentType: "text/plain" })), "400 invalid_payload")
    assert.strictEqual(told(post({ text: 7 })), "400 invalid_payload")
    assert.strictEqual(told(post({})), "400 no_text")
    assert.strictEqual(told(post({ text: "  ", blocks: [] })), "400 no_text")
    assert.strictEqual(told(post({ text: "x".repeat(40_001) })), "400 msg_too_long")
    assert.strictEqual(told(post({ text: "x", blocks: {} })), "400 invalid_blocks_format")
    assert.strictEqual(
      told(post({ text: "x", attachments: [{ blocks: [{ type: "nothing" }] }] })),
      "400 invalid_attachments"
    )
    assert.strictEqual(
      told(post({ attachments: Array.from({ length: 101 }, () => ({})) })),
      "400 too_many_attachments"
    )
  })

  it("refuses blocks that break a limit, and tells the inbox which", () => {
    const { message } = receive(post({ text: "x", blocks: [header, { type: "section" }] }))
    assert.deepInclude(message, {
      accepted: false,
      status: 400,
      answer: "invalid_blocks",
      faults: [{ at: "/blocks/1", reason: "needs text or fields" }]
    })
  })

  it("refuses blocks that are too long together", () => {
    const long = { type: "section", text: { type: "mrkdwn", text: "x".repeat(2900) } }
    assert.strictEqual(
      told(post({ text: "x", blocks: Array.from({ length: 5 }, () => long) })),
      "400 msg_blocks_too_long"
    )
  })

  it("S5 can refuse any block, or blocks of a type, and still takes text", () => {
    assert.strictEqual(
      told(post({ text: "x", blocks: [header] }), { refuseBlocks: ["*"] }),
      "400 invalid_blocks"
    )
    assert.strictEqual(told(post({ text: "x", blocks: [header] }), { refuseBlocks: ["table"] }), "200 ok")
    assert.strictEqual(told(post({ text: "x" }), { refuseBlocks: ["*"] }), "200 ok")
  })

  it("knows a wrong secret from a wrong webhook, and keeps neither", () => {
    const wrong = (path: string) => receive(post({ text: "x" }, { path }))
    assert.strictEqual(wrong("/services/T000/B000/GUESS").body, "invalid_token")
    assert.strictEqual(wrong("/services/T000/B000/GUESS").status, 403)
    assert.strictEqual(wrong("/services/T111/B000/SECRET").body, "no_service")
    assert.isUndefined(wrong("/services/T111/B000/SECRET").message)
  })

  it("answers by script, message by message, and checks those after", () => {
    const scripted = script({
      answers: [
        { type: "rateLimited", retryAfterSeconds: 3 },
        { type: "error", error: "rollup_error", posted: true },
        { type: "body", body: "<html>" },
        { type: "hang" },
        { type: "reset" },
        { type: "error", error: "invalid_token" }
      ]
    })
    let state: SlackInbox.State = []
    const answers = Array.from({ length: 7 }, () => {
      const [answer, next] = SlackInbox.receive(state, scripted, 1000, post({ text: "x" }))
      state = next
      return answer
    })
    assert.deepStrictEqual(
      answers.map(({ status, delivery }) => (delivery._tag === "Whole" ? status : delivery._tag)),
      [429, 500, 200, "Silent", "Reset", 403, 200]
    )
    assert.strictEqual(answers[0]?.headers["retry-after"], "3")
    assert.deepStrictEqual(answers[0]?.json, { retry_after: 3, ok: false, error: "rate_limited" })
    assert.deepStrictEqual(
      state.map(({ accepted }) => accepted),
      [false, true, false, false, false, false, true]
    )
  })

  it("answers 429 to messages that come too fast", () => {
    const slow = script({ minGapMillis: 1000 })
    const [first, one] = SlackInbox.receive([], slow, 0, post({ text: "x" }))
    const [second, two] = SlackInbox.receive(one, slow, 999, post({ text: "x" }))
    const [third] = SlackInbox.receive(two, slow, 1999, post({ text: "x" }))
    assert.deepStrictEqual([first.status, second.status, third.status], [200, 429, 200])
  })

  it("S4 tells which mentions would call people", () => {
    const { message } = receive(
      post({
        text: "&lt;!here&gt; <!channel>",
        blocks: [
          { type: "section", text: { type: "mrkdwn", text: "<@U123> `<!subteam^S1|team>`" } },
          { type: "header", text: { type: "plain_text", text: "<!everyone>" } },
          {
            type: "rich_text",
            elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "<!here>" }] }]
          }
        ]
      })
    )
    assert.deepStrictEqual(message?.mentions, ["<!channel>", "<@U123>", "<!subteam^S1|team>"])
  })
})
