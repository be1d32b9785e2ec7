import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "../../src/cli/Result.js"
import * as Json from "../../src/report/Json.js"
import * as Reports from "../report/Reports.js"
import * as Recording from "./Recording.js"

const print = (
  output: "text" | "json" | "ndjson",
  files: ReadonlyArray<string> = [],
  failuresFile?: string,
  screen: Parameters<typeof Recording.make>[0] = {}
) =>
  Effect.gen(function* () {
    const recording = Recording.make(screen)
    yield* Effect.provide(Result.print(Reports.partial, { output, files, failuresFile }), recording.layer)
    assert.strictEqual(recording.err(), "")
    return recording.out()
  })

describe("Result", () => {
  it.effect("O3 json is one document, ndjson one line", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* print("json"), Json.render(Reports.partial))
      const line = yield* print("ndjson")
      assert.deepStrictEqual(JSON.parse(line), JSON.parse(Json.render(Reports.partial)))
      assert.strictEqual(line.indexOf("\n"), line.length - 1)
    })
  )

  it.effect("O1 text lists the files that were written, and has colours on a terminal only", () =>
    Effect.gen(function* () {
      const text = yield* print("text", ["r.md"], "failed.csv")
      assert.match(text, /Files +r\.md, failed\.csv$/m)
      assert.notInclude(text, "\u001b")
      assert.notMatch(yield* print("text"), /^ *Files /m)
      assert.include(yield* print("text", [], undefined, { tty: true }), "\u001b[")
    })
  )

  it.effect("O2 text fits the terminal", () =>
    Effect.gen(function* () {
      const narrow = yield* print("text", [], undefined, { tty: true, columns: 60 })
      const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g")
      for (const line of narrow.replace(escapes, "").split("\n")) assert.isAtMost(line.length, 60)
    })
  )
})
