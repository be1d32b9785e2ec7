import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as SlackChecks from "../../src/cli/SlackChecks.js"
import * as ScriptedWebhook from "../slack/ScriptedWebhook.js"

const webhook = { label: "ops", slack: { webhookUrl: ScriptedWebhook.url } }

const sendTest = (script: ReadonlyArray<ScriptedWebhook.Step>) =>
  Effect.gen(function* () {
    const { layer, seen } = ScriptedWebhook.make(script)
    const fiber = yield* Effect.fork(Effect.provide(SlackChecks.sendTest(webhook), layer))
    yield* TestClock.adjust("1 minute")
    const check = yield* fiber.await
    return { check: yield* check, seen }
  })

describe("SlackChecks", () => {
  it("S6 a webhook is shown by its label and host alone; nothing is sent", () => {
    const [check] = SlackChecks.shape([webhook], false)
    assert.strictEqual(check?.result, "ok")
    assert.include(check?.detail ?? "", "ops: a webhook on hooks.slack.com")
    assert.notInclude(check?.detail ?? "", ScriptedWebhook.sentinel)
  })

  it("S7 no webhook is no fault, unless a message was asked for", () => {
    assert.deepStrictEqual(
      [false, true].map((wanted) => SlackChecks.shape([], wanted)[0]?.result),
      ["skipped", "failed"]
    )
  })

  it.effect("S1 the test message is delivered only if Slack says ok", () =>
    Effect.gen(function* () {
      const fine = yield* sendTest([])
      assert.strictEqual(fine.check.result, "ok")
      assert.strictEqual(fine.seen.length, 1)
      const portal = yield* sendTest([{ status: 200, body: "<html>" }])
      assert.strictEqual(portal.check.result, "failed")
      assert.strictEqual(portal.check.exitCode, 9)
    })
  )

  it.effect("S6 a failure tells Slack's word and what to do, not the URL", () =>
    Effect.gen(function* () {
      for (const step of [
        { status: 404, body: "no_service" },
        { fault: ScriptedWebhook.systemError("ECONNREFUSED") },
        "silence"
      ] as const) {
        const { check } = yield* sendTest(Array.from({ length: 10 }, () => step))
        assert.strictEqual(check.result, "failed")
        assert.notInclude(`${check.detail} ${check.fix}`, ScriptedWebhook.sentinel)
        assert.isNotEmpty(check.fix)
      }
    })
  )

  it.effect("C1 a webhook that cannot be used is told, not tried", () =>
    Effect.gen(function* () {
      const { layer, seen } = ScriptedWebhook.make([])
      const bad = { label: "bad", slack: { webhookUrl: Redacted.make("http://example.com/sentinel") } }
      const check = yield* Effect.provide(SlackChecks.sendTest(bad), layer)
      assert.strictEqual(check.exitCode, 2)
      assert.notInclude(check.detail, "sentinel")
      assert.deepStrictEqual(seen, [])
    })
  )
})
