import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stdio from "../../src/cli/Stdio.js"

/** A stream of Node that keeps what it is given, or breaks. */
const stream = (options: { readonly isTTY?: boolean; readonly broken?: Error } = {}) => {
  const written: Array<string> = []
  const listeners: Array<(error: Error) => void> = []
  const writable: Stdio.Writable = {
    isTTY: options.isTTY,
    columns: 120,
    write: (text, done) => {
      if (options.broken === undefined) written.push(text)
      done(options.broken)
      return true
    },
    on: (_, listener) => listeners.push(listener)
  }
  return { written, writable, fail: (error: Error) => listeners.forEach((listener) => void listener(error)) }
}

describe("Stdio", () => {
  it.effect("O1 a reader that went away is no error: nothing more is written", () =>
    Effect.gen(function* () {
      const broken = stream({ broken: new Error("EPIPE") })
      const out = Stdio.fromWritable(broken.writable, {})
      yield* out.write("a")
      assert.isTrue(out.isClosed())
      yield* out.write("b")
      assert.deepStrictEqual(broken.written, [])

      const gone = stream()
      const err = Stdio.fromWritable(gone.writable, {})
      yield* err.write("a")
      gone.fail(new Error("EPIPE"))
      yield* err.write("b")
      assert.deepStrictEqual(gone.written, ["a"])
    })
  )

  it("O1 colours only on a terminal, and not where they are not wanted", () => {
    const colour = (isTTY: boolean, env: Readonly<Record<string, string>>) =>
      Stdio.fromWritable(stream({ isTTY }).writable, env).colour
    assert.isTrue(colour(true, {}))
    assert.isTrue(colour(true, { NO_COLOR: "" }))
    assert.isFalse(colour(true, { NO_COLOR: "1" }))
    assert.isFalse(colour(true, { TERM: "dumb" }))
    assert.isFalse(colour(false, {}))
  })

  it("O2 characters beyond ASCII where the locale has them", () => {
    const unicode = (env: Readonly<Record<string, string>>) =>
      Stdio.fromWritable(stream().writable, env).unicode
    assert.isTrue(unicode({ LANG: "en_IE.UTF-8" }))
    assert.isFalse(unicode({ LC_ALL: "C", LANG: "en_IE.UTF-8" }))
    assert.isFalse(unicode({}))
  })
})
