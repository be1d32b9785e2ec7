import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import * as Poller from "../../src/watch/Poller.js"
import type { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as Platform from "./ScriptedPlatform.js"

const poll = (script: Platform.Script, mode: "fixed" | "adaptive" = "fixed") => {
  const platform = Platform.make(script)
  const events: Array<WatchEvent> = []
  const { job, kind } = Platform.target()
  const run = Poller.run(
    kind,
    job,
    {
      pace: { mode, intervalMillis: 10_000, maxGapMillis: 60_000 },
      deadline: 3_600_000,
      unknownStateMillis: 600_000
    },
    { polled: () => Effect.void, emit: (event) => Effect.sync(() => events.push(event)) }
  ).pipe(Effect.provide(platform.layer))
  const during = (millis: number) =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(run)
      yield* TestClock.adjust(millis)
      yield* Fiber.interrupt(fiber)
      return platform.requests.map(({ at }) => at)
    })
  return { ...platform, events, run, during }
}

const gaps = (at: ReadonlyArray<number>) => at.slice(1).map((each, i) => each - (at[i] ?? 0))

describe("Poller", () => {
  it.effect("W7 fixed gaps lie within a tenth around the interval, and differ", () =>
    Effect.gen(function* () {
      const seen = gaps(yield* poll(() => Platform.status("RUNNING")).during(200_000))
      assert.isAtLeast(seen.length, 15)
      for (const gap of seen) assert.isTrue(gap >= 9_000 && gap <= 11_000, `${gap}`)
      assert.isAbove(new Set(seen).size, 5)
    })
  )

  it.effect("W7 a server hint goes before the pace, exactly", () =>
    Effect.gen(function* () {
      const hinted = () =>
        Platform.json({ dataActionId: "a1", status: "RUNNING" }, { headers: { "retry-after": "37" } })
      assert.deepStrictEqual(yield* poll(hinted, "adaptive").during(80_000), [0, 37_000, 74_000])
    })
  )

  it.effect("W7 without progress the adaptive pace is the plain interval", () =>
    Effect.gen(function* () {
      const silent = () => Platform.json({ dataActionId: "a1", status: "RUNNING" })
      const seen = gaps(yield* poll(silent, "adaptive").during(100_000))
      for (const gap of seen) assert.isAtLeast(gap, 9_000)
      assert.isAtLeast(seen.length, 8)
    })
  )

  it.effect("W1 the last event of an ended job names no next poll", () =>
    Effect.gen(function* () {
      const { events, run } = poll(() => Platform.status("CANCELLED"))
      const ending = yield* run
      assert.strictEqual(ending._tag, "Terminal")
      const [last] = events.slice(-1)
      assert.isTrue(last?._tag === "Polled" && last.nextPollAt === undefined)
    })
  )

  it.effect("W5 an outage is told once, and its end with when it began", () =>
    Effect.gen(function* () {
      const { during, events } = poll(({ at }) =>
        at >= 20_000 && at < 300_000 ? Platform.unavailable() : Platform.status("RUNNING")
      )
      yield* during(900_000)
      const told = events.flatMap((event) =>
        event._tag === "Troubled" || event._tag === "Recovered" ? [event] : []
      )
      assert.deepStrictEqual(
        told.map(({ _tag }) => _tag),
        ["Troubled", "Recovered"]
      )
      const [troubled, recovered] = told
      assert.isTrue(recovered?._tag === "Recovered" && recovered.downSince === troubled?.at)
    })
  )
})
