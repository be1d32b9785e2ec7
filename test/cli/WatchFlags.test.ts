import { assert, describe, it } from "@effect/vitest"
import * as Flags from "../../src/cli/Flags.js"
import * as WatchFlags from "../../src/cli/WatchFlags.js"

const nothing: WatchFlags.Written = {
  interval: undefined,
  maxInterval: undefined,
  pace: "adaptive",
  timeout: undefined,
  pageSize: undefined,
  pageConcurrency: undefined,
  samples: undefined,
  notify: undefined,
  mention: undefined,
  onAmbiguous: "resend",
  noRedact: false,
  output: "text",
  report: [],
  failures: undefined,
  dryRun: false,
  maxErrors: undefined,
  maxErrorRate: undefined,
  environment: undefined,
  profile: undefined,
  config: undefined,
  quiet: false,
  noProgress: false
}

const read = (written: Partial<WatchFlags.Written>) => {
  const reader = Flags.reader()
  const options = WatchFlags.read({ ...nothing, ...written }, reader)
  return { options, faults: reader.faults.map(({ what }) => what) }
}

describe("WatchFlags", () => {
  it("W7 nothing written means the documented defaults", () => {
    const { faults, options } = read({})
    assert.deepStrictEqual(faults, [])
    assert.deepStrictEqual(options, {
      interval: 10_000,
      maxInterval: 60_000,
      timeout: 86_400_000,
      pace: "adaptive",
      pageSize: 100,
      pageConcurrency: 8,
      samples: 3,
      tolerance: { maxErrors: undefined, maxErrorRate: undefined }
    })
  })

  it("C3 every number that makes no sense is told at once", () => {
    const { faults } = read({
      interval: "-1s",
      maxInterval: "10",
      timeout: "NaN",
      pageSize: "0",
      pageConcurrency: "1.5",
      samples: "-1",
      maxErrors: "many",
      maxErrorRate: "101%"
    })
    assert.strictEqual(faults.length, 8)
  })

  it("W7 a long interval is the longest gap as well, and one that contradicts it is refused", () => {
    assert.deepInclude(read({ interval: "5m" }).options, { interval: 300_000, maxInterval: 300_000 })
    const days = 30 * 86_400_000
    assert.deepInclude(read({ interval: "30d" }).options, { interval: days, maxInterval: days })
    assert.deepInclude(read({ interval: `${days}ms` }).options, { interval: days, maxInterval: days })
    assert.deepStrictEqual(read({ interval: "5m", maxInterval: "1m" }).faults, [
      "--max-interval 1m is shorter than --interval 5m."
    ])
    assert.strictEqual(read({ maxInterval: "10" }).faults.length, 1)
  })

  it("C3 pages in flight are bounded", () => {
    assert.strictEqual(read({ pageConcurrency: "256" }).options.pageConcurrency, 256)
    assert.strictEqual(read({ pageConcurrency: "257" }).faults.length, 1)
  })

  it("S4 a mention is checked before the job is watched", () => {
    assert.strictEqual(read({ mention: "@here" }).faults.length, 1)
    assert.strictEqual(read({ mention: "<!subteam^S0123ABCD>" }).faults.length, 0)
  })

  it("O4 every option has its line in the help", () => {
    for (const [name, option] of Object.entries(WatchFlags.flags)) {
      assert.match(Flags.usage(option), /^--[a-z-]+( \S+)?$/, name)
      assert.match(option.description, /\.$/, name)
    }
  })
})
