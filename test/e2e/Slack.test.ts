import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

const jobs = { "data-action/j1": { total: 50, errors: 5, durationMillis: 200 } }

type Answers = NonNullable<NonNullable<Parameters<typeof Program.watch>[0]["slack"]>["answers"]>

const told = (answers: Answers, options: ReadonlyArray<string> = []) =>
  Program.watch({ jobs, slack: { answers } }, ["j1"], options)

describe.concurrent("the Slack summary", () => {
  it("S2 a 429 of Slack is waited for and the summary posted once", async () => {
    const run = await told([{ type: "rateLimited", retryAfterSeconds: 1 }])
    assert.strictEqual(run.code, 1, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.notification.result, "delivered")
    assert.deepStrictEqual(
      run.inbox.map(({ accepted, status }) => [accepted, status]),
      [
        [false, 429],
        [true, 200]
      ]
    )
    assert.isFalse(run.requests.some(({ tooEarly }) => tooEarly))
  })

  it("S2 a 500 of Slack is sent once more, with the same run id", async () => {
    const run = await told([{ type: "error", error: "rollup_error", status: 500 }])
    assert.strictEqual(run.report?.jobs[0]?.notification.result, "delivered")
    assert.strictEqual(run.inbox.length, 2)
    const runId = run.report?.runId ?? "none"
    assert.isTrue(run.inbox.every(({ payload }) => JSON.stringify(payload).includes(runId)))
    assert.include(JSON.stringify(run.inbox[1]?.payload), "Attempt 2")
    assert.match(run.report?.jobs[0]?.notification.reason ?? "", /posted twice/)
  })

  it("S2 --on-ambiguous hold does not send again", async () => {
    const run = await told(
      [{ type: "error", error: "rollup_error", status: 500 }],
      ["--on-ambiguous", "hold"]
    )
    assert.strictEqual(run.code, 9, run.stderr)
    assert.strictEqual(run.inbox.length, 1)
  })

  it("S7 a webhook that was revoked ends with 9, and the report is printed all the same", async () => {
    const run = await told([{ type: "error", error: "invalid_token", status: 403 }])
    assert.strictEqual(run.code, 9, run.stderr)
    assert.strictEqual(run.report?.exitCode, 9)
    assert.strictEqual(run.report?.jobs[0]?.outcome, "partial")
    assert.strictEqual(run.report?.jobs[0]?.notification.result, "undelivered")
    assert.include(run.report?.jobs[0]?.notification.reason ?? "", "invalid_token")
    assert.strictEqual(run.inbox.length, 1)
  })

  it("S1 a 200 that does not say ok is no delivery", async () => {
    const run = await told([{ type: "body", body: "<html>captive portal</html>" }])
    assert.strictEqual(run.code, 9, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.notification.result, "undelivered")
  })

  it("S5 a refused layout is sent again as text and reported as degraded", async () => {
    const run = await told([{ type: "error", error: "invalid_blocks", status: 400 }])
    assert.strictEqual(run.code, 1, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.notification.result, "degraded")
    assert.strictEqual(run.inbox.length, 2)
    assert.notProperty(run.inbox[1]?.payload, "blocks")
  })

  it("S4 outside text in a message cannot mention anybody", async () => {
    const run = await Program.watch(
      {
        jobs: {
          "data-action/j1": {
            total: 5,
            errors: 5,
            durationMillis: 200,
            codes: { "<!channel>": 1 },
            messages: { "<!channel>": ["<!here> `code` <https://evil.example|click> @everyone"] }
          }
        }
      },
      ["j1"]
    )
    const sent = JSON.stringify(run.inbox[0]?.payload)
    assert.strictEqual(run.inbox[0]?.accepted, true)
    assert.notMatch(run.inbox[0]?.text ?? "", /<!|<@|<http/)
    assert.notInclude(sent, '"type":"broadcast"')
  })

  it("O3 --notify never posts nothing, --dry-run shows what would be posted", async () => {
    const silent = await told([], ["--notify", "never"])
    assert.strictEqual(silent.code, 1, silent.stderr)
    assert.deepStrictEqual(silent.inbox, [])
    const dry = await told([], ["--dry-run"])
    assert.deepStrictEqual(dry.inbox, [])
    assert.include(dry.stderr, '"blocks"')
    assert.strictEqual(dry.report?.jobs[0]?.notification.reason, "dry run")
  })
})
