import { assert, describe, it } from "@effect/vitest"
import * as Answer from "../../src/simulator/Answer.js"
import * as Fault from "../../src/simulator/Fault.js"

const replacement = (fault: Fault.Fault) => Fault.replacement(fault, "corr-1", 1000)

describe("Fault", () => {
  it("answers a 429 with Retry-After and the platform's body, and remembers the wait", () => {
    const answer = replacement({ type: "rateLimited", retryAfterSeconds: 7, form: "seconds" })
    assert.strictEqual(answer?.status, 429)
    assert.strictEqual(answer?.headers["retry-after"], "7")
    assert.strictEqual(answer?.notBefore, 8000)
    assert.include(answer?.json, { code: "too.many.requests.retry.after", status: 429, contextId: "corr-1" })
  })

  it("answers a 429 without Retry-After when the form is none", () => {
    const answer = replacement({ type: "rateLimited", retryAfterSeconds: 7, form: "none" })
    assert.isUndefined(answer?.headers["retry-after"])
    assert.isUndefined(answer?.notBefore)
  })

  it("answers any status with the platform's code, another code, or another body", () => {
    const plain = replacement({ type: "status", status: 503, form: "seconds" })
    assert.include(plain?.json, { status: 503, code: "service.unavailable" })
    const coded = replacement({
      type: "status",
      status: 400,
      code: "VALIDATION_FAILED",
      message: "No",
      form: "seconds"
    })
    assert.include(coded?.json, { code: "VALIDATION_FAILED", message: "No" })
    assert.strictEqual(
      replacement({ type: "status", status: 502, body: "<h1>", form: "seconds" })?.text,
      "<h1>"
    )
    assert.deepStrictEqual(
      replacement({ type: "status", status: 500, body: [1], form: "seconds" })?.json,
      [1]
    )
  })

  it("answers instead of the platform only where the true answer is not needed", () => {
    assert.isUndefined(replacement({ type: "gzip" }))
    assert.isUndefined(replacement({ type: "latency", millis: 5 }))
    assert.strictEqual(replacement({ type: "hang" })?.delivery._tag, "Silent")
    assert.strictEqual(replacement({ type: "resetBeforeHeaders" })?.delivery._tag, "Reset")
    assert.strictEqual(replacement({ type: "redirect", location: "/x" })?.headers["location"], "/x")
  })

  it("takes fields out of a document and puts others in", () => {
    const answer = Answer.json({ total: 2, entities: [{ id: "a" }] })
    const spoiled = Fault.spoil(answer, {
      type: "json",
      remove: ["/total"],
      set: { "/entities/*/extra": true, "/more": 1 }
    })
    assert.deepStrictEqual(spoiled.json, { entities: [{ id: "a", extra: true }], more: 1 })
  })

  it("cuts JSON in half, or where it is told", () => {
    const answer = Answer.json({ a: "0123456789" })
    const whole = Answer.body(answer)
    assert.strictEqual(
      Answer.body(Fault.spoil(answer, { type: "truncated", how: "clean" })),
      whole.slice(0, 9)
    )
    assert.strictEqual(
      Answer.body(Fault.spoil(answer, { type: "truncated", how: "clean", afterBytes: 3 })),
      '{"a'
    )
  })

  it("adds up latencies, with a jitter that the seed decides", () => {
    const faults: ReadonlyArray<Fault.Fault> = [
      { type: "latency", millis: 100 },
      { type: "gzip" },
      { type: "latency", millis: 50, jitterMillis: 10 }
    ]
    const millis = Fault.latency(faults, 1, 1)
    assert.isAtLeast(millis, 150)
    assert.isBelow(millis, 160)
    assert.strictEqual(Fault.latency(faults, 1, 1), millis)
    assert.notStrictEqual(Fault.latency(faults, 1, 2), millis)
  })
})
