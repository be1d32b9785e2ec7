import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

const jobs = { "data-action/j1": { total: 50, errors: 5, durationMillis: 200 } }

const webhookOf = (simulation: Program.Simulation) => simulation.env["SLACK_WEBHOOK_URL"] ?? ""

const withDestinations = (destinations: ReadonlyArray<object>) => {
  const cwd = Program.folder()
  writeFileSync(join(cwd, "genesys-jobs.config.json"), JSON.stringify({ destinations }))
  return cwd
}

const watch = async (
  env: Readonly<Record<string, string>>,
  cwd: string,
  options: ReadonlyArray<string> = [],
  reference = "j1"
) => {
  const run = await Program.run(
    ["watch", reference, "--interval", "200ms", "--output", "json", ...options],
    env,
    cwd
  )
  const report = run.stdout === "" ? undefined : Program.decode(run.stdout)
  const job = report?.jobs[0]
  return { ...run, notification: job?.notification, notifications: job?.notifications }
}

describe.concurrent("several destinations", () => {
  it("S7 one that fails does not stop the other; exit code 9 and its label", async () => {
    const simulation = await Program.simulate({ jobs })
    const broken = await Program.simulate({
      slack: { always: { type: "error", error: "no_service", status: 404 } }
    })
    const cwd = withDestinations([
      { label: "gone", webhookUrlEnv: "GONE" },
      { label: "recordings", webhookUrlEnv: "GONE", kinds: ["recording-job"] },
      { label: "ops", webhookUrlEnv: "OPS", mention: "<!subteam^S0123ABCD>" }
    ])
    const { SLACK_WEBHOOK_URL: _, ...env } = simulation.env
    const run = await watch({ ...env, GONE: webhookOf(broken), OPS: webhookOf(simulation) }, cwd)
    assert.strictEqual(run.code, 9, run.stderr)
    assert.strictEqual(run.notification?.result, "undelivered")
    assert.strictEqual(run.notification?.destination, "gone")
    assert.match(run.notification?.reason ?? "", /no_service; delivered to ops$/)
    assert.match(run.notification?.fix ?? "", /Create a new incoming webhook/)
    assert.deepStrictEqual(
      run.notifications?.map(({ destination, result }) => [destination, result]),
      [
        ["gone", "undelivered"],
        ["recordings", "skipped"],
        ["ops", "delivered"]
      ]
    )
    const inbox = await simulation.inbox()
    assert.deepStrictEqual(
      inbox.map(({ accepted }) => accepted),
      [true]
    )
    assert.include(JSON.stringify(inbox), "S0123ABCD")
    assert.notInclude(run.stdout + run.stderr, "/services/")
  })

  it("S2 two that share a webhook share its pace", async () => {
    const simulation = await Program.simulate({ jobs, slack: { minGapMillis: 900 } })
    const cwd = withDestinations([
      { label: "a", webhookUrlEnv: "SLACK_WEBHOOK_URL" },
      { label: "b", webhookUrlEnv: "SLACK_WEBHOOK_URL" }
    ])
    const run = await watch(simulation.env, cwd)
    assert.strictEqual(run.code, 1, run.stderr)
    assert.deepStrictEqual(
      (await simulation.inbox()).map(({ status }) => status),
      [200, 200]
    )
  })

  it("O3 --dry-run shows the message of each destination that would be told", async () => {
    const simulation = await Program.simulate({ jobs })
    const cwd = withDestinations([
      { label: "ops", webhookUrlEnv: "OPS" },
      { label: "successes", webhookUrlEnv: "OPS", outcomes: ["succeeded"] }
    ])
    const run = await Program.run(
      ["watch", "j1", "--interval", "200ms", "--dry-run"],
      { ...simulation.env, OPS: "https://hooks.slack.com/services/T/B/sentinel" },
      cwd
    )
    assert.strictEqual(run.code, 1, run.stderr)
    assert.include(run.stdout, "Slack message to slack (not posted)")
    assert.include(run.stdout, "Slack message to ops (not posted)")
    assert.notInclude(run.stdout, "Slack message to successes")
    assert.notInclude(run.stdout, "sentinel")
    assert.deepStrictEqual(await simulation.inbox(), [])
  })

  it("C1 a destination whose variable is not set is found before any request; only watch needs it", async () => {
    const simulation = await Program.simulate({ jobs })
    const cwd = withDestinations([{ label: "ops", webhookUrlEnv: "OPS" }])
    const run = await watch(simulation.env, cwd)
    assert.strictEqual(run.code, 2)
    assert.include(run.stderr, 'OPS is not set, which the destination "ops"')
    assert.deepStrictEqual(await simulation.requests(), [])
    assert.strictEqual((await Program.run(["status", "j1"], simulation.env, cwd)).code, 0)
  })
})

describe.concurrent("--notify on-change", () => {
  it("S7 the second run of the same result tells nobody, another result tells again", async () => {
    const first = await Program.simulate({ jobs })
    const other = await Program.simulate({ jobs: { "data-action/j1": { total: 50, errors: 6 } } })
    const cwd = Program.folder()
    const seen = async (simulation: Program.Simulation) => {
      // The region stays the same although each simulator has a port of its own.
      const env = { ...simulation.env, GENESYS_ENVIRONMENT: "mypurecloud.ie" }
      return (await watch(env, cwd, ["--notify", "on-change"])).notification?.result
    }
    assert.strictEqual(await seen(first), "delivered")
    assert.strictEqual(await seen(first), "skipped")
    assert.strictEqual(await seen(other), "delivered")
    assert.strictEqual((await first.inbox()).length, 1)
    const log = readFileSync(join(cwd, ".local", "state", "genesys-jobs", "notifications.ndjson"), "utf8")
    assert.strictEqual(log.trimEnd().split("\n").length, 2)
  })

  it("S7 runs side by side keep each other's memory", async () => {
    const names = ["a", "b", "c", "d"]
    const simulation = await Program.simulate({
      jobs: Object.fromEntries(names.map((name) => [`data-action/${name}`, { total: 5, errors: 1 }])),
      slack: { minGapMillis: 1 }
    })
    const cwd = Program.folder()
    const state = join(cwd, "state")
    const all = () =>
      Promise.all(
        names.map((name) =>
          watch({ ...simulation.env, XDG_STATE_HOME: state }, cwd, ["--notify", "on-change"], name)
        )
      )
    const results = (runs: Awaited<ReturnType<typeof all>>) =>
      runs.map(({ notification }) => notification?.result)
    assert.deepStrictEqual(
      results(await all()),
      Array.from(names, () => "delivered")
    )
    assert.deepStrictEqual(
      results(await all()),
      Array.from(names, () => "skipped")
    )
  })

  it("S7 a message that was lost is sent with the next run", async () => {
    const simulation = await Program.simulate({
      jobs,
      slack: { answers: [{ type: "error", error: "no_service", status: 404 }] }
    })
    const cwd = Program.folder()
    const run = () => watch(simulation.env, cwd, ["--notify", "on-change"])
    assert.strictEqual((await run()).code, 9)
    assert.strictEqual((await run()).notification?.result, "delivered")
  })
})
