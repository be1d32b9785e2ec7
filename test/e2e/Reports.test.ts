import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

const jobs = { "data-action/j1": { total: 300, errors: 150, durationMillis: 600 } }
const watch = ["watch", "j1", "--interval", "200ms"]

describe.concurrent("report files", () => {
  it("O3 each extension has its form, and the text report lists what was written", async () => {
    const simulation = await Program.simulate({ jobs })
    const cwd = Program.folder()
    const names = ["r.json", "r.md", "r.csv", "r.html", "R.XML"]
    const run = await Program.run(
      [...watch, ...names.flatMap((name) => ["--report", name]), "--failures", "failed.csv"],
      simulation.env,
      cwd
    )
    assert.strictEqual(run.code, 1, run.stderr)
    assert.include(run.stdout, "r.json, r.md, r.csv, r.html, R.XML, failed.csv")
    const read = (name: string) => Program.read(join(cwd, name))
    assert.strictEqual(Program.decode(read("r.json")).jobs[0]?.failures.total, 150)
    assert.match(read("r.md"), /^# Genesys Cloud jobs\n\n## Partial/)
    assert.match(read("r.csv"), /^\ufeffjob,outcome,/)
    assert.match(read("r.html"), /^<!doctype html>/i)
    assert.include(read("r.html"), "Progress", "the readings of the watch are drawn")
    assert.match(read("R.XML"), /^<\?xml .*<testsuites/s)
    assert.include(read("r.md"), "failed.csv")
    const rows = read("failed.csv").trimEnd().split("\r\n")
    assert.match(rows[0] ?? "", /^gc__code,gc__message,gc__id,gc__record_id,externalId,.*,gc__more$/)
    assert.strictEqual(rows.length, 151)
    assert.deepStrictEqual(readdirSync(cwd).sort(), [...names, "failed.csv"].sort())
  })

  it("C1 an extension without a form, and a folder in the place of a file, are found before any request", async () => {
    const simulation = await Program.simulate({ jobs })
    const cwd = Program.folder()
    mkdirSync(join(cwd, "there.md"))
    const run = await Program.run(
      [...watch, "--report", "r.pdf", "--report", "there.md", "--failures", "f.xml"],
      simulation.env,
      cwd
    )
    assert.strictEqual(run.code, 2)
    for (const part of [".json .md .csv .html .xml", "there.md is a folder", ".ndjson .csv"]) {
      assert.include(run.stderr, part)
    }
    assert.deepStrictEqual(await simulation.requests(), [])
  })

  it("O1 a file that cannot be written costs neither the report nor the other files", async () => {
    const simulation = await Program.simulate({
      jobs: { "data-action/j1": { total: 300, errors: 150, durationMillis: 1500 } }
    })
    const cwd = Program.folder()
    mkdirSync(join(cwd, "gone"))
    const started = Program.start(
      [...watch, "--report", "gone/r.html", "--report", "kept.md", "--failures", "failed.ndjson"],
      simulation.env,
      cwd
    )
    await started.said("RUNNING")
    rmSync(join(cwd, "gone"), { recursive: true })
    const run = await started.ended
    // 1 for the failed records, 2 for the file: the greater wins.
    assert.strictEqual(run.code, 2, run.stderr)
    assert.include(run.stdout, "150 of 300 records failed")
    assert.match(run.stdout, /Files +kept\.md, failed\.ndjson$/m)
    assert.notMatch(run.stdout, /Files.*gone/)
    assert.include(run.stderr, "The report could not be written to gone/r.html.")
    assert.isTrue(existsSync(join(cwd, "kept.md")))
  })

  it("F6 of failed records that could not all be read those that were are kept, and that is said", async () => {
    const simulation = await Program.simulate({
      jobs,
      faults: [
        { match: { path: "/api/v2/data-actions/*/results", from: 2 }, fault: { type: "status", status: 404 } }
      ]
    })
    const cwd = Program.folder()
    const run = await Program.run([...watch, "--failures", "failed.csv"], simulation.env, cwd)
    assert.include(run.stderr, "failed.csv was not written")
    assert.deepStrictEqual(readdirSync(cwd), ["failed.incomplete.csv"])
    assert.match(run.stdout, /Files +failed\.incomplete\.csv/)
    const rows = Program.read(join(cwd, "failed.incomplete.csv")).trimEnd().split("\r\n")
    assert.strictEqual(rows.length, 101)
  })
})
