import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Notification from "../../src/report/Notification.js"
import type { JobReport } from "../../src/report/Report.js"
import * as OutcomeLog from "../../src/watch/OutcomeLog.js"
import * as Reports from "../report/Reports.js"
import * as Logs from "./Logs.js"

const [clean] = Reports.clean.jobs
const [partial] = Reports.partial.jobs
if (clean === undefined || partial === undefined) throw new Error("reports without jobs")

const place = { region: "mypurecloud.ie", destination: "ops" }

const delivered = Notification.delivered("ops")

/** Tells a report with the answer that is given, and says whether anybody was told. */
const tell = (log: OutcomeLog.OutcomeLog, report: JobReport, answer: Notification.Notification = delivered) =>
  Effect.gen(function* () {
    let told = false
    const tell = Effect.sync(() => {
      told = true
      return answer
    })
    const notification = yield* OutcomeLog.whenChanged(log, place, report, tell)
    return { told, notification }
  })

describe("OutcomeLog", () => {
  it.effect("S7 the same result is told once, another one again", () =>
    Effect.gen(function* () {
      const log = Logs.memory()
      assert.isTrue((yield* tell(log, partial)).told)
      const again = yield* tell(log, partial)
      assert.isFalse(again.told)
      assert.strictEqual(again.notification.result, "skipped")
      assert.include(again.notification.reason ?? "", "nothing has changed")
      assert.isTrue((yield* tell(log, clean)).told)
      assert.isTrue((yield* tell(log, partial)).told)
    })
  )

  it.effect("S7 what was not delivered was not told", () =>
    Effect.gen(function* () {
      const log = Logs.memory()
      yield* tell(log, partial, { ...delivered, result: "undelivered", reason: "no_service" })
      assert.isTrue((yield* tell(log, partial, { ...delivered, result: "degraded" })).told)
      assert.isFalse((yield* tell(log, partial)).told)
    })
  )

  it.effect("S7 the digest sees outcome, failed records and codes, and nothing else", () =>
    Effect.gen(function* () {
      const same = { ...partial, polls: 99, timing: clean.timing, notification: delivered }
      const digest = yield* OutcomeLog.digest(partial)
      assert.strictEqual(yield* OutcomeLog.digest(same), digest)
      const { failures } = partial
      const others: ReadonlyArray<JobReport> = [
        { ...partial, outcome: "failed" },
        { ...partial, failures: { ...failures, total: failures.total + 1 } },
        { ...partial, failures: { ...failures, groups: failures.groups.slice(1) } }
      ]
      for (const other of others) assert.notStrictEqual(yield* OutcomeLog.digest(other), digest)
      const turned = { ...partial, failures: { ...failures, groups: failures.groups.toReversed() } }
      assert.strictEqual(yield* OutcomeLog.digest(turned), digest)
    })
  )

  it("S7 a job is another one in another region, and each destination has a memory of its own", () => {
    const key = OutcomeLog.keyOf({ ...place, job: partial.job })
    assert.notStrictEqual(OutcomeLog.keyOf({ ...place, region: "mypurecloud.de", job: partial.job }), key)
    assert.notStrictEqual(OutcomeLog.keyOf({ ...place, destination: "audit", job: partial.job }), key)
    assert.notStrictEqual(OutcomeLog.keyOf({ ...place, job: { ...partial.job, id: "other" } }), key)
    assert.strictEqual(OutcomeLog.keyOf({ ...place, job: partial.job }), key)
  })
})
