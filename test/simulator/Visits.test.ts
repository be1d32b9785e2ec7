import { assert, describe, it } from "@effect/vitest"
import * as HashMap from "effect/HashMap"
import * as Visits from "../../src/simulator/Visits.js"

describe("Visits", () => {
  it("counts the documents of a thing apart, and keeps the time of its first visit", () => {
    const [, one] = Visits.add(HashMap.empty(), "job", "status", 100)
    const [, two] = Visits.add(one, "job", "results", 200)
    const [job, three] = Visits.add(two, "job", "status", 300)
    assert.strictEqual(job.since, 100)
    assert.strictEqual(Visits.count(job, "status"), 2)
    assert.strictEqual(Visits.count(job, "results"), 1)
    assert.strictEqual(Visits.count(job, "other"), 0)
    assert.strictEqual(Visits.add(three, "other job", "status", 400)[0].since, 400)
  })
})
