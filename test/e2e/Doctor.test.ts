import { writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Program from "./Program.js"

const Document = Schema.Struct({
  schemaVersion: Schema.Literal(1),
  checks: Schema.Array(
    Schema.Struct({
      name: Schema.String,
      result: Schema.Literal("ok", "warning", "failed", "skipped"),
      detail: Schema.String,
      fix: Schema.NullOr(Schema.String)
    })
  ),
  exitCode: Schema.Number
})

const decode = Schema.decodeUnknownSync(Schema.parseJson(Document), { onExcessProperty: "error" })

const jobs = {
  "data-action/fine": { total: 50, errors: 5, durationMillis: 200 },
  "data-action/half": { total: 5, forbidden: { results: "integrations:action:view" } },
  "data-action/closed": { total: 5, forbidden: { status: "integrations:action:view" } }
}

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

const doctor = async (args: ReadonlyArray<string>, env: Readonly<Record<string, string>>, cwd?: string) => {
  const run = await Program.run(["doctor", ...args, "--output", "json"], env, cwd)
  const document = decode(run.stdout)
  assert.strictEqual(document.exitCode, run.code, run.stdout)
  assert.notMatch(run.stdout + run.stderr, /sentinel|\[object |undefined|\n +at /)
  const named = (name: string) => document.checks.filter((check) => check.name === name)
  const results = Object.fromEntries(document.checks.map(({ name, result }) => [name, result]))
  return { ...run, ...document, named, results }
}

describe.concurrent("doctor", () => {
  it("C1 all is well: every check says so, one line each, and nothing is posted", async () => {
    const simulation = await Program.simulate({ jobs })
    const run = await Program.run(["doctor", "fine"], simulation.env)
    assert.strictEqual(run.code, 0, run.stdout + run.stderr)
    const lines = run.stdout.trimEnd().split("\n")
    assert.isTrue(lines.every((line) => line.startsWith("ok ")))
    for (const name of ["configuration", "proxy", "dns", "api", "login", "clock", "token", "job status"]) {
      assert.strictEqual(lines.filter((line) => line.includes(`  ${name} `)).length, 1, name)
    }
    assert.include(run.stdout, "data-action/fine can be read")
    assert.deepStrictEqual(await simulation.inbox(), [])
    assert.notInclude(run.stdout + run.stderr, simulation.env["GENESYS_CLIENT_SECRET"] ?? "-")
    assert.notInclude(run.stdout + run.stderr, "/services/")
  })

  it("F7 a permission that is missing is named, for the status and for the failed records", async () => {
    const simulation = await Program.simulate({ jobs })
    const half = await doctor(["half"], simulation.env)
    assert.strictEqual(half.code, 6)
    assert.strictEqual(half.results["job status"], "ok")
    assert.include(half.named("job failures")[0]?.fix ?? "", "integrations:action:view")
    const closed = await doctor(["closed"], simulation.env)
    assert.strictEqual(closed.code, 6)
    assert.include(closed.named("job status")[0]?.fix ?? "", "integrations:action:view")
    assert.strictEqual(closed.results["job failures"], "skipped")
    const missing = await doctor(["nobody"], simulation.env)
    assert.strictEqual(missing.code, 8)
  })

  it("A3 a wrong secret is told in the platform's words, and Slack is looked at all the same", async () => {
    const simulation = await Program.simulate({ jobs })
    const run = await doctor(["fine"], { ...simulation.env, GENESYS_CLIENT_SECRET: "sentinel" })
    assert.strictEqual(run.code, 6)
    assert.strictEqual(run.results["token"], "failed")
    assert.include(run.named("token")[0]?.detail ?? "", "invalid_client")
    assert.include(run.named("token")[0]?.fix ?? "", "client secret")
    assert.strictEqual(run.results["job status"], "skipped")
    assert.strictEqual(run.results["slack"], "ok")
  })

  it("A2 a token that the API refuses is found, and one that it takes", async () => {
    const simulation = await Program.simulate({ jobs, token: { issued: ["given-token"] } })
    const token = (value: string) =>
      doctor(["fine"], {
        GENESYS_API_URL: simulation.url,
        GENESYS_LOGIN_URL: simulation.url,
        GENESYSCLOUD_ACCESS_TOKEN: value
      })
    assert.strictEqual((await token("given-token")).code, 0)
    const refused = await token("sentinel-token")
    assert.strictEqual(refused.code, 6)
    assert.strictEqual(refused.results["token"], "failed")
  })

  it("W5 a dead host is told apart from the others", async () => {
    const simulation = await Program.simulate({ jobs })
    const run = await doctor(["fine"], {
      ...simulation.env,
      GENESYS_API_URL: `http://127.0.0.1:${await deadPort()}`
    })
    assert.strictEqual(run.code, 7)
    assert.deepInclude(run.results, {
      api: "failed",
      login: "ok",
      clock: "ok",
      token: "skipped",
      slack: "ok"
    })
    assert.include(run.named("api")[0]?.detail ?? "", "ECONNREFUSED")
  })

  it("W5 a web page in the place of the API is seen as one", async () => {
    const simulation = await Program.simulate({
      jobs,
      faults: [{ match: { path: "/api/v2/date" }, fault: { type: "html" } }]
    })
    const run = await doctor([], simulation.env)
    assert.strictEqual(run.code, 7)
    assert.include(run.named("api")[0]?.detail ?? "", "web page")
  })

  it("C1 every broken setting is a line of its own, and what can be checked is checked", async () => {
    const run = await doctor(["no-such-kind/1"], {
      GENESYS_ENVIRONMENT: "eu-west1",
      GENESYS_CLIENT_ID: "id",
      SLACK_WEBHOOK_URL: "https://example.com/sentinel",
      HTTPS_PROXY: "socks5://user:sentinel@proxy"
    })
    assert.strictEqual(run.code, 2)
    const failed = run.checks.filter(({ result }) => result === "failed")
    for (const part of [
      "no-such-kind",
      "Did you mean eu-west-1",
      "GENESYS_CLIENT_SECRET",
      "HTTPS_PROXY",
      "example.com"
    ]) {
      assert.strictEqual(failed.filter(({ detail }) => detail.includes(part)).length, 1, part)
    }
  })

  it("C1 a proxy that cannot be used is a fault with its fix, in every command", async () => {
    const run = await Program.run(["status", "fine"], {
      GENESYS_CLIENT_ID: "id",
      GENESYS_CLIENT_SECRET: "s",
      HTTPS_PROXY: "socks5://user:sentinel@proxy"
    })
    assert.strictEqual(run.code, 2, run.stderr)
    assert.include(run.stderr, "HTTPS_PROXY is not the URL of a proxy")
    assert.notInclude(run.stderr, "sentinel")
  })

  it("S1 --send-test posts one message to each destination and says what became of it", async () => {
    const simulation = await Program.simulate({ jobs })
    const revoked = await Program.simulate({
      slack: { always: { type: "error", error: "no_service", status: 404 } }
    })
    const cwd = Program.folder()
    writeFileSync(
      join(cwd, "genesys-jobs.config.json"),
      JSON.stringify({ destinations: [{ label: "gone", webhookUrlEnv: "GONE" }] })
    )
    const env = { ...simulation.env, GONE: revoked.env["SLACK_WEBHOOK_URL"] ?? "" }
    const run = await doctor(["--send-test"], env, cwd)
    assert.strictEqual(run.code, 9)
    assert.deepStrictEqual(
      run.named("slack").map(({ detail, result }) => [detail.split(":")[0], result]),
      [
        ["slack", "ok"],
        ["gone", "failed"]
      ]
    )
    const inbox = await simulation.inbox()
    assert.strictEqual(inbox.length, 1)
    assert.include(inbox[0]?.text ?? "", "test message")
    assert.strictEqual((await revoked.inbox()).length, 1)
  })

  it("S7 --send-test without a webhook does not pass", async () => {
    const simulation = await Program.simulate({ jobs })
    const { SLACK_WEBHOOK_URL: _, ...env } = simulation.env
    assert.strictEqual((await doctor([], env)).code, 0)
    assert.strictEqual((await doctor(["--send-test"], env)).code, 2)
  })
})
