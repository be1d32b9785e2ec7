import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

const job = { total: 400, errors: 120, durationMillis: 300 }
const results = "/api/v2/data-actions/*/results"
const status = "/api/v2/data-actions/*/status"

/** Runs the main job with one fault on the way and asserts that nothing is lost by it. */
const survives = async (
  faults: NonNullable<Parameters<typeof Program.watch>[0]["faults"]>,
  more: object = {}
) => {
  const run = await Program.watch(
    { jobs: { "data-action/j1": { ...job, ...more } }, faults },
    ["data-action/j1"],
    // One page after the other, so that no request can cross with an answer that says to wait.
    ["--page-concurrency", "1"]
  )
  const [report] = run.report?.jobs ?? []
  assert.strictEqual(run.code, 1, run.stderr)
  assert.strictEqual(report?.outcome, "partial")
  assert.strictEqual(report?.failures.total, 120)
  assert.isTrue(report?.failures.complete)
  assert.isTrue(report?.failures.reconciled)
  assert.strictEqual(
    report?.failures.groups.reduce((sum, group) => sum + group.count, 0),
    120
  )
  assert.deepStrictEqual(
    run.inbox.map(({ accepted }) => accepted),
    [true]
  )
  assert.deepStrictEqual(
    run.requests.filter(({ tooEarly }) => tooEarly),
    []
  )
  return run
}

