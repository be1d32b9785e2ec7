import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

/** A kind that nobody foresaw: its words, fields and paths are those of no built-in kind. */
const kinds = {
  "badge-print": {
    title: "Badge print run",
    parameters: ["officeId", "runId"],
    status: {
      path: "/api/v2/offices/{officeId}/badges/runs/{runId}",
      state: "run.stage",
      processed: "run.printed",
      total: "run.asked",
      errors: { of: "run.asked", minus: ["run.good"] }
    },
    states: { running: ["PRINTING"], succeeded: ["OUT_OF_THE_TRAY"], failed: ["PAPER_JAM"] },
    failures: {
      source: "pages",
      path: "/api/v2/offices/{officeId}/badges/runs/{runId}/spoiled",
      items: "spoiled",
      total: "count",
      maxPageSize: 25,
      record: { code: "why", message: "words", id: "badge" }
    }
  }
}

const scenario: Parameters<typeof Program.simulate>[0] = {
  jobs: {
    "badge-print/dublin/7": {
      routes: [
        {
          path: "/api/v2/offices/dublin/badges/runs/7",
          steps: [
            { body: { run: { stage: "PRINTING", printed: 10, asked: 100, good: 10 } } },
            {
              afterRequests: 1,
              body: { run: { stage: "out_of_the_tray", printed: 100, asked: 100, good: 40 } }
            }
          ]
        },
        {
          path: "/api/v2/offices/dublin/badges/runs/7/spoiled",
          pages: {
            style: "pageNumber",
            field: "spoiled",
            place: { total: "/count" },
            items: Array.from({ length: 60 }, (_, index) => ({
              badge: `b${index}`,
              why: index % 3 === 0 ? "NO_PHOTO" : "NAME_TOO_LONG",
              words: `badge ${index} was spoiled`
            }))
          }
        }
      ]
    }
  }
}

const withConfig = (config: unknown, name = "genesys-jobs.config.json") => {
  const cwd = Program.folder()
  writeFileSync(join(cwd, name), typeof config === "string" ? config : JSON.stringify(config))
  return cwd
}

describe.concurrent("the configuration file", () => {
  it("F2 a kind of one's own is watched, with all pages of its failed records", async () => {
    const simulation = await Program.simulate(scenario)
    const run = await Program.run(
      ["watch", "badge-print/dublin/7", "--interval", "200ms", "--output", "json"],
      simulation.env,
      withConfig({ kinds })
    )
    assert.strictEqual(run.code, 1, run.stderr)
    const [job] = Program.decode(run.stdout).jobs
    assert.strictEqual(job?.outcome, "partial")
    assert.strictEqual(job?.failures.total, 60)
    assert.strictEqual(job?.failures.reconciled, true)
    assert.deepStrictEqual(
      job?.failures.groups.map(({ code, count }) => [code, count]),
      [
        ["NAME_TOO_LONG", 40],
        ["NO_PHOTO", 20]
      ]
    )
    assert.include((await simulation.inbox())[0]?.text ?? "", "badge-print/dublin/7")
  })

  it("C1 status, failures, kinds and doctor know it as well, by --config", async () => {
    const simulation = await Program.simulate(scenario)
    const cwd = withConfig({ kinds }, "own.json")
    const run = (...args: ReadonlyArray<string>) =>
      Program.run([...args, "--config", "own.json"], simulation.env, cwd)
    assert.include((await run("status", "badge-print/dublin/7")).stdout, "PRINTING")
    const failures = await run("failures", "badge-print/dublin/7", "--output", "ndjson")
    assert.strictEqual(failures.stdout.trimEnd().split("\n").length, 60, failures.stderr)
    const list = await run("kinds")
    assert.match(list.stdout, /^badge-print\/OFFICE_ID\/RUN_ID +Badge print run \(custom\)$/m)
    assert.match(list.stdout, /^data-action\/ID /m)
    const page = await run("kinds", "badge-print")
    for (const part of ["own.json", "/badges/runs/{runId}", "OUT_OF_THE_TRAY", "run.stage", "code: why"]) {
      assert.include(page.stdout, part)
    }
    assert.strictEqual((await run("doctor", "badge-print/dublin/7")).code, 0)
    assert.strictEqual((await Program.run(["kinds", "badge-print"], {}, cwd)).code, 2)
  })

  it("C1 a fault in the file is told with its place, in every command that reads it", async () => {
    const cwd = withConfig({
      kinds: { "badge-print": { ...kinds["badge-print"], staus: {} } },
      destination: []
    })
    for (const args of [
      ["watch", "badge-print/dublin/7"],
      ["status", "badge-print/dublin/7"],
      ["failures", "badge-print/dublin/7"],
      ["kinds"]
    ]) {
      const run = await Program.run(args, { GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET: "s" }, cwd)
      assert.strictEqual(run.code, 2, args.join(" "))
      assert.include(run.stderr, "genesys-jobs.config.json: kinds.badge-print.staus: unknown key")
      assert.include(run.stderr, "genesys-jobs.config.json: destination: unknown key")
      assert.notInclude(run.stderr, "There is no job kind")
    }
  })

  it("C2 a webhook URL in the file is refused and not repeated", async () => {
    const cwd = withConfig({
      destinations: [{ label: "ops", webhookUrl: "https://hooks.slack.com/services/T/B/sentinel" }]
    })
    const run = await Program.run(
      ["watch", "j1"],
      { GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET: "s" },
      cwd
    )
    assert.strictEqual(run.code, 2)
    assert.include(run.stderr, "webhookUrlEnv")
    assert.notInclude(run.stderr, "sentinel")
  })

  it("C1 the demo runs anywhere: no setting of the place belongs to it", async () => {
    const cwd = withConfig({ destinations: [{ label: "ops", webhookUrlEnv: "NOT_SET" }] })
    writeFileSync(join(cwd, ".env"), "GENESYSCLOUD_ACCESS_TOKEN=another\n")
    mkdirSync(join(cwd, ".gc"))
    writeFileSync(join(cwd, ".gc", "config.toml"), "this is not toml")
    const run = await Program.run(["demo"], { HTTP_PROXY: "http://127.0.0.1:9" }, cwd)
    assert.strictEqual(run.code, 0, run.stderr)
    assert.include(run.stdout, "245 of 1,000 records failed")
  })
})
