import { assert, describe, it } from "@effect/vitest"
import * as FaultRule from "../../src/simulator/FaultRule.js"

type Match = FaultRule.Rule["match"]

const request = (change: Partial<FaultRule.Request> = {}): FaultRule.Request => ({
  method: "GET",
  path: "/api/v2/data-actions/a1/status",
  query: new URLSearchParams(),
  hasToken: true,
  elapsed: 0,
  ...change
})

/** The ordinals, of so many requests, that a rule meets. */
const hits = (match: Match, requests: ReadonlyArray<FaultRule.Request>): ReadonlyArray<number> => {
  let counters: ReadonlyArray<FaultRule.Counter> = []
  return requests.flatMap((one, index) => {
    const [faults, next] = FaultRule.select([{ match, fault: { type: "hang" } }], counters, 1, one)
    counters = next
    return faults.length > 0 ? [index + 1] : []
  })
}

const ten = Array.from({ length: 10 }, () => request())

describe("FaultRule", () => {
  it("meets requests by their ordinal", () => {
    assert.deepStrictEqual(hits({}, ten), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert.deepStrictEqual(hits({ nth: 3 }, ten), [3])
    assert.deepStrictEqual(hits({ nth: [1, 4] }, ten), [1, 4])
    assert.deepStrictEqual(hits({ from: 2, to: 4 }, ten), [2, 3, 4])
    assert.deepStrictEqual(hits({ every: 4 }, ten), [4, 8])
    assert.deepStrictEqual(hits({ from: 2, every: 3 }, ten), [2, 5, 8])
    assert.deepStrictEqual(hits({ from: 3, count: 2 }, ten), [3, 4])
  })

  it("counts only the requests that the rule concerns", () => {
    const mixed = [
      request({ path: "/oauth/token", method: "POST" }),
      request(),
      request({ hasToken: false }),
      request({ query: new URLSearchParams("filter=error") })
    ]
    assert.deepStrictEqual(hits({ path: "/api/**", nth: 1 }, mixed), [2])
    assert.deepStrictEqual(hits({ method: "post" }, mixed), [1])
    assert.deepStrictEqual(hits({ tokenless: true }, mixed), [3])
    assert.deepStrictEqual(hits({ tokenless: false, nth: 3 }, mixed), [4])
    assert.deepStrictEqual(hits({ query: { filter: "error" } }, mixed), [4])
  })

  it("meets requests by the time since the first one", () => {
    const spaced = ten.map((one, index) => ({ ...one, elapsed: index * 100 }))
    assert.deepStrictEqual(hits({ fromMillis: 300, untilMillis: 600 }, spaced), [4, 5, 6])
  })

  it("draws the same share of requests every time", () => {
    const many = Array.from({ length: 1000 }, () => request())
    const drawn = hits({ rate: 0.2 }, many)
    assert.closeTo(drawn.length, 200, 40)
    assert.deepStrictEqual(hits({ rate: 0.2 }, many), drawn)
    assert.deepStrictEqual(hits({ rate: 0 }, many), [])
  })

  it("gives all faults of a request in the order of the rules", () => {
    const rules: ReadonlyArray<FaultRule.Rule> = [
      { match: {}, fault: { type: "gzip" } },
      { match: { nth: 2 }, fault: { type: "hang" } },
      { match: {}, fault: { type: "latency", millis: 5 } }
    ]
    const [first, counters] = FaultRule.select(rules, [], 1, request())
    const [second] = FaultRule.select(rules, counters, 1, request())
    assert.deepStrictEqual(
      first.map(({ type }) => type),
      ["gzip", "latency"]
    )
    assert.deepStrictEqual(
      second.map(({ type }) => type),
      ["gzip", "hang", "latency"]
    )
  })

  it("reads * as one part of a path, ** as any, and everything else literally", () => {
    assert.isTrue(FaultRule.pathMatches("/api/*/x", "/api/v2/x"))
    assert.isFalse(FaultRule.pathMatches("/api/*/x", "/api/v2/y/x"))
    assert.isTrue(FaultRule.pathMatches("/api/**", "/api/v2/y/x"))
    assert.isFalse(FaultRule.pathMatches("/a.c", "/abc"))
    assert.isFalse(FaultRule.pathMatches("/api", "/api/v2"))
  })
})
