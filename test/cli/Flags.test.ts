import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Flags from "../../src/cli/Flags.js"

describe("Flags", () => {
  it("C3 durations read as people write them, and never without a unit", () => {
    const cases: ReadonlyArray<readonly [string, number | undefined]> = [
      ["10s", 10_000],
      ["5 minutes", 300_000],
      ["250ms", 250],
      ["1h30m", 5_400_000],
      ["1.5 h", 5_400_000],
      ["2 days", 172_800_000],
      ["10", undefined],
      ["-5s", undefined],
      ["soon", undefined],
      ["5 parsecs", undefined],
      ["", undefined],
      ["10s!", undefined],
      ["NaNs", undefined]
    ]
    for (const [text, millis] of cases) assert.strictEqual(Flags.durationMillis(text), millis, text)
  })

  it("C3 no text makes a duration that is not a finite number of milliseconds", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.string(), (text) => {
        const millis = Flags.durationMillis(text)
        return millis === undefined || (Number.isFinite(millis) && millis >= 0)
      })
    )
  })

  it("C3 zero, negative and broken values are all collected, each with its fix", () => {
    const reader = Flags.reader()
    reader.duration("interval", "0s", "10s")
    reader.whole("page-size", "-1", 100, 1)
    reader.whole("samples", "1e3", 3, 0)
    reader.rate("max-error-rate", "120%")
    assert.deepStrictEqual(
      reader.faults.map(({ what }) => what.split(" ")[0]),
      ["--interval", "--page-size", "--samples", "--max-error-rate"]
    )
    assert.isTrue(reader.faults.every(({ fix }) => fix !== undefined))
  })

  it("C3 good values come through, and defaults where nothing is given", () => {
    const reader = Flags.reader()
    assert.strictEqual(reader.duration("timeout", undefined, "24h"), 86_400_000)
    assert.strictEqual(reader.whole("samples", "0", 3, 0), 0)
    assert.strictEqual(reader.rate("max-error-rate", "2%"), 0.02)
    assert.strictEqual(reader.rate("max-error-rate", "0.5"), 0.5)
    assert.deepStrictEqual(reader.faults, [])
  })
})
