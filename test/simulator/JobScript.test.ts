import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as JobScript from "../../src/simulator/JobScript.js"

const script = Schema.decodeSync(JobScript.JobScript)

describe("JobScript", () => {
  it("goes from QUEUED over RUNNING to the final state, by time", () => {
    const job = script({ total: 200, errors: 50, warnings: 4, startsAfterMillis: 1000, durationSeconds: 10 })
    assert.include(JobScript.at(job, 999, 1), { state: "QUEUED", progress: 0, processed: 0, ended: false })
    assert.include(JobScript.at(job, 3500, 2), {
      state: "RUNNING",
      progress: 0.25,
      processed: 50,
      errors: 12,
      warnings: 1
    })
    assert.include(JobScript.at(job, 10_999, 3), { state: "RUNNING", ended: false })
    assert.deepStrictEqual(JobScript.at(job, 11_000, 4), {
      state: "COMPLETED",
      ended: true,
      progress: 1,
      processed: 200,
      errors: 50,
      warnings: 4,
      updatedAfter: 11_000
    })
  })

  it("ends at a poll instead of a time", () => {
    const job = script({ total: 100, endsAtPoll: 4 })
    assert.include(JobScript.at(job, 0, 1), { state: "RUNNING", progress: 0 })
    assert.include(JobScript.at(job, 9_999_999, 3), { state: "RUNNING", progress: 0.5 })
    assert.include(JobScript.at(job, 0, 4), { state: "COMPLETED", progress: 1 })
  })

  it("stops on the way when it does not complete", () => {
    assert.include(JobScript.at(script({ total: 100, errors: 9, finalState: "FAILED" }), 60_000, 1), {
      state: "FAILED",
      progress: 0.6,
      processed: 60,
      errors: 9
    })
    assert.include(JobScript.at(script({ finalState: "CANCELLED", stopsAt: 0.1 }), 60_000, 1), {
      progress: 0.1
    })
  })

  it("uses the words of the scenario on the way", () => {
    const job = script({
      durationSeconds: 10,
      states: [
        { state: "PENDING" },
        { state: "PAUSED", afterMillis: 2000 },
        { state: "RUNNING", afterPolls: 3 }
      ]
    })
    assert.strictEqual(JobScript.at(job, 0, 1).state, "PENDING")
    assert.strictEqual(JobScript.at(job, 2000, 2).state, "PAUSED")
    assert.strictEqual(JobScript.at(job, 2000, 4).state, "RUNNING")
  })

  it("moves its counts in batches and says when it last did", () => {
    const job = script({ total: 100, durationSeconds: 10, updateEveryMillis: 4000 })
    assert.include(JobScript.at(job, 3999, 1), { progress: 0, updatedAfter: 0 })
    assert.include(JobScript.at(job, 5500, 1), { progress: 0.4, updatedAfter: 4000 })
    assert.include(JobScript.at(job, 10_500, 1), { progress: 1, updatedAfter: 10_000 })
  })

  it("stands still in a stall and ends so much later", () => {
    const job = script({ durationSeconds: 10, stalls: [{ afterMillis: 5000, forMillis: 3000 }] })
    assert.strictEqual(JobScript.at(job, 5000, 1).progress, 0.5)
    assert.strictEqual(JobScript.at(job, 8000, 1).progress, 0.5)
    assert.strictEqual(JobScript.at(job, 12_999, 1).ended, false)
    assert.strictEqual(JobScript.at(job, 13_000, 1).ended, true)
  })
})
