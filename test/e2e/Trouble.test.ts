import { writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

const platform = { GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET: "sentinel-client-secret" }

/** A port that nobody listens on. */
const deadPort = () =>
  new Promise<number>((resolve) => {
    const server = createServer()
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = address === null || typeof address === "string" ? 0 : address.port
      server.close(() => resolve(port))
    })
  })

const reads = (run: Program.Ended, code: number, ...parts: ReadonlyArray<string>) => {
  assert.strictEqual(run.code, code, run.stderr)
  for (const part of parts) assert.include(run.stdout + run.stderr, part)
  assert.notMatch(run.stdout + run.stderr, /\[object |\n +at |undefined|sentinel/)
}

describe.concurrent("errors a newcomer meets", () => {
  it("C1 without any variable, all that is missing is told at once, with the fix", async () => {
    const run = await Program.run(["watch"], {})
    reads(
      run,
      2,
      "No job is given",
      "GENESYS_CLIENT_ID is not set",
      "GENESYS_CLIENT_SECRET is not set",
      "Admin > Integrations > OAuth"
    )
    assert.strictEqual(run.stdout, "")
  })

  it("C1 a broken Slack URL and a missing folder are found before any request", async () => {
    const run = await Program.run(["watch", "j1", "--report", "nowhere/report.json"], {
      ...platform,
      SLACK_WEBHOOK_URL: "https://example.com/services/sentinel"
    })
    reads(run, 2, "SLACK_WEBHOOK_URL", "there is no folder")
  })

  it("C3 numbers and durations are validated", async () => {
    const run = await Program.run(
      ["watch", "j1", "--interval", "0s", "--page-size", "-3", "--timeout", "soon"],
      platform
    )
    reads(run, 2)
    const all = await Program.run(
      ["watch", "j1", "--interval", "0s", "--page-size", "0", "--timeout", "soon"],
      platform
    )
    reads(all, 2, "--interval 0s", "--page-size 0", "--timeout soon", "5 minutes")
  })

  it("O4 a typo in an option is named, also behind a job", async () => {
    reads(await Program.run(["watch", "j1", "--intervall", "3s"], platform), 2, "--intervall")
    reads(await Program.run(["wach", "j1"], platform), 2, "wach")
  })

  it("C1 an option with a wrong word, a wrong level and a file named twice are told by name", async () => {
    reads(await Program.run(["watch", "j1", "--output", "yaml"], platform), 2, "--output", "ndjson")
    reads(await Program.run(["watch", "j1", "--log-level", "loud"], platform), 2, "--log-level loud", "debug")
    reads(
      await Program.run(["watch", "j1", "--report", "a.csv", "--failures", "a.csv"], platform),
      2,
      "named twice"
    )
  })

  it("C1 a mistyped region is refused with the one that was meant", async () => {
    reads(await Program.run(["watch", "j1", "--environment", "eu-west1"], platform), 2, "eu-west-1")
  })

  it("C2 plain http is for loopback hosts only", async () => {
    reads(
      await Program.run(["watch", "j1"], { ...platform, GENESYS_API_URL: "http://api.example.com" }),
      2,
      "http://api.example.com",
      "https"
    )
  })

  it("W5 a dead host ends with 7 when the network budget is spent", async () => {
    const url = `http://127.0.0.1:${await deadPort()}`
    const run = await Program.run(["watch", "j1"], {
      ...platform,
      GENESYS_API_URL: url,
      GENESYS_LOGIN_URL: url
    })
    reads(run, 7, "ECONNREFUSED", "POST /oauth/token", "region")
  })

  it("O4 a job that does not exist is told with its operation, its correlation id and what to do", async () => {
    const simulation = await Program.simulate({ jobs: {} })
    const run = await Program.run(["status", "data-action/nobody"], simulation.env)
    reads(run, 8, "GET /api/v2/data-actions/{id}/status", "correlation id", "Check the job's kind and id")
    assert.strictEqual(run.stdout, "")
  })

  it("O4 an id that could leave its path is refused", async () => {
    reads(await Program.run(["watch", "data-action/.."], platform), 2, "not a job id")
    reads(await Program.run(["watch", "no-such-kind/1"], platform), 2, "no-such-kind", "genesys-jobs kinds")
  })

  it("C1 a token beside client credentials wins, with a warning", async () => {
    const simulation = await Program.simulate({
      jobs: { "data-action/j1": { total: 1, durationMillis: 100 } },
      token: { issued: ["given-token"] }
    })
    const run = await Program.run(["watch", "j1"], {
      ...simulation.env,
      GENESYSCLOUD_ACCESS_TOKEN: "given-token"
    })
    assert.strictEqual(run.code, 0, run.stderr)
    assert.include(run.stderr, "warning: GENESYSCLOUD_ACCESS_TOKEN is used")
    assert.isFalse((await simulation.requests()).some(({ target }) => target === "login"))
  })
})

describe.concurrent("simulate", () => {
  it("O4 a scenario that is not there is told with the ready ones, a broken one with the place of each fault", async () => {
    reads(
      await Program.run(["simulate", "--scenario", "nowhere.json"], {}),
      2,
      "nowhere.json",
      "slack-trouble"
    )
    const cwd = Program.folder()
    writeFileSync(join(cwd, "bad.json"), '{ "jobs": { "data-action/a": { "total": -1, "colour": "red" } } }')
    reads(await Program.run(["simulate", "--scenario", "bad.json"], {}, cwd), 2, "total", "colour")
  })

  it("W1 a ready scenario runs by its name", async () => {
    const started = Program.start(["simulate", "--port", "0", "--scenario", "outage"], {})
    await started.said("SLACK_WEBHOOK_URL")
    started.child.kill("SIGTERM")
    assert.strictEqual((await started.ended).code, 143)
  })
})
