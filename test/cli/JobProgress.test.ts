import { assert, describe, it } from "@effect/vitest"
import * as JobProgress from "../../src/cli/JobProgress.js"
import type { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as Events from "./Events.js"

const heard = (...events: ReadonlyArray<WatchEvent>) =>
  events.reduce(JobProgress.after, JobProgress.started(Events.job, Events.start))

const counted = (seconds: number, processed: number, errors = 0) =>
  Events.polled(seconds, Events.running({ progress: undefined, processed, errors }))

describe("JobProgress", () => {
  it("takes the rate and the end from the latest readings", () => {
    const progress = heard(counted(0, 0), counted(10, 100), counted(20, 200))
    assert.strictEqual(JobProgress.rate(progress), 0.01)
    assert.strictEqual(JobProgress.expectedEnd(progress), Events.start + 100_000)
    assert.strictEqual(JobProgress.share(progress), 0.2)
  })

  it("does not count the time in a queue", () => {
    const progress = heard(counted(0, 0), counted(1000, 0), counted(2000, 0), counted(2010, 100))
    assert.strictEqual(JobProgress.rate(progress), 0.01)
  })

  it("keeps nine readings, and only of this run of the job", () => {
    const many = heard(...Array.from({ length: 100 }, (_, index) => counted(index, index)))
    assert.lengthOf(many.samples, 9)
    assert.closeTo(JobProgress.rate(many) ?? 0, 0.001, 1e-9)
    assert.lengthOf(JobProgress.after(many, counted(101, 3)).samples, 1)
  })

  it("expects no end of what stands still or was read once", () => {
    assert.isUndefined(JobProgress.expectedEnd(heard(counted(0, 100))))
    assert.isUndefined(JobProgress.rate(heard(counted(0, 100))))
    const still = heard(counted(0, 100), counted(10, 100))
    assert.strictEqual(JobProgress.rate(still), 0)
    assert.isUndefined(JobProgress.expectedEnd(still))
  })

  it("goes by the progress where there are no counts", () => {
    const share = (seconds: number, progress: number) =>
      Events.polled(seconds, Events.running({ progress, processed: undefined, total: undefined }))
    const progress = heard(share(0, 0.25), share(10, 0.5))
    assert.isUndefined(JobProgress.rate(progress))
    assert.strictEqual(JobProgress.expectedEnd(progress), Events.start + 30_000)
  })

  it("counts the new errors between readings", () => {
    const progress = heard(counted(0, 0, 0), counted(10, 100, 5), counted(30, 200, 5), counted(40, 300, 4))
    assert.deepStrictEqual(JobProgress.errorRates(progress), [0.0005, 0, 0])
  })

  it("W5 knows since when the platform is down until it answers", () => {
    const down = heard(
      Events.troubled(10),
      Events.waiting(10, 50, "circuit-open"),
      Events.waiting(50, 90, "circuit-open")
    )
    assert.strictEqual(down.downSince, Events.start + 10_000)
    assert.strictEqual(down.waiting?.until, Events.start + 90_000)
    const up = JobProgress.after(down, Events.recovered(91, 10))
    assert.isUndefined(up.downSince)
    assert.isUndefined(up.waiting)
    assert.isUndefined(JobProgress.after(down, Events.polled(91)).waiting)
    assert.isUndefined(JobProgress.after(down, Events.reading(91, 100)).waiting)
  })

  it("takes numbers that are none as unknown", () => {
    const progress = heard(
      Events.polled(0, Events.running({ progress: 4, processed: -1, errors: Number.NaN }))
    )
    assert.isUndefined(JobProgress.share(progress))
    assert.isUndefined(progress.status?.errors)
  })
})
