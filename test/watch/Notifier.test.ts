import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Notification from "../../src/report/Notification.js"
import type { JobReport, Problem } from "../../src/report/Report.js"
import { Delivery } from "../../src/slack/Slack.js"
import { SlackError } from "../../src/slack/SlackError.js"
import * as SlackMessage from "../../src/slack/SlackMessage.js"
import * as RecordingSlack from "../../src/testing/RecordingSlack.js"
import * as Notifier from "../../src/watch/Notifier.js"
import * as Reports from "../report/Reports.js"
import * as Logs from "./Logs.js"

const [clean] = Reports.clean.jobs
const [partial] = Reports.partial.jobs
if (clean === undefined || partial === undefined) throw new Error("reports without jobs")

const notify = (
  reports: ReadonlyArray<JobReport>,
  options: Notifier.Options,
  slack: ReturnType<typeof RecordingSlack.layer> = RecordingSlack.layer()
) =>
  Effect.gen(function* () {
    const notifier = yield* Notifier.Notifier
    const notifications = (yield* Effect.forEach(reports, notifier.notify)).flat()
    const { messages } = yield* RecordingSlack.RecordingSlack
    return { notifications, messages: yield* messages }
  }).pipe(Effect.provide(Layer.provideMerge(Notifier.layerSlack(options), slack)))

const problem = (reason: Problem["reason"]): Problem => ({
  reason,
  step: "status",
  message: "m",
  operation: undefined,
  correlationId: undefined,
  advice: undefined
})

describe("Notifier", () => {
  it.effect("S7 people are told always, on failure or never", () =>
    Effect.gen(function* () {
      const told = (when: Notifier.When) =>
        Effect.map(notify([clean, partial], { when }), ({ notifications }) =>
          notifications.map(({ result }) => result)
        )
      assert.deepStrictEqual(yield* told("always"), ["delivered", "delivered"])
      assert.deepStrictEqual(yield* told("on-failure"), ["skipped", "delivered"])
      assert.deepStrictEqual(yield* told("never"), ["skipped", "skipped"])
    })
  )

  it.effect("S7 on-change tells a result once; without a memory it tells always", () =>
    Effect.gen(function* () {
      const told = (options: Notifier.Options) =>
        Effect.map(
          notify([clean, clean, partial], { when: "on-change", ...options }),
          ({ messages }) => messages.length
        )
      assert.strictEqual(yield* told({ log: Logs.memory() }), 2)
      assert.strictEqual(yield* told({}), 3)
    })
  )

  it.effect("S7 an alert that was lost is part of the result, not a failure", () =>
    Effect.gen(function* () {
      const gone = RecordingSlack.layer(() =>
        Effect.fail(
          new SlackError({
            destination: "hooks.slack.com",
            reason: { _tag: "Rejected", status: 403, code: "invalid_token" },
            attempts: 1
          })
        )
      )
      const { notifications } = yield* notify([partial], {}, gone)
      assert.strictEqual(notifications[0]?.result, "undelivered")
      assert.include(notifications[0]?.reason ?? "", "invalid_token")
      assert.match(
        notifications[0]?.fix ?? "",
        /^The secret part of the webhook URL is wrong.*Then test it: genesys-jobs doctor --send-test$/
      )
    })
  )

  it("S7 what only concerns whoever started the watch is not posted", () => {
    for (const reason of ["Unauthorized", "Forbidden", "NotFound", "Rejected"] as const) {
      const report: JobReport = { ...clean, outcome: "unknown", status: undefined, error: problem(reason) }
      assert.isString(Notifier.reasonToSkip(report, "always"))
      assert.isUndefined(Notifier.reasonToSkip({ ...report, status: clean.status }, "always"))
    }
    const outage: JobReport = { ...clean, status: undefined, error: problem("Unavailable") }
    assert.isUndefined(Notifier.reasonToSkip(outage, "on-failure"))
  })

  it("S4 a mention stands only in a message about a job that needs somebody", () => {
    const mention = "<!subteam^S0123ABCD>"
    assert.notInclude(JSON.stringify(Notifier.message(clean, { mention })), mention)
    assert.include(JSON.stringify(Notifier.message(partial, { mention })), mention)
  })

  it("S3 gives the first next step, and after an error its advice", () => {
    const said = (report: JobReport) => SlackMessage.render(Notifier.message(report), 200)
    assert.include(
      said(partial),
      "Next step: Get the records to correct: genesys-jobs failures data-action/a1b2 --failures failed.ndjson"
    )
    assert.notInclude(said(clean), "Next step")
    const error = { ...problem("Forbidden"), advice: "Ask for the permission." }
    const refused = said({ ...partial, error })
    assert.include(refused, "Next step: Ask for the permission.")
    assert.notInclude(refused, "--failures")
  })

  it("S3 claims no share of failed records where the platform told of the job alone", () => {
    const { failures, status } = partial
    if (status === undefined) throw new Error("a report without a status")
    const report: JobReport = {
      ...partial,
      outcome: "failed",
      status: { ...status, errors: undefined },
      failures: { ...failures, total: 1, reconciled: undefined, about: "job" }
    }
    const text = SlackMessage.render(Notifier.message(report), 200)
    assert.include(text, "Failed: unknown")
    assert.include(text, "VALIDATION_ERROR the job as a whole")
    assert.notMatch(text, /\d records?\b|lower bound/)
    assert.include(Notifier.message(report).text, "the number of failed records is unknown")
  })

  it.effect("S7 without a destination nobody is told", () =>
    Effect.gen(function* () {
      const { notify } = yield* Notifier.Notifier
      assert.deepStrictEqual(yield* notify(partial), [])
    }).pipe(Effect.provide(Notifier.layerNoop))
  )

  it.effect(
    "S7 a job whose failed records are tolerated mentions nobody, and on-failure is silent about it",
    () =>
      Effect.gen(function* () {
        const mention = "<!subteam^S0123ABCD>"
        const tolerance = { maxErrors: 245 }
        const { messages } = yield* notify([partial], { mention, tolerance })
        assert.strictEqual(messages.length, 1)
        assert.notInclude(JSON.stringify(messages), mention)
        const quiet = yield* notify([partial], { when: "on-failure", mention, tolerance })
        assert.deepStrictEqual(quiet.notifications, [
          Notification.skipped("slack", "the failed records are within the tolerance")
        ])
        const strict = yield* notify([partial], {
          when: "on-failure",
          mention,
          tolerance: { maxErrors: 244 }
        })
        assert.include(JSON.stringify(strict.messages), mention)
      })
  )

  it.effect("S7 a message that may have been posted twice is told as such", () =>
    Effect.gen(function* () {
      const twice = RecordingSlack.layer(() =>
        Effect.succeed(Delivery.Delivered({ attempts: 2, mayBeTwice: true }))
      )
      const { notifications } = yield* notify([partial], {}, twice)
      assert.match(notifications[0]?.reason ?? "", /posted twice/)
    })
  )
})
