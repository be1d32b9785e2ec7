import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestServices from "effect/TestServices"
import * as Platform from "./Platform.js"

// Sockets do not wait for the clock of a test.
const demo = (...args: ReadonlyArray<string>) => TestServices.provideLive(Platform.run(["demo", ...args]))

describe("DemoCommand", () => {
  it.effect("E3 --speed lets time pass faster for the program and the platform alike", () =>
    Effect.gen(function* () {
      const run = yield* demo("--speed", "30")
      assert.strictEqual(run.code, 0, run.err)
      assert.include(run.err, "time passes 30 times as fast")
      // By the clock of both the job takes six seconds, and the platform's 429 another one.
      const watched = Number(/^ +Watched +(\d+) s$/m.exec(run.out)?.[1])
      assert.isAtLeast(watched, 6)
      // Were the platform on another clock, its six seconds would be three minutes to the program.
      assert.isBelow(watched, 120)
      assert.include(run.out, "245 of 1,000 records failed")
      assert.include(run.err, "Slack received 1 message")
    })
  )

  it.effect("C3 what is no number from 1 to 60 is refused before anything is started", () =>
    Effect.gen(function* () {
      for (const speed of ["0", "61", "0.5", "fast", "NaN", "-2", "1e1", ""]) {
        const run = yield* demo("--speed", speed)
        assert.strictEqual(run.code, 2, speed)
        assert.strictEqual(
          run.err,
          `error: --speed ${speed.length > 0 ? `${speed} ` : ""}is not a speed.\n       Write how many times as fast time shall pass: a number from 1 to 60.\n`
        )
        assert.strictEqual(run.out, "")
      }
    })
  )
})
