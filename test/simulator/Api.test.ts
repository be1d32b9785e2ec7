import { assert, describe, it } from "@effect/vitest"
import * as HashMap from "effect/HashMap"
import * as Api from "../../src/simulator/Api.js"
import type * as Incoming from "../../src/simulator/Incoming.js"
import * as Plan from "../../src/simulator/Plan.js"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Token from "../../src/simulator/Token.js"

const incoming = (url: string, change: Partial<Incoming.Incoming> = {}): Incoming.Incoming => ({
  method: "GET",
  path: url.split("?")[0] ?? "",
  query: new URLSearchParams(url.split("?")[1]),
  headers: { authorization: "Bearer issued", host: "127.0.0.1:8080" },
  body: "",
  correlationId: "corr-1",
  filesUrl: "http://127.0.0.1:9090",
  ...change
})

/** An API of the scenario, asked again and again. */
const start = (input: Scenario.Input) => {
  const scenario = Scenario.make({ token: { issued: ["issued"] }, ...input })
  const plan = Plan.make(scenario)
  let state: Api.State = {
    login: Token.empty(scenario.token),
    limits: HashMap.empty(),
    visits: HashMap.empty()
  }
  return (url: string, now = 0, change: Partial<Incoming.Incoming> = {}) => {
    const [answer, next] = Api.answer(plan, state, incoming(url, change), now)
    state = next
    return answer
  }
}

const status = "/api/v2/data-actions/a1/status"
const results = "/api/v2/data-actions/a1/results?filter=error"

