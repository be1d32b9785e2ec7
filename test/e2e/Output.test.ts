import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

const bin = new URL("../../dist/bin.js", import.meta.url).pathname
const jobs = { "data-action/j1": { total: 400, errors: 120, durationMillis: 300 } }

const ended = (errors: number) => ({ total: 10, errors, endsAtPoll: 1 })

describe.concurrent("output", () => {
  it("W1 five variables and nothing else do the main job", async () => {
    const simulation = await Program.simulate({ jobs })
    const run = await Program.run(["watch"], {
      ...simulation.env,
      DATA_ACTION_ID: "j1",
      GENESYS_ENVIRONMENT: "mypurecloud.ie"
    })
    assert.strictEqual(run.code, 1, run.stderr)
    assert.include(run.stdout, "VALIDATION_ERROR")
    assert.strictEqual((await simulation.inbox()).length, 1)
  })

  it("O1 stdout carries the result only, without colour when it is piped", async () => {
    const simulation = await Program.simulate({ jobs })
    const run = await Program.run(["watch", "j1", "--output", "json"], simulation.env)
    assert.strictEqual(Program.decode(run.stdout).jobs.length, 1)
    assert.notInclude(run.stdout + run.stderr, "\u001b")
  })

  it("O1 a reader that goes away is no error", async () => {
    const simulation = await Program.simulate({
      jobs: { "data-action/j1": { total: 30_000, errors: 20_000, durationMillis: 100 } }
    })
    const piped = spawnSync(
      "/bin/bash",
      [
        "--norc",
        "-c",
        `set -o pipefail; "${process.execPath}" "${bin}" failures j1 --output ndjson | head -1`
      ],
      { env: { PATH: process.env["PATH"] ?? "", ...simulation.env }, encoding: "utf8" }
    )
    assert.strictEqual(piped.status, 0, piped.stderr)
    assert.strictEqual(piped.stderr, "")
    assert.strictEqual(piped.stdout.trim().split("\n").length, 1)
  })

  it("O1 a result that cannot be written ends with 2 and says so", () => {
    // Opened for reading, standard output refuses every write, as a full disk does.
    const lost = spawnSync("bash", ["-c", `"${process.execPath}" "${bin}" kinds 1< /dev/null`], {
      encoding: "utf8"
    })
    assert.strictEqual(lost.status, 2, lost.stderr)
    assert.strictEqual(lost.stderr, "error: the result could not be written to stdout: EBADF\n")
  })

  it("O3 ndjson prints events as they happen and the report at the end", async () => {
    const simulation = await Program.simulate({ jobs })
    const run = await Program.run(["watch", "j1", "--output", "ndjson"], simulation.env)
    const lines = run.stdout.trim().split("\n")
    const events = lines.slice(0, -1).map((line): unknown => JSON.parse(line))
    assert.propertyVal(events[0], "event", "Started")
    assert.propertyVal(events.at(-1), "event", "Ended")
    assert.strictEqual(Program.decode(lines.at(-1) ?? "").exitCode, 1)
  })

  it("O3 one JSON document is printed also when the watch fails", async () => {
    const simulation = await Program.simulate({ jobs: {} })
    const run = await Program.run(["watch", "data-action/nobody", "--output", "json"], simulation.env)
    assert.strictEqual(Program.decode(run.stdout).jobs[0]?.error?.reason, "NotFound")
    assert.strictEqual(Program.decode(run.stdout).exitCode, run.code)
  })

  it("F4 failures --failures writes every record as it came, and nothing when it could not be read whole", async () => {
    const ended = { "data-action/j1": { total: 400, errors: 120, endsAtPoll: 1 } }
    const whole = await Program.simulate({ jobs: ended })
    const cwd = Program.folder()
    const run = await Program.run(["failures", "j1", "--failures", "out.ndjson"], whole.env, cwd)
    assert.strictEqual(run.code, 0, run.stderr)
    assert.strictEqual(Program.read(join(cwd, "out.ndjson")).trim().split("\n").length, 120)
    const cut = await Program.simulate({
      jobs: ended,
      faults: [
        { match: { path: "/api/v2/data-actions/*/results", from: 2 }, fault: { type: "status", status: 403 } }
      ]
    })
    const half = await Program.run(["failures", "j1", "--failures", "half.ndjson"], cut.env, cwd)
    assert.strictEqual(half.code, 6, half.stderr)
    assert.isFalse(existsSync(join(cwd, "half.ndjson")))
  })

  it("F6 a fault on a later page keeps the earlier ones, and the report says at least", async () => {
    const run = await Program.watch(
      {
        jobs: { "data-action/j1": { total: 400, errors: 120, durationMillis: 200, pageSizeCap: 20 } },
        faults: [
          {
            match: { path: "/api/v2/data-actions/*/results", from: 3 },
            fault: { type: "status", status: 403 }
          }
        ]
      },
      ["j1"],
      ["--page-concurrency", "1"]
    )
    const [report] = run.report?.jobs ?? []
    assert.strictEqual(report?.failures.total, 40)
    assert.isFalse(report?.failures.complete)
    assert.strictEqual(run.code, 6)
    assert.include(run.inbox[0]?.text ?? "", "120")
  })

  it("O3 --report writes the same document as a file", async () => {
    const simulation = await Program.simulate({ jobs })
    const cwd = Program.folder()
    const run = await Program.run(
      ["watch", "j1", "--output", "json", "--report", "report.json"],
      simulation.env,
      cwd
    )
    assert.deepStrictEqual(Program.decode(Program.read(join(cwd, "report.json"))), Program.decode(run.stdout))
  })

  it("W1 the demo runs through, shows the Slack message and ends with 0", async () => {
    const run = await Program.run(["demo"], {})
    assert.strictEqual(run.code, 0, run.stderr)
    assert.include(run.stdout, "245 of 1,000 records failed")
    assert.include(run.stdout, "The Slack message")
    assert.include(run.stderr, "503")
    assert.include(run.stderr, "429")
    assert.include(run.stderr, "the token is revoked")
  })

  it("O1 status and kinds print one thing", async () => {
    const simulation = await Program.simulate({ jobs })
    const status = await Program.run(["status", "j1"], simulation.env)
    assert.strictEqual(status.code, 0, status.stderr)
    assert.match(status.stdout, /^Job +data-action\/j1$/m)
    assert.strictEqual(status.stderr, "")
    const kinds = await Program.run(["kinds"], {})
    assert.include(kinds.stdout, "data-action/ID")
    const kind = await Program.run(["kinds", "data-action"], {})
    assert.include(kind.stdout, "/api/v2/data-actions/{id}/status")
  })

  it("F1 watch --failures tells the job of each record where it watches several", async () => {
    const simulation = await Program.simulate({
      jobs: { "data-action/j1": ended(2), "data-action/j2": ended(1) }
    })
    const cwd = Program.folder()
    await Program.run(["watch", "j1", "j2", "--failures", "out.ndjson"], simulation.env, cwd)
    const told = Program.read(join(cwd, "out.ndjson")).match(/^\{"gc__job":"data-action\/j[12]"/gm)
    assert.deepStrictEqual(told?.toSorted(), [
      '{"gc__job":"data-action/j1"',
      '{"gc__job":"data-action/j1"',
      '{"gc__job":"data-action/j2"'
    ])
  })

  it("O1 failures --output ndjson prints no character that a terminal obeys", async () => {
    const simulation = await Program.simulate({
      jobs: {
        "data-action/j1": { ...ended(1), codes: { BAD: 1 }, messages: { BAD: ["turned \u202e round"] } }
      }
    })
    const run = await Program.run(["failures", "j1", "--output", "ndjson"], simulation.env)
    assert.include(run.stdout, "turned \\u202e round")
    assert.notInclude(run.stdout, "\u202e")
  })
})
