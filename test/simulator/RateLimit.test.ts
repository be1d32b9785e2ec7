import { assert, describe, it } from "@effect/vitest"
import * as HashMap from "effect/HashMap"
import * as RateLimit from "../../src/simulator/RateLimit.js"

const limit: RateLimit.RateLimit = { allowed: 2, windowSeconds: 10, form: "seconds" }

const takeAll = (requests: ReadonlyArray<readonly [string, number]>) => {
  let state: RateLimit.State = HashMap.empty()
  return requests.map(([caller, now]) => {
    const [verdict, next] = RateLimit.take(state, limit, caller, now)
    state = next
    return verdict
  })
}

describe("RateLimit", () => {
  it("counts in a window that starts with the first request", () => {
    assert.deepStrictEqual(
      takeAll([
        ["a", 5000],
        ["a", 6500],
        ["a", 14_999],
        ["a", 15_000]
      ]),
      [
        { count: 1, allowed: true, resetSeconds: 10 },
        { count: 2, allowed: true, resetSeconds: 9 },
        { count: 3, allowed: false, resetSeconds: 1 },
        { count: 1, allowed: true, resetSeconds: 10 }
      ]
    )
  })

  it("counts every caller apart", () => {
    assert.deepStrictEqual(
      takeAll([
        ["a", 0],
        ["b", 0]
      ]).map(({ count }) => count),
      [1, 1]
    )
  })

  it("tells the window in headers and the refusal in Retry-After, naming the limit", () => {
    const verdict = { count: 3, allowed: false, resetSeconds: 7 }
    assert.deepStrictEqual(RateLimit.headers(limit, verdict), {
      "inin-ratelimit-count": "3",
      "inin-ratelimit-allowed": "2",
      "inin-ratelimit-reset": "7"
    })
    const answer = RateLimit.refusal(limit, verdict, "corr", 1000)
    assert.strictEqual(answer.status, 429)
    assert.strictEqual(answer.headers["retry-after"], "7")
    assert.strictEqual(answer.notBefore, 8000)
    assert.nestedInclude(answer.json, {
      code: "too.many.requests.retry.after",
      "limit.key": "client.credentials.token.rate.per.minute",
      "limit.value": 2
    })
  })
})
