import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import * as Progress from "../../src/cli/Progress.js"
import { type Output, Stdio } from "../../src/cli/Stdio.js"
import * as Events from "./Events.js"
import * as Terminal from "./Terminal.js"

const piped = { isTty: false, colour: false }

/** What stderr received from a short watch, closed at its end. */
const told = (
  options: Partial<Progress.Options>,
  streams: { readonly err?: Partial<Output>; readonly out?: Partial<Output> } = {}
) =>
  Effect.gen(function* () {
    const terminal = new Terminal.Terminal(80)
    yield* TestClock.setTime(Events.start)
    const progress = yield* Progress.make({ quiet: false, noProgress: false, jobs: 1, ...options }).pipe(
      Effect.provideService(Stdio, {
        err: Terminal.output(terminal, streams.err),
        out: Terminal.output(new Terminal.Terminal(80), streams.out)
      })
    )
    yield* progress.note("a note")
    yield* progress.onEvent(Events.polled(0))
    yield* TestClock.adjust("1 second")
    for (const event of Events.ended(20)) yield* progress.onEvent(event)
    yield* progress.close
    return terminal
  })

const lines = [
  "a note",
  "14:02:00 data-action/a1b2 RUNNING 45 % 450/1000, 12 errors",
  "14:02:20 data-action/a1b2 ended: partial, 245 of 1,000 records failed (24.5 %)"
]

describe("Progress", () => {
  it.scoped("O1 O2 is plain lines where stderr is no terminal", () =>
    Effect.gen(function* () {
      const terminal = yield* told({}, { err: piped })
      assert.strictEqual(terminal.raw, lines.map((line) => `${line}\n`).join(""))
    })
  )

  it.scoped("O1 moves no cursor under NO_COLOR", () =>
    Effect.gen(function* () {
      const terminal = yield* told({}, { err: { colour: false } })
      assert.strictEqual(terminal.raw, lines.map((line) => `${line}\n`).join(""))
    })
  )

  it.scoped("is plain lines where the live view is not wanted, or would share the terminal with events", () =>
    Effect.gen(function* () {
      for (const options of [{ noProgress: true }, { output: "ndjson" }] as const) {
        assert.deepStrictEqual((yield* told(options)).lines, lines)
      }
    })
  )

  it.scoped("is nothing at all when it should be quiet", () =>
    Effect.gen(function* () {
      for (const err of [{}, piped]) assert.strictEqual((yield* told({ quiet: true }, { err })).raw, "")
    })
  )

  it.scoped("O2 is a live view on a terminal, which leaves the result alone", () =>
    Effect.gen(function* () {
      const terminal = yield* told({ output: "json" })
      assert.include(terminal.raw, "█")
      assert.deepStrictEqual(terminal.lines, ["a note"])
      assert.isTrue(terminal.cursorVisible)
    })
  )

  it.scoped("keeps how the jobs ended when the result goes to a file", () =>
    Effect.gen(function* () {
      const terminal = yield* told({ output: "ndjson" }, { out: piped })
      assert.deepStrictEqual(terminal.lines, [
        "a note",
        "data-action/a1b2  Partial  245 of 1,000 records failed (24.5 %), after 20 s"
      ])
    })
  )
})