describe("Api", () => {
  it("wants a token, and says in the platform's words what is wrong with it", () => {
    const ask = start({ jobs: { "data-action/a1": {} } })
    const answer = ask(status, 0, { headers: {} })
    assert.strictEqual(answer.status, 401)
    assert.deepStrictEqual(answer.json, {
      message: "No authentication bearer token specified in authorization header.",
      code: "authentication.required",
      status: 401,
      contextId: "corr-1",
      details: [],
      errors: []
    })
    assert.strictEqual(ask(status).status, 200)
  })

  it("knows no other jobs and paths than the scenario's", () => {
    const ask = start({ jobs: { "data-action/a1": {}, "data-action/gone": { notFound: true } } })
    assert.deepInclude(ask("/api/v2/data-actions/other/status").json, { code: "not.found", status: 404 })
    assert.strictEqual(ask("/api/v2/data-actions/gone/status").status, 404)
    assert.strictEqual(ask("/api/v2/users/me").status, 404)
    assert.strictEqual(ask(status, 0, { method: "POST" }).status, 404)
  })

  it("finds ids that were escaped in the path, and stands broken escapes", () => {
    const ask = start({ jobs: { "data-action/a b/c": {} } })
    assert.strictEqual(ask("/api/v2/data-actions/a%20b%2Fc/status").status, 200)
    assert.strictEqual(ask("/api/v2/data-actions/%E0%A4%A/status").status, 404)
  })

  it("hides a job for a while, and starts it then", () => {
    const ask = start({ jobs: { "data-action/a1": { visibleAfterMillis: 1000, durationSeconds: 10 } } })
    assert.strictEqual(ask(status, 5000).status, 404)
    assert.strictEqual(ask(status, 5999).status, 404)
    assert.deepInclude(ask(status, 6000).json, {
      progress: 0,
      createdTimestamp: "1970-01-01T00:00:06.000Z"
    })
  })

  it("names the permission that is missing", () => {
    const ask = start({ jobs: { "data-action/a1": { forbidden: { results: "integrations:action:view" } } } })
    assert.strictEqual(ask(status).status, 200)
    const { json, status: refused } = ask(results)
    assert.strictEqual(refused, 403)
    assert.nestedInclude(json, {
      code: "missing.permissions",
      "messageParams.permissions": "integrations:action:view"
    })
    assert.match(JSON.stringify(json), /missing the following permission\(s\): \[integrations:action:view\]/)
  })

  it("hints when to ask again, until the job has ended", () => {
    const ask = start({ jobs: { "data-action/a1": { pollHintSeconds: 4, durationSeconds: 10 } } })
    assert.strictEqual(ask(status, 0).headers["retry-after"], "4")
    assert.isUndefined(ask(status, 10_000).headers["retry-after"])
  })

  it("refuses a page that cannot be", () => {
    const ask = start({ jobs: { "data-action/a1": { errors: 5 } } })
    assert.deepInclude(ask(`${results}&pageNumber=zero`).json, { code: "invalid.value", status: 400 })
  })

  it("tells the rate limit in every answer and refuses beyond it", () => {
    const ask = start({ rateLimit: { allowed: 2, windowSeconds: 60 }, jobs: { "data-action/a1": {} } })
    assert.deepInclude(ask(status, 1000).headers, {
      "inin-ratelimit-count": "1",
      "inin-ratelimit-allowed": "2",
      "inin-ratelimit-reset": "60"
    })
    ask(status, 1000)
    const refused = ask(status, 31_000)
    assert.strictEqual(refused.status, 429)
    assert.deepInclude(refused.headers, { "retry-after": "30", "inin-ratelimit-count": "3" })
    assert.strictEqual(ask(status, 61_000).status, 200)
  })

  it("says nothing of limits where the scenario has none", () => {
    assert.notProperty(start({ jobs: { "data-action/a1": {} } })(status).headers, "inin-ratelimit-count")
  })

  it("serves any kind of job from raw documents, its routes on one clock", () => {
    const ask = start({
      jobs: {
        "datatable-import/d1/j1": {
          routes: [
            {
              path: "/api/v2/flows/datatables/d1/import/jobs/j1",
              steps: [
                { body: { status: "Processing" } },
                { afterMillis: 1000, body: { status: "Succeeded" } }
              ]
            },
            { path: "/api/v2/other", steps: [{ body: 1 }, { afterMillis: 1000, status: 202, body: 2 }] }
          ]
        }
      }
    })
    const path = "/api/v2/flows/datatables/d1/import/jobs/j1"
    assert.deepStrictEqual(ask(path, 500).json, { status: "Processing" })
    assert.deepStrictEqual(ask(path, 1500).json, { status: "Succeeded" })
    assert.deepInclude(ask("/api/v2/other", 1500), { status: 202, json: 2 })
  })

  it("chooses a route by its query and fills addresses in", () => {
    const ask = start({
      routes: [
        {
          path: "/api/v2/x",
          query: { expand: "urls" },
          steps: [{ body: { url: "{{files}}/__files/a", self: "{{api}}/x" } }]
        },
        { path: "/api/v2/x", steps: [{ body: { url: null }, headers: { "X-Plain": "{{now}}" } }] }
      ]
    })
    assert.deepStrictEqual(ask("/api/v2/x?expand=urls").json, {
      url: "http://127.0.0.1:9090/__files/a",
      self: "http://127.0.0.1:8080/x"
    })
    const plain = ask("/api/v2/x")
    assert.deepStrictEqual(plain.json, { url: null })
    assert.strictEqual(plain.headers["x-plain"], "1970-01-01T00:00:00.000Z")
  })

  it("pages a route's list, beside the fields of its step", () => {
    const ask = start({
      routes: [
        {
          path: "/api/v2/list",
          steps: [{ body: { state: "DONE" } }],
          pages: { style: "cursor", pageSize: 2, generate: { count: 3, item: { id: "i{{n}}" } } }
        }
      ]
    })
    assert.deepStrictEqual(ask("/api/v2/list").json, {
      state: "DONE",
      entities: [{ id: "i1" }, { id: "i2" }],
      cursor: "c2z"
    })
    assert.deepStrictEqual(ask("/api/v2/list?cursor=c2z").json, { state: "DONE", entities: [{ id: "i3" }] })
    assert.strictEqual(ask("/api/v2/list?cursor=bad").status, 400)
  })

  it("answers a step that is an error as it is, without a page", () => {
    const ask = start({
      routes: [
        {
          path: "/api/v2/list",
          steps: [{ status: 404, body: { code: "not.found" } }],
          pages: { style: "cursor" }
        }
      ]
    })
    assert.deepInclude(ask("/api/v2/list"), { status: 404, json: { code: "not.found" } })
  })

  it("serves an anonymous route without a token", () => {
    const ask = start({ routes: [{ path: "/open", anonymous: true, steps: [{ body: "plain text" }] }] })
    assert.deepInclude(ask("/open", 0, { headers: {} }), { status: 200, text: "plain text" })
  })
})
