import { assert, describe, it } from "@effect/vitest"
import * as WatchOptions from "../../src/watch/WatchOptions.js"

describe("WatchOptions", () => {
  it("C3 options that make no sense are refused by name", () => {
    for (const options of [
      { interval: 0 },
      { interval: Number.NaN },
      { timeout: -1 },
      { maxInterval: 0 },
      { unknownStateTolerance: 0 },
      { pageSize: Number.NaN },
      { pageConcurrency: 0 },
      { pageConcurrency: 257 },
      { samples: -1 }
    ]) {
      const [name = ""] = Object.keys(options)
      assert.throws(() => WatchOptions.check(options), new RegExp(name))
    }
    WatchOptions.check({})
    WatchOptions.check({ samples: 0, pageConcurrency: 256, timeout: "1 second", interval: undefined })
  })

  it("W7 without options the documented defaults hold, and a long interval is the longest gap as well", () => {
    assert.deepStrictEqual(WatchOptions.polling({}, 1_000), {
      pace: { mode: "adaptive", intervalMillis: 10_000, maxGapMillis: 60_000 },
      deadline: 86_401_000,
      unknownStateMillis: 600_000
    })
    assert.strictEqual(WatchOptions.polling({ interval: "5 minutes" }, 0).pace.maxGapMillis, 300_000)
  })
})
