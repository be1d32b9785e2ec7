import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Report from "../../src/report/Report.js"
import * as Platform from "./Platform.js"
import * as Recording from "./Recording.js"

const decode = Schema.decodeSync(Schema.parseJson(Report.Report))

describe("WatchCommand", () => {
  it.scoped("W1 the job is followed, its failures read, people told, the result printed", () =>
    Effect.gen(function* () {
      const { run, simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, err, out } = yield* run(["watch", "partial"])
      assert.strictEqual(code, 1, err)
      assert.include(out, "5 of 50 records failed")
      assert.match(out, /Summary +delivered \(slack\)/)
      assert.strictEqual((yield* simulator.inbox).length, 1)
    })
  )

  it.scoped("W6 several jobs make one report, and the greatest exit code wins", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, out } = yield* run([
        "watch",
        "clean",
        "partial",
        "closed",
        "--notify",
        "never",
        "--output",
        "json"
      ])
      const report = decode(out)
      assert.strictEqual(code, 6)
      assert.strictEqual(report.exitCode, 6)
      assert.deepStrictEqual(
        report.jobs.map(({ outcome }) => outcome),
        ["succeeded", "partial", "unknown"]
      )
    })
  )

  it.scoped("S7 without a webhook the report says that nobody was told", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, err, out } = yield* run(["watch", "clean", "--output", "json"], {
        env: { SLACK_WEBHOOK_URL: "" }
      })
      assert.strictEqual(code, 0)
      assert.include(err, "SLACK_WEBHOOK_URL is not set")
      assert.strictEqual(decode(out).jobs[0]?.notification.result, "skipped")
    })
  )

  it.scoped("C1 the command line goes before the configuration file", () =>
    Effect.gen(function* () {
      const { run, simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const cwd = Recording.folder()
      writeFileSync(
        join(cwd, "genesys-jobs.config.json"),
        JSON.stringify({
          destinations: [
            { label: "ops", webhookUrlEnv: "SLACK_WEBHOOK_URL", notify: "never", mention: "<!here>" }
          ]
        })
      )
      const args = ["watch", "partial", "--output", "json"]
      assert.strictEqual(decode((yield* run(args, { cwd })).out).jobs[0]?.notification.result, "skipped")
      const flagged = [...args, "--notify", "always", "--mention", "<!channel>"]
      assert.deepInclude(decode((yield* run(flagged, { cwd })).out).jobs[0]?.notification, {
        destination: "ops",
        result: "delivered"
      })
      const sent = JSON.stringify(yield* simulator.inbox)
      assert.notInclude(sent, '"range":"here"')
      assert.notInclude(sent, "<!here>")
    })
  )

  it.scoped("O1 what cannot be written is told after the report, which lists what was", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, cwd, out } = yield* run(["watch", "clean", "--report", "r.md", "--failures", "f.ndjson"])
      assert.strictEqual(code, 0)
      assert.match(out, /Files +r\.md, f\.ndjson/)
      assert.deepStrictEqual(readdirSync(cwd).sort(), ["f.ndjson", "r.md"])
      assert.strictEqual(readFileSync(join(cwd, "f.ndjson"), "utf8"), "")
    })
  )
})
