import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"
import * as LiveView from "../../src/cli/LiveView.js"
import type { Output } from "../../src/cli/Stdio.js"
import * as Events from "./Events.js"
import * as Terminal from "./Terminal.js"

const make = (options: {
  readonly columns?: number
  readonly height?: number
  readonly jobs?: number
  readonly keepEnded?: boolean
  readonly output?: Partial<Output>
}) => {
  const terminal = new Terminal.Terminal(options.columns ?? 80, options.height ?? 24)
  return TestClock.setTime(Events.start).pipe(
    Effect.zipRight(
      LiveView.make(Terminal.output(terminal, { colour: false, ...options.output }), {
        jobs: options.jobs ?? 1,
        keepEnded: options.keepEnded ?? false
      })
    ),
    Effect.map((view) => ({ terminal, view }))
  )
}

const named = (id: number | string) => ({ kind: "data-action", ids: [String(id)] })

describe("LiveView", () => {
  it.scoped("O2 draws at the first event and then once a second", () =>
    Effect.gen(function* () {
      const { terminal, view } = yield* make({})
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(terminal.raw, "")
      yield* TestClock.setTime(Events.start)
      yield* view.onEvent(Events.polled(0))
      yield* TestClock.adjust(0)
      assert.match(terminal.lines[0] ?? "", /^a1b2 +RUNNING .* 45 % .* poll 10 s$/)
      const { writes } = terminal
      yield* TestClock.adjust("999 millis")
      assert.strictEqual(terminal.writes, writes)
      yield* TestClock.adjust("1 millis")
      assert.match(terminal.lines[0] ?? "", / poll 9 s$/)
      yield* TestClock.adjust("4 seconds")
      assert.strictEqual(terminal.writes, writes + 5)
      assert.lengthOf(terminal.lines, 1)
    })
  )

  it.scoped("O2 draws at most ten times a second, and never misses the last event", () =>
    Effect.gen(function* () {
      const { terminal, view } = yield* make({})
      for (let n = 0; n < 200; n++) {
        yield* view.onEvent(Events.polled(0, Events.running({ processed: n })))
        yield* TestClock.adjust("5 millis")
      }
      assert.isAtMost(terminal.writes, 11)
      yield* TestClock.adjust("100 millis")
      assert.include(terminal.lines[0] ?? "", "199/1,000")
    })
  )

  it.scoped("an event never waits for the terminal", () =>
    Effect.gen(function* () {
      const { view } = yield* make({ output: { write: () => Effect.never } })
      for (let n = 0; n < 100; n++) yield* view.onEvent(Events.polled(0, Events.running({ processed: n })))
      yield* TestClock.adjust("10 seconds")
      yield* view.onEvent(Events.polled(10))
    }).pipe(Effect.timeoutOption("1 minute"), Effect.fork, Effect.flatMap(reached))
  )

  it.scoped("puts notes above and leaves only them", () =>
    Effect.gen(function* () {
      const { terminal, view } = yield* make({})
      yield* view.onEvent(Events.polled(0))
      yield* TestClock.adjust(0)
      yield* view.note("a note\u001b[2J")
      assert.strictEqual(terminal.lines[0], "a note")
      assert.lengthOf(terminal.lines, 2)
      yield* view.close
      assert.deepStrictEqual(terminal.lines, ["a note"])
      assert.isTrue(terminal.cursorVisible)
      const { raw } = terminal
      yield* view.close
      yield* TestClock.adjust("10 seconds")
      assert.strictEqual(terminal.raw, raw)
    })
  )

  it.scoped("leaves the lines of ended jobs where the report goes elsewhere", () =>
    Effect.gen(function* () {
      const { terminal, view } = yield* make({ keepEnded: true })
      for (const event of [
        Events.polled(0),
        Events.polled(0, Events.running(), named(2)),
        ...Events.ended(20)
      ]) {
        yield* view.onEvent(event)
      }
      yield* TestClock.adjust(0)
      assert.lengthOf(terminal.lines, 2)
      yield* view.close
      assert.deepStrictEqual(terminal.lines, [
        "data-action/a1b2  Partial  245 of 1,000 records failed (24.5 %), after 20 s"
      ])
    })
  )

  it.effect("gives the cursor back however its scope ends", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { terminal, view } = yield* make({}).pipe(Scope.extend(scope))
      yield* view.onEvent(Events.polled(0))
      yield* TestClock.adjust(0)
      assert.isFalse(terminal.cursorVisible)
      yield* Scope.close(scope, Exit.interrupt(yield* Effect.fiberId))
      assert.isTrue(terminal.cursorVisible)
      assert.deepStrictEqual(terminal.lines, [])
    })
  )

  it.scoped("O2 follows the width of the terminal and leaves nothing of the old one", () =>
    Effect.gen(function* () {
      const { terminal, view } = yield* make({ columns: 120 })
      yield* view.note("note")
      yield* view.onEvent(Events.polled(0))
      yield* view.onEvent(Events.polled(0, Events.parked, named(2)))
      yield* TestClock.adjust(0)
      for (const columns of [40, 100, 25, 120]) {
        terminal.resize(columns)
        yield* TestClock.adjust("1 second")
        assert.lengthOf(
          terminal.lines.filter((line) => /^(?:data-action\/)?(?:a1b2|2) /.test(line)),
          2
        )
      }
      const [note, hint, ...rows] = terminal.lines
      assert.strictEqual(note, "note")
      assert.match(hint ?? "", /^14:02:00 data-action\/2 READY/)
      assert.deepStrictEqual(rows, [
        `data-action/a1b2 RUNNING ██████████████░░░░░░░░░░░░░░░░░░ 45 %   450/1,000  12 err${" ".repeat(29)}poll 6 s`,
        "data-action/2    READY   waits for being started; to move it: PUT /api/v2/recording/jobs/7"
      ])
    })
  )

  it.scoped("O2 shows no more jobs than the screen has room for, at most twenty", () =>
    Effect.gen(function* () {
      const { terminal, view } = yield* make({ jobs: 10_000, height: 50 })
      for (let n = 0; n < 10_000; n++) yield* view.onEvent(Events.polled(0, Events.running(), named(n)))
      yield* TestClock.adjust("1 second")
      assert.lengthOf(terminal.lines, 20)
      assert.strictEqual(terminal.lines[19], "+9,981 more: 9,981 running")
      assert.isAtMost(terminal.writes, 3)
      const low = yield* make({ jobs: 30, height: 6 })
      for (let n = 0; n < 30; n++) yield* low.view.onEvent(Events.polled(0, Events.running(), named(n)))
      yield* TestClock.adjust("1 second")
      assert.lengthOf(low.terminal.lines, 4)
    })
  )

  it.scoped("W5 says once that the platform is down, and W1 what moves a parked job", () =>
    Effect.gen(function* () {
      const { terminal, view } = yield* make({ columns: 200, jobs: 3 })
      yield* view.onEvent(Events.troubled(0, named(1)))
      yield* view.onEvent(Events.troubled(0, named(2)))
      yield* view.onEvent(Events.polled(1, Events.parked, named(3)))
      yield* view.close
      assert.lengthOf(terminal.lines, 2)
      assert.include(terminal.lines[0] ?? "", "The watch asks again")
      assert.include(terminal.lines[1] ?? "", "to move it: PUT")
    })
  )
})

const reached = (fiber: Fiber.Fiber<unknown>) =>
  Effect.gen(function* () {
    yield* TestClock.adjust("30 seconds")
    assert.isTrue(Exit.isSuccess(yield* Fiber.await(fiber)))
  })
