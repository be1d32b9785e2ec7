import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Readings from "../../src/cli/Readings.js"
import { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as Reports from "../report/Reports.js"

const job = { kind: "data-action", ids: ["a"] }
const polled = (at: number, progress: number) =>
  WatchEvent.Polled({ job, at, status: Reports.status({ progress, errors: 1 }), nextPollAt: undefined })

describe("Readings", () => {
  it.effect("W6 each job has readings of its own, in order", () =>
    Effect.gen(function* () {
      const readings = Readings.make()
      yield* readings.note(WatchEvent.Started({ job, at: 0 }))
      yield* readings.note(polled(1, 0.1))
      yield* readings.note(polled(2, 0.2))
      assert.deepStrictEqual(readings.of({ kind: "data-action", id: "a" }), [
        { at: 1, progress: 0.1, errors: 1 },
        { at: 2, progress: 0.2, errors: 1 }
      ])
      assert.deepStrictEqual(readings.of({ kind: "data-action", id: "b" }), [])
    })
  )

  it.effect("W6 a watch of any length keeps at most a thousand", () =>
    Effect.gen(function* () {
      const readings = Readings.make()
      for (let at = 0; at < 5_000; at++) yield* readings.note(polled(at, at / 5_000))
      const kept = readings.of({ kind: "data-action", id: "a" }).map(({ at }) => at)
      assert.isAtMost(kept.length, 1_000)
      assert.isAtLeast(kept.length, 500)
      assert.strictEqual(kept[0], 0)
      assert.deepStrictEqual(
        kept,
        [...kept].sort((a, b) => a - b)
      )
    })
  )
})
