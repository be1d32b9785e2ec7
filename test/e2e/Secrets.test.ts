import { assert, describe, it } from "@effect/vitest"
import * as Program from "./Program.js"

const secret = "sentinel-client-secret-5f3a"
const path = "/services/T000/B000/sentinel-webhook-9c1e"

describe.concurrent("secrets", () => {
  it("C2 no secret is printed at the most talkative level, whatever fails", async () => {
    const simulation = await Program.simulate({
      clients: [{ id: "client", secret }],
      jobs: {
        "data-action/j1": {
          total: 400,
          errors: 120,
          durationMillis: 400,
          pageSizeCap: 20,
          codes: { REFUSED: 1 },
          messages: { REFUSED: [`'${secret}' was refused by ${path}`] }
        }
      },
      slack: { path, answers: [{ type: "reset" }, { type: "error", error: "invalid_token", status: 403 }] },
      faults: [
        { match: { path: "/api/v2/data-actions/*/status", nth: 1 }, fault: { type: "status", status: 503 } },
        { match: { path: "/api/v2/data-actions/*/status", nth: 2 }, fault: { type: "html" } },
        { match: { path: "/api/v2/data-actions/*/results", nth: 2 }, fault: { type: "revokeToken" } },
        { match: { path: "/api/v2/data-actions/*/results", nth: 3 }, fault: { type: "resetMidBody" } }
      ]
    })
    const run = await Program.run(
      ["watch", "j1", "--log-level", "all", "--output", "ndjson", "--interval", "200ms"],
      {
        ...simulation.env,
        GENESYS_CLIENT_SECRET: secret
      }
    )
    assert.strictEqual(run.code, 9, run.stderr)
    const printed = run.stdout + run.stderr
    assert.notInclude(printed, secret)
    assert.notInclude(printed, "sentinel-webhook")
    assert.notInclude(printed, Buffer.from(`client:${secret}`).toString("base64"))
    assert.notMatch(printed, /Bearer/i)
  })

  it("C2 a refused login does not echo what was sent", async () => {
    const simulation = await Program.simulate({
      clients: [{ id: "client", secret: "another" }],
      jobs: { "data-action/j1": { total: 1 } },
      faults: [
        {
          match: { path: "/oauth/token" },
          fault: { type: "status", status: 401, code: "invalid_client", message: `bad secret ${secret}` }
        }
      ]
    })
    const run = await Program.run(["watch", "j1", "--log-level", "all"], {
      ...simulation.env,
      GENESYS_CLIENT_SECRET: secret
    })
    assert.strictEqual(run.code, 6, run.stderr)
    assert.notInclude(run.stdout + run.stderr, secret)
  })
})
