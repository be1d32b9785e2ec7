import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Footer from "../../src/cli/Footer.js"
import * as Terminal from "./Terminal.js"

const red = (text: string) => `\u001b[1;31m${text}\u001b[0m`

describe("Footer", () => {
  it.effect("keeps its lines below what is written", () =>
    Effect.gen(function* () {
      const terminal = new Terminal.Terminal(40)
      const footer = yield* Footer.over(Terminal.output(terminal))
      yield* footer.write("before\n")
      yield* footer.show(["a 1", "b 1", "c 1"])
      yield* footer.write("one longer than what is under it\nand short\n")
      assert.deepStrictEqual(terminal.lines, [
        "before",
        "one longer than what is under it",
        "and short",
        "a 1",
        "b 1",
        "c 1"
      ])
      yield* footer.show(["a 2"])
      yield* footer.write("without a line feed")
      assert.deepStrictEqual(terminal.lines.slice(3), ["without a line feed", "a 2"])
      yield* footer.show([])
      yield* footer.write("after")
      assert.deepStrictEqual(terminal.lines.slice(3), ["without a line feed", "after"])
    })
  )

  it.effect("hides the cursor only while there are lines", () =>
    Effect.gen(function* () {
      const terminal = new Terminal.Terminal(40)
      const footer = yield* Footer.over(Terminal.output(terminal))
      yield* footer.show([])
      assert.strictEqual(terminal.raw, "")
      yield* footer.show(["a"])
      assert.isFalse(terminal.cursorVisible)
      yield* footer.show([])
      assert.isTrue(terminal.cursorVisible)
    })
  )

  it.effect("writes nothing when nothing changed", () =>
    Effect.gen(function* () {
      const terminal = new Terminal.Terminal(40)
      const footer = yield* Footer.over(Terminal.output(terminal))
      yield* footer.show(["a", "b"])
      const { raw } = terminal
      yield* footer.show(["a", "b"])
      assert.strictEqual(terminal.raw, raw)
    })
  )

  it.effect("O1 moves no cursor where there is no terminal", () =>
    Effect.gen(function* () {
      const terminal = new Terminal.Terminal(40)
      const footer = yield* Footer.over(Terminal.output(terminal, { isTty: false }))
      yield* footer.show(["a"])
      yield* footer.write("plain\n")
      assert.strictEqual(terminal.raw, "plain\n")
    })
  )

  it.effect("is made once for an output", () =>
    Effect.gen(function* () {
      const footer = yield* Footer.over(Terminal.output(new Terminal.Terminal(40)))
      assert.strictEqual(yield* Footer.over(footer), footer)
    })
  )

  it.effect("has a memory of its own each time it is made", () =>
    Effect.gen(function* () {
      const terminal = new Terminal.Terminal(40)
      const make = Footer.over(Terminal.output(terminal))
      yield* (yield* make).show(["a"])
      yield* (yield* make).show(["b"])
      assert.deepStrictEqual(terminal.lines, ["a", "b"])
    })
  )

  it.effect("O2 leaves nothing behind on a terminal that is resized", () =>
    Effect.gen(function* () {
      const terminal = new Terminal.Terminal(120)
      const footer = yield* Footer.over(Terminal.output(terminal))
      yield* footer.write("note\n")
      yield* footer.show([red("x".repeat(119)), "y".repeat(70), "z"])
      terminal.resize(50)
      assert.lengthOf(terminal.lines, 7)
      yield* footer.show(["X", "Y", "Z"])
      assert.deepStrictEqual(terminal.lines, ["note", "X", "Y", "Z"])
      yield* footer.show(["X".repeat(49), "Y", "Z"])
      terminal.resize(20)
      yield* footer.write("another note\n")
      assert.deepStrictEqual(terminal.lines.slice(0, 2), ["note", "another note"])
      yield* footer.show([])
      assert.deepStrictEqual(terminal.lines, ["note", "another note"])
    })
  )

  it("O2 always shows the notes in order and the last lines below, whatever happened between", () => {
    const text = FastCheck.string({ unit: FastCheck.constantFrom("a", "b", " ", "c"), maxLength: 90 }).map(
      (line) => `.${line}.`
    )
    const step = FastCheck.oneof(
      FastCheck.record({ write: text }),
      FastCheck.record({ show: FastCheck.array(text, { maxLength: 5 }) }),
      FastCheck.record({ resize: FastCheck.integer({ min: 10, max: 100 }) })
    )
    FastCheck.assert(
      FastCheck.property(FastCheck.array(step, { maxLength: 30 }), (steps) => {
        const terminal = new Terminal.Terminal(80)
        const footer = Effect.runSync(Footer.over(Terminal.output(terminal)))
        const notes: Array<string> = []
        let shown: ReadonlyArray<string> = []
        for (const one of steps) {
          if ("write" in one) {
            notes.push(one.write)
            Effect.runSync(footer.write(`${one.write}\n`))
          } else if ("show" in one) {
            shown = one.show.map((line) => line.slice(0, terminal.columns - 1).trimEnd())
            Effect.runSync(footer.show(shown))
          } else terminal.resize(one.resize)
        }
        terminal.resize(200)
        assert.deepStrictEqual(terminal.lines, [...notes, ...shown])
      })
    )
  })
})
