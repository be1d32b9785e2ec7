import { assert, describe, it } from "@effect/vitest"
import * as JobProgress from "../../src/cli/JobProgress.js"
import * as ProgressCells from "../../src/cli/ProgressCells.js"
import type { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as Events from "./Events.js"

const heard = (...events: ReadonlyArray<WatchEvent>) =>
  events.reduce(JobProgress.after, JobProgress.started(Events.job, Events.start))

const second = (seconds: number) => Events.start + seconds * 1_000

const message = (seconds: number, ...events: ReadonlyArray<WatchEvent>) =>
  ProgressCells.message(heard(...events), second(seconds))?.text

describe("ProgressCells", () => {
  it("draws a bar of an exact width that is full only at the end", () => {
    assert.strictEqual(ProgressCells.bar(0.999, 10, true), "█████████░")
    assert.strictEqual(ProgressCells.bar(1, 10, true), "██████████")
    assert.strictEqual(ProgressCells.bar(0.5, 10, false), "[####----]")
    assert.strictEqual(ProgressCells.bar(0.5, 5, false), "##---")
  })

  it("draws rates as small bars, the least of them visible", () => {
    assert.strictEqual(ProgressCells.sparkline([0, 1, 50, 100], true), "▁▂▅█")
    assert.strictEqual(ProgressCells.sparkline([0, 1, 50, 100], false), "_.=#")
    assert.strictEqual(ProgressCells.sparkline([0, 0], true), "")
    assert.strictEqual(ProgressCells.sparkline([], true), "")
  })

  it("tells percent and counts, and nothing where the platform tells nothing", () => {
    const progress = heard(Events.polled(0, Events.running({ progress: 0.999, processed: 12_345 })))
    assert.strictEqual(ProgressCells.percent(progress), "99 %")
    assert.strictEqual(ProgressCells.counts(progress), "12,345/1,000")
    assert.strictEqual(ProgressCells.widestCounts(progress), "1,000/1,000")
    const total = heard(Events.polled(0, Events.running({ total: undefined })))
    assert.strictEqual(ProgressCells.counts(total), "450 done")
    assert.strictEqual(ProgressCells.widestCounts(total), "")
    const mute = { progress: undefined, processed: undefined, total: undefined, errors: undefined }
    const silent = heard(Events.polled(0, Events.running(mute)))
    assert.strictEqual(
      ProgressCells.percent(silent) + ProgressCells.counts(silent) + ProgressCells.errors(silent, false).text,
      ""
    )
    assert.strictEqual(ProgressCells.left(silent, second(200), false), "4 min so far")
  })

  it("tells errors long and short", () => {
    const progress = heard(Events.polled(0, Events.running({ errors: 1 })))
    assert.strictEqual(ProgressCells.errors(progress, false).text, "1 error")
    assert.strictEqual(ProgressCells.errors(progress, true).text, "1 err")
  })

  it("tells the rate in the unit that fits", () => {
    const rate = (records: number) =>
      ProgressCells.rate(
        heard(
          Events.polled(0, Events.running({ processed: 0 })),
          Events.polled(100, Events.running({ processed: records }))
        )
      )
    assert.strictEqual(rate(820), "8.2/s")
    assert.strictEqual(rate(250_000), "2,500/s")
    assert.strictEqual(rate(5), "3.0/min")
    assert.strictEqual(rate(0), "0/s")
    assert.strictEqual(ProgressCells.rate(heard(Events.polled(0))), "")
  })

  it("tells the time left as roughly as it is known", () => {
    const left = (processed: number, now: number, short = false) =>
      ProgressCells.left(
        heard(
          Events.polled(0, Events.running({ processed: 0 })),
          Events.polled(10, Events.running({ processed }))
        ),
        second(now),
        short
      )
    assert.strictEqual(left(500, 10), "10 s left")
    assert.strictEqual(left(500, 15.2), "5 s left")
    assert.strictEqual(left(500, 20), "due now")
    assert.strictEqual(left(100, 10), "2 min left")
    assert.strictEqual(left(1, 10), "2 h 47 min left")
    assert.strictEqual(left(1, 10, true), "2.8 h left")
  })

  it("O2 stops the countdown of the time left where an answer is late", () => {
    const slow = heard(
      Events.polled(0, Events.running({ processed: 0 })),
      Events.polled(10, Events.running({ processed: 250 }))
    )
    assert.strictEqual(ProgressCells.left(slow, second(19), false), "21 s left")
    assert.strictEqual(ProgressCells.left(slow, second(20), false), "20 s left")
    assert.strictEqual(ProgressCells.left(slow, second(300), false), "20 s left")
    const held = JobProgress.after(slow, Events.waiting(21, 300, "throttled"))
    assert.strictEqual(ProgressCells.left(held, second(299), false), "20 s left")
  })

  it("counts down to the next poll, and up when it drags", () => {
    const next = (now: number, short: boolean) =>
      ProgressCells.nextPoll(heard(Events.polled(0)), second(now), short)
    assert.strictEqual(next(0, false), "next poll 10 s")
    assert.strictEqual(next(6.1, true), "poll 4 s")
    assert.strictEqual(next(10, true), "polling")
    assert.strictEqual(next(18, false), "polling 8 s")
    assert.strictEqual(next(18, true), "late 8 s")
    assert.strictEqual(next(100, true), "late 2 min")
  })

  it("tells what a job waits for", () => {
    assert.strictEqual(message(0, Events.started()), "waits for the first answer")
    assert.strictEqual(message(0, Events.waiting(0, 12, "throttled")), "throttled, 12 s")
    assert.strictEqual(message(12, Events.waiting(0, 12, "throttled")), "throttled, asks again now")
    assert.strictEqual(
      message(1, Events.waiting(0, 1.5, "not-visible-yet")),
      "not visible yet, asks again in 1 s"
    )
    const outage = [Events.polled(0), Events.troubled(10), Events.waiting(10, 70, "circuit-open")]
    assert.strictEqual(message(30, ...outage), "platform down since 14:02, next probe 40 s")
    assert.strictEqual(message(70, ...outage), "platform down since 14:02, probing now")
    assert.strictEqual(
      message(0, Events.troubled(0), Events.waiting(0, Number.POSITIVE_INFINITY, "circuit-open")),
      "platform down since 14:02, next probe not yet known"
    )
    assert.isUndefined(message(0, Events.polled(0)))
  })

  it("W1 tells what moves a parked job", () => {
    assert.strictEqual(
      message(0, Events.polled(0, Events.parked)),
      "waits for being started; to move it: PUT /api/v2/recording/jobs/7"
    )
  })

  it("tells how the end of a job goes", () => {
    const done = Events.polled(0, Events.running({ phase: "succeeded", state: "COMPLETED", errors: 245 }))
    assert.strictEqual(message(0, done), "the report follows")
    assert.strictEqual(message(1, done, Events.reading(1, 100)), "reads the failed records, 100 of 245")
    const held = [done, Events.reading(1, 100), Events.waiting(2, 14, "throttled")]
    assert.strictEqual(message(2, ...held), "throttled, 12 s")
    assert.strictEqual(message(15, ...held, Events.reading(15, 200)), "reads the failed records, 200 of 245")
    assert.strictEqual(
      message(200, done, ...Events.ended(200)),
      "245 of 1,000 records failed (24.5 %), after 3 min 20 s"
    )
    assert.deepStrictEqual(ProgressCells.state(heard(...Events.ended(200))), {
      text: "Partial",
      tone: "warning"
    })
  })
})
