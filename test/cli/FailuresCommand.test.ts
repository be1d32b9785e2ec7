import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Platform from "./Platform.js"

describe("FailuresCommand", () => {
  it.scoped("F1 all records are read, summarised, and nobody is told", () =>
    Effect.gen(function* () {
      const { run, simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, err, out } = yield* run(["failures", "partial", "--page-size", "2"])
      assert.strictEqual(code, 0, err)
      assert.include(out, "5 of 50 records failed")
      assert.deepStrictEqual(yield* simulator.inbox, [])
    })
  )

  it.scoped("O3 ndjson prints one record a line, as it came", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({ jobs: Platform.jobs })
      const { out } = yield* run(["failures", "partial", "--output", "ndjson"])
      const records = out
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line))
      assert.strictEqual(records.length, 5)
      for (const record of records) assert.hasAnyKeys(record, ["errorCode"])
    })
  )

  it.scoped("F1 --failures writes them to a file, which the report names", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({ jobs: Platform.jobs })
      const { cwd, out } = yield* run(["failures", "partial", "--failures", "f.csv"])
      assert.match(out, /Files +f\.csv/)
      assert.strictEqual(readFileSync(join(cwd, "f.csv"), "utf8").trimEnd().split("\r\n").length, 6)
    })
  )

  it.scoped("C3 numbers are checked before anything is asked", () =>
    Effect.gen(function* () {
      const { run, simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, err } = yield* run(["failures", "partial", "--page-size", "0", "--failures", "f.pdf"])
      assert.strictEqual(code, 2)
      assert.include(err, "--page-size 0")
      assert.include(err, ".ndjson .csv")
      assert.deepStrictEqual(yield* simulator.requests, [])
    })
  )
})
