import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import * as JobScript from "../../src/simulator/JobScript.js"
import * as Records from "../../src/simulator/Records.js"

const script = Schema.decodeSync(JobScript.JobScript)

const countOf = (codes: ReadonlyArray<string>, code: string) => codes.filter((one) => one === code).length

describe("Records", () => {
  it("gives every code exactly its weight when the weights sum up to the failures", () => {
    const codes = Records.codes(JobScript.defaultCodes, 245, 1)
    assert.strictEqual(codes.length, 245)
    for (const [code, weight] of Object.entries(JobScript.defaultCodes)) {
      assert.strictEqual(countOf(codes, code), weight)
    }
  })

  it("gives out every failure, whatever the weights, at most one off the exact share", () => {
    const weights = FastCheck.dictionary(FastCheck.string(), FastCheck.integer({ min: 1, max: 1000 }), {
      minKeys: 1
    })
    FastCheck.assert(
      FastCheck.property(weights, FastCheck.integer({ min: 0, max: 300 }), (given, failures) => {
        const codes = Records.codes(given, failures, 1)
        const sum = Object.values(given).reduce((total, weight) => total + weight, 0)
        assert.strictEqual(codes.length, failures)
        for (const [code, weight] of Object.entries(given)) {
          assert.isBelow(Math.abs(countOf(codes, code) - (failures * weight) / sum), 1)
        }
      })
    )
  })

  it("mixes the codes over the listing", () => {
    const codes = Records.codes({ A: 1, B: 1 }, 100, 1)
    assert.strictEqual(new Set(codes.slice(0, 25)).size, 2)
  })

  it("makes the same record for the same seed and place, and numbers them", () => {
    const job = script({})
    const record = Records.failure(job, "VALIDATION_ERROR", 1, 0)
    assert.deepStrictEqual(Records.failure(job, "VALIDATION_ERROR", 1, 0), record)
    assert.strictEqual(record.id, "rec_0001")
    assert.strictEqual(Records.failure(job, "VALIDATION_ERROR", 1, 12_344).id, "rec_12345")
    assert.notDeepEqual(Records.failure(job, "VALIDATION_ERROR", 2, 0).record, record.record)
  })

  it("fills what looks personal into the messages of the scenario", () => {
    const job = script({ messages: { X: ["{email} {uuid} {number} {phone} {name} {date} {other}"] } })
    const { errorMessage, record } = Records.failure(job, "X", 1, 3)
    assert.match(
      errorMessage ?? "",
      /^\S+@example\.com [0-9a-f-]{36} \d+ \+353 1 \d{3} \d{4} [A-Z][a-z]+ [A-Z][a-z]+ 2026-\d\d-\d\d \{other\}$/
    )
    assert.include(errorMessage, String(record["email"]))
  })

  it("leaves the code out where it is empty", () => {
    assert.notProperty(Records.failure(script({}), "", 1, 0), "errorCode")
  })

  it("has words for any code, even one with the name of a method", () => {
    assert.strictEqual(Records.failure(script({}), "toString", 1, 0).errorMessage, "The record was refused")
  })
})
