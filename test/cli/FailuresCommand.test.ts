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

  it.scoped(
    "F3 where none of the records is listed that the status counts, it says so, and not to read them again",
    () =>
      Effect.gen(function* () {
        const { run } = yield* Platform.make({
          jobs: {
            "data-action/silent": { total: 50, errors: 3, listed: 0, durationMillis: 0 },
            "data-action/early": { total: 50, errors: 3, listed: 0, durationMillis: 0, finalState: "RUNNING" }
          }
        })
        const silent = yield* run(["failures", "silent"])
        assert.strictEqual(silent.code, 0, silent.err)
        assert.match(silent.out, /Error +the status counts 3 failed records, but the platform lists none/)
        assert.match(silent.out, /Next +Look at the job in Genesys Cloud/)
        assert.notInclude(silent.out, "genesys-jobs failures")
        assert.match(
          (yield* run(["failures", "early"])).out,
          /Next +Run the same command again when the job has ended/
        )
        const lines = yield* run(["failures", "silent", "--output", "ndjson"])
        assert.strictEqual(lines.out, "")
        assert.match(
          lines.err,
          /^warning: the status counts 3 failed records, but the platform lists none\. Look at/
        )
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