describe.concurrent("watch", () => {
  it("W1 a job without failed records ends with 0 and one summary", async () => {
    const run = await Program.watch({ jobs: { "data-action/j1": { total: 100, durationMillis: 300 } } }, [
      "j1"
    ])
    assert.strictEqual(run.code, 0, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.outcome, "succeeded")
    assert.strictEqual(run.report?.jobs[0]?.failures.total, 0)
    assert.strictEqual(run.inbox.length, 1)
    assert.strictEqual(run.report?.exitCode, 0)
  })

  it("W2 a completed job with failed records ends with 1 and all of them grouped", async () => {
    const run = await survives([])
    assert.deepStrictEqual(
      run.report?.jobs[0]?.failures.groups.map(({ code, count }) => [code, count]),
      [
        ["VALIDATION_ERROR", 88],
        ["DUPLICATE_RECORD", 20],
        ["EXTERNAL_TIMEOUT", 8],
        ["PERMISSION_DENIED", 4]
      ]
    )
  })

  it("W1 a failed job ends with 3 and is reported with its failures", async () => {
    const run = await Program.watch(
      { jobs: { "data-action/j1": { ...job, finalState: "FAILED", stopsAt: 1 } } },
      ["j1"]
    )
    assert.strictEqual(run.code, 3, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.outcome, "failed")
    assert.strictEqual(run.report?.jobs[0]?.failures.total, 120)
    assert.strictEqual(run.inbox.length, 1)
  })

  it("W1 a cancelled job ends with 4 and is reported, not dropped", async () => {
    const run = await Program.watch(
      { jobs: { "data-action/j1": { ...job, finalState: "CANCELLED", stopsAt: 0.5 } } },
      ["j1"]
    )
    assert.strictEqual(run.code, 4, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.outcome, "cancelled")
    assert.strictEqual(run.inbox.length, 1)
  })

  it("W5 a job that does not exist ends with 8 after a grace of five seconds, and nobody is told", async () => {
    const run = await Program.watch({ jobs: {} }, ["data-action/nobody"])
    assert.strictEqual(run.code, 8, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.error?.reason, "NotFound")
    assert.strictEqual(run.report?.jobs[0]?.error?.operation, "GET /api/v2/data-actions/{id}/status")
    const polls = run.requests.filter(({ target }) => target === "api")
    assert.isAtMost((polls.at(-1)?.at ?? 0) - (polls[0]?.at ?? 0), 6_000)
    assert.deepStrictEqual(run.inbox, [])
  })

  it("W5 a job that becomes visible a moment later is watched", async () => {
    const run = await Program.watch(
      { jobs: { "data-action/j1": { total: 10, durationMillis: 300, visibleAfterMillis: 1_500 } } },
      ["j1"]
    )
    assert.strictEqual(run.code, 0, run.stderr)
  })

  it("A3 a wrong secret ends with 6 after one request to the login host", async () => {
    const simulation = await Program.simulate({ jobs: { "data-action/j1": job } })
    const run = await Program.run(["watch", "j1"], {
      ...simulation.env,
      GENESYS_CLIENT_SECRET: "wrong-secret"
    })
    assert.strictEqual(run.code, 6, run.stderr)
    assert.include(run.stdout, "login was refused")
    const requests = await simulation.requests()
    assert.deepStrictEqual(
      requests.map(({ target }) => target),
      ["login"]
    )
    assert.notInclude(run.stdout + run.stderr, "wrong-secret")
  })

  it("F7 results that may not be read name the missing permission", async () => {
    const run = await Program.watch(
      { jobs: { "data-action/j1": { ...job, forbidden: { results: "integrations:action:view" } } } },
      ["j1"]
    )
    assert.strictEqual(run.code, 6, run.stderr)
    const [report] = run.report?.jobs ?? []
    assert.include(report?.error?.advice ?? "", "integrations:action:view")
    assert.isFalse(report?.failures.complete)
    assert.strictEqual(report?.outcome, "partial")
    assert.strictEqual(run.inbox.length, 1)
  })

  it("R2 a 429 with Retry-After in seconds is waited for exactly", async () => {
    await survives(
      [{ match: { path: results, nth: 2 }, fault: { type: "rateLimited", retryAfterSeconds: 1 } }],
      {
        pageSizeCap: 50
      }
    )
  })

  it("R2 a 429 with Retry-After as a date is waited for", async () => {
    await survives(
      [
        {
          match: { path: status, nth: 2 },
          fault: { type: "rateLimited", retryAfterSeconds: 2, form: "date" }
        }
      ],
      { durationMillis: 900 }
    )
  })

  it("W5 a burst of 503 does not end the watch", async () => {
    await survives([
      {
        match: { path: status, from: 1, to: 3 },
        fault: { type: "status", status: 503, code: "service.unavailable" }
      }
    ])
  })

  it("H3 a connection reset before the headers is repeated", async () => {
    await survives([{ match: { path: results, nth: 1 }, fault: { type: "resetBeforeHeaders" } }])
  })

  it("F1 a connection reset in the middle of a page is repeated", async () => {
    await survives([{ match: { path: results, nth: 1 }, fault: { type: "resetMidBody" } }])
  })

  it("F1 truncated JSON with 200 is repeated, never an empty page", async () => {
    await survives([{ match: { path: results, nth: [1, 2] }, fault: { type: "truncated" } }])
  })

  it("F1 a web page with 200 is repeated", async () => {
    await survives([{ match: { path: results, nth: 2 }, fault: { type: "html" } }])
  })

  it("F1 a page without total is repeated", async () => {
    await survives([{ match: { path: results, nth: 1 }, fault: { type: "json", remove: ["/total"] } }])
  })

  it("F2 a server that caps the page size loses nothing", async () => {
    const run = await survives([], { pageSizeCap: 25 })
    assert.strictEqual(run.requests.filter(({ path }) => path.endsWith("/results")).length, 5)
  })

  it("F1 a compressed page is read", async () => {
    await survives([{ match: { path: results }, fault: { type: "gzip" } }])
  })

  it("F1 a page that drips in is read", async () => {
    await survives([{ match: { path: results, nth: 1 }, fault: { type: "drip" } }])
  })

  it("A2 a token that expires in the middle of paging costs one grant", async () => {
    const run = await survives([{ match: { path: results, nth: 2 }, fault: { type: "revokeToken" } }], {
      pageSizeCap: 25
    })
    assert.strictEqual(run.requests.filter(({ target }) => target === "login").length, 2)
  })

  it("W6 three jobs are watched at once and the greatest code wins", async () => {
    const run = await Program.watch(
      {
        jobs: {
          "data-action/well": { total: 10, durationMillis: 300 },
          "data-action/partial": job,
          "data-action/failed": { total: 50, errors: 5, durationMillis: 900, finalState: "FAILED" }
        }
      },
      ["data-action/well", "data-action/partial", "data-action/failed"]
    )
    assert.strictEqual(run.code, 3, run.stderr)
    assert.deepStrictEqual(
      run.report?.jobs.map(({ outcome }) => outcome),
      ["succeeded", "partial", "failed"]
    )
    assert.strictEqual(run.inbox.length, 3)
    assert.strictEqual(run.requests.filter(({ target }) => target === "login").length, 1)
  })

  it("W3 the deadline of the watch ends it with 5 and says what is known", async () => {
    const run = await Program.watch(
      { jobs: { "data-action/slow": { total: 1000, durationSeconds: 600 } } },
      ["slow"],
      ["--timeout", "1500ms"]
    )
    assert.strictEqual(run.code, 5, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.outcome, "timed-out")
    assert.strictEqual(run.inbox.length, 1)
  })

  it("W3 a deadline that passes during an outage says why, and is no all-clear", async () => {
    const run = await Program.watch(
      {
        jobs: { "data-action/j1": { total: 10, errors: 3, durationMillis: 20_000 } },
        faults: [{ match: { path: "/api/**", from: 2 }, fault: { type: "status", status: 503 } }]
      },
      ["j1"],
      ["--timeout", "12s"]
    )
    assert.strictEqual(run.code, 7, run.stderr)
    assert.strictEqual(run.report?.jobs[0]?.outcome, "timed-out")
    // Whether the deadline falls into a call's retries or into the pause of the opened circuit, is up to jitter.
    assert.include(["Unavailable", "CircuitOpen"], run.report?.jobs[0]?.error?.reason)
    assert.notInclude(run.inbox[0]?.text ?? "", "0 of 10 records failed")
  })

  it("W5 a login host that is down is probed, not hammered", async () => {
    const run = await Program.watch(
      {
        jobs: { "data-action/j1": { total: 10, durationMillis: 300 } },
        faults: [{ match: { path: "/oauth/token" }, fault: { type: "status", status: 503 } }]
      },
      ["j1"],
      ["--timeout", "12s"]
    )
    // A deadline that falls into the login's own retries leaves no fault to tell: up to jitter.
    assert.include([5, 7], run.code, run.stderr)
    assert.isAtMost(run.requests.filter(({ target }) => target === "login").length, 6)
  })

  it("W8 SIGINT in the middle stops at once, still reports, and ends with 130", async () => {
    const simulation = await Program.simulate({
      jobs: { "data-action/slow": { total: 1000, durationSeconds: 600 } }
    })
    const program = Program.start(["watch", "slow", "--output", "json", "--no-progress"], simulation.env)
    await program.said("RUNNING")
    program.child.kill("SIGINT")
    const ended = await program.ended
    assert.strictEqual(ended.code, 130, ended.stderr)
    const report = Program.decode(ended.stdout)
    assert.strictEqual(report.exitCode, 130)
    assert.strictEqual(report.jobs[0]?.error?.reason, "Interrupted")
    assert.strictEqual(report.jobs[0]?.status?.state, "RUNNING")
  })

  it("W8 SIGTERM while an answer hangs ends with 143", async () => {
    const simulation = await Program.simulate({
      jobs: { "data-action/slow": { total: 1000, durationSeconds: 600 } },
      faults: [{ match: { path: status, from: 2 }, fault: { type: "hang" } }]
    })
    const program = Program.start(
      ["watch", "slow", "--interval", "200ms", "--pace", "fixed", "--output", "ndjson"],
      simulation.env
    )
    await program.said('"event":"Polled"')
    program.child.kill("SIGTERM")
    const ended = await program.ended
    assert.strictEqual(ended.code, 143, ended.stderr)
    assert.include(ended.stdout, '"exitCode":143')
  })
})
