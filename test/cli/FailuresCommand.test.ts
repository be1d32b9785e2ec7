import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Report from "../../src/report/Report.js"
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

  it.scoped(
    "O3 JSON is one document also when the job cannot be read, with the exit code and what to do",
    () =>
      Effect.gen(function* () {
        const { run } = yield* Platform.make({ jobs: Platform.jobs })
        const read = Effect.fnUntraced(function* (job: string) {
          const { code, out } = yield* run(["failures", job, "--output", "json"])
          const [report] = Schema.decodeUnknownSync(Schema.parseJson(Report.Report))(out).jobs
          return { code, report }
        })
        const missing = yield* read("nobody")
        assert.strictEqual(missing.code, 8)
        assert.deepInclude(missing.report, { polls: 1, requests: 1 })
        assert.deepInclude(missing.report?.error, { reason: "NotFound", step: "status" })
        assert.deepInclude(missing.report?.failures, {
          complete: false,
          reason: "the status could not be read"
        })
        const closed = yield* read("closed")
        assert.strictEqual(closed.code, 6)
        assert.include(closed.report?.error?.advice, "integrations:action:view")
      })
  )

  it.scoped("F1 of a job that still runs the number is at least, and the records read are written", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({
        jobs: {
          "data-action/running": { total: 50, errors: 5, durationMillis: 0, finalState: "RUNNING" }
        }
      })
      const { code, cwd, err, out } = yield* run(["failures", "running", "--failures", "f.ndjson"])
      assert.strictEqual(code, 0, err)
      assert.match(out, /^Running: data-action\/running, at least 5 of 30 records failed/)
      assert.include(out, "the job has not ended")
      assert.strictEqual(readFileSync(join(cwd, "f.ndjson"), "utf8").trimEnd().split("\n").length, 5)
    })
  )

  it.scoped("F6 what was read before a fault is told and kept, in every form", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({
        jobs: Platform.jobs,
        faults: [
          {
            match: { path: "/api/v2/data-actions/*/results", query: { pageNumber: "3" } },
            fault: { type: "status", status: 403, code: "not.authorized" }
          }
        ]
      })
      const args = [
        "failures",
        "partial",
        "--page-size",
        "2",
        "--page-concurrency",
        "1",
        "--failures",
        "f.csv"
      ]
      const text = yield* run(args)
      assert.strictEqual(text.code, 6)
      assert.include(text.out, "4 of 5 failed records were read (page 3 of the failed records could not be")
      assert.match(text.out, /Files +f\.incomplete\.csv/)
      assert.match(
        text.err,
        /^warning: f\.csv was not written: .* Those that were are in f\.incomplete\.csv\.$/m
      )
      assert.strictEqual(
        readFileSync(join(text.cwd, "f.incomplete.csv"), "utf8").trimEnd().split("\r\n").length,
        5
      )
      const lines = yield* run([...args, "--output", "ndjson"])
      assert.strictEqual(lines.code, 6)
      assert.strictEqual(lines.out.trimEnd().split("\n").length, 4)
      assert.match(
        lines.err,
        /^warning: 4 failed records came, and they are not all\.\nerror: permission refused/
      )
    })
  )

  it.scoped("C2 what a record repeats of our secrets is not shown", () =>
    Effect.gen(function* () {
      const secret = "sentinel-client-secret-5f3a"
      const { run } = yield* Platform.make({
        clients: [{ id: "client", secret }],
        jobs: {
          "data-action/j1": {
            total: 5,
            errors: 3,
            durationMillis: 0,
            codes: { [`CODE ${secret}`]: 1 },
            messages: {
              [`CODE ${secret}`]: [`login with ${secret} refused, see https://x/?Signature=${secret}`]
            }
          }
        }
      })
      for (const output of ["text", "json"]) {
        const { code, err, out } = yield* run(["failures", "j1", "--output", output], {
          env: { GENESYS_CLIENT_SECRET: secret }
        })
        assert.strictEqual(code, 0, err)
        assert.include(out, "CODE <secret>")
        assert.notInclude(out + err, "sentinel")
      }
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
