import { assert, describe, it } from "@effect/vitest"
import * as LocalTime from "../../src/cli/LocalTime.js"

const at = (day: number, hours: number, minutes: number, seconds: number) =>
  new Date(2026, 10, day, hours, minutes, seconds).getTime()

describe("LocalTime", () => {
  it("tells the minute, and the day where it is another", () => {
    assert.strictEqual(LocalTime.minutes(at(22, 14, 2, 11), at(22, 23, 59, 59)), "14:02")
    assert.strictEqual(LocalTime.minutes(at(21, 4, 2, 11), at(22, 0, 0, 0)), "11-21 04:02")
  })

  it("tells the second", () => {
    assert.strictEqual(LocalTime.seconds(at(22, 4, 2, 1)), "04:02:01")
  })
})
