import * as Http from "node:http"
import { assert, describe, it } from "@effect/vitest"
import type { DurationInput } from "effect/Duration"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Simulator from "../../src/simulator/Simulator.js"
import * as Client from "./Client.js"

const status = "/api/v2/data-actions/a1/status"
const keepAlive = Effect.acquireRelease(
  Effect.sync(() => new Http.Agent({ keepAlive: true, maxSockets: 1 })),
  (agent) => Effect.sync(() => agent.destroy())
)

const refusingFirst = (fault: { readonly type: "rateLimited"; readonly form?: "date" | "none" }) =>
  Scenario.make({
    jobs: { "data-action/a1": {} },
    faults: [{ match: { path: status, nth: 1 }, fault: { ...fault, retryAfterSeconds: 5 } }]
  })

describe("Exchange", () => {
  it.scoped("logs who asked what with which token, and what the answer was", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({
        scenario: Scenario.make({ jobs: { "data-action/a1": {} } })
      })
      const token = yield* Client.login(simulator)
      yield* TestClock.adjust("3 seconds")
      const reply = yield* Client.get(`${simulator.url}${status}?page=1&sig=hush`, token, {
        headers: { "user-agent": "probe/1", "idempotency-key": "key-1" }
      })
      yield* Client.send(`${simulator.url}/api/v2/nothing`)
      const [login, job, nothing] = yield* simulator.requests
      assert.deepInclude(login, {
        ordinal: 1,
        at: 0,
        method: "POST",
        path: "/oauth/token",
        target: "login",
        status: 200,
        bearer: false,
        client: "demo-client"
      })
      assert.deepInclude(job, {
        ordinal: 2,
        at: 3000,
        method: "GET",
        path: status,
        query: { page: "1", sig: "***" },
        host: simulator.url.slice("http://".length),
        status: 200,
        aborted: false,
        faults: [],
        bearer: true,
        tokenGeneration: 1,
        client: "demo-client",
        userAgent: "probe/1",
        idempotencyKey: "key-1",
        correlationId: String(reply.headers["inin-correlation-id"]),
        tooEarly: false
      })
      assert.deepInclude(nothing, { status: 401, bearer: false, tokenGeneration: null, client: null })
    })
  )

  it.scoped("C2 keeps secrets out of what it tells", () =>
    Effect.gen(function* () {
      const scenario = Scenario.make({
        clients: [{ id: "app", secret: "hush-secret" }],
        slack: { path: "/services/T1/B1/hush-hook" },
        files: { "a.csv": { body: "x", signature: "hush-signature" } }
      })
      const simulator = yield* Simulator.listen({ scenario })
      const token = yield* Client.login(simulator)
      yield* Client.get(`${simulator.url}/api/v2/x`, token)
      yield* Client.send(`${simulator.filesUrl}/__files/a.csv?sig=hush-signature`)
      yield* Client.post(`${simulator.url}/services/T1/B1/hush-hook`, { text: "done" })
      for (const path of ["/__requests", "/__slack", "/__scenario"]) {
        const told = (yield* Client.send(`${simulator.url}${path}`)).text
        assert.notInclude(told, "hush")
        assert.notInclude(told, token)
      }
    })
  )

  it.scoped("flags a request that comes inside a Retry-After told to the same token", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({ scenario: refusingFirst({ type: "rateLimited" }) })
      const agent = yield* keepAlive
      const token = yield* Client.login(simulator)
      const ask = Client.get(`${simulator.url}${status}`, token, { agent })
      assert.strictEqual((yield* ask).headers["retry-after"], "5")
      yield* TestClock.adjust("4999 millis")
      yield* ask
      yield* TestClock.adjust("1 millis")
      yield* ask
      const asked = (yield* simulator.requests).slice(1)
      assert.deepStrictEqual(
        asked.map(({ tooEarly, retryAfterUntil }) => [tooEarly, retryAfterUntil]),
        [
          [false, null],
          [true, 5000],
          [false, null]
        ]
      )
    })
  )

  it.scoped("flags other resources after a 429, and other tokens never", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({ scenario: refusingFirst({ type: "rateLimited" }) })
      const [first, second] = [yield* Client.login(simulator), yield* Client.login(simulator)]
      yield* Client.get(`${simulator.url}${status}`, first)
      yield* TestClock.adjust("1 second")
      yield* Client.get(`${simulator.url}/api/v2/other`, first)
      yield* Client.get(`${simulator.url}/api/v2/other`, second)
      const early = (yield* simulator.requests).map(({ tooEarly }) => tooEarly)
      assert.deepStrictEqual(early, [false, false, false, true, false])
    })
  )

  it.scoped("flags nobody else's file or webhook after a 429 of one", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({
        scenario: Scenario.make({
          files: { "a.csv": { body: "a" }, "b.csv": { body: "b" } },
          faults: [
            {
              match: { path: "/__files/a.csv", nth: 1 },
              fault: { type: "rateLimited", retryAfterSeconds: 5 }
            }
          ],
          slack: { answers: [{ type: "rateLimited", retryAfterSeconds: 5 }] }
        })
      })
      const file = (name: string) => Client.send(`${simulator.filesUrl}/__files/${name}.csv`)
      const hook = simulator.environment["SLACK_WEBHOOK_URL"] ?? ""
      yield* file("a")
      yield* Client.post(hook, { text: "x" })
      yield* TestClock.adjust("1 second")
      yield* file("b")
      yield* Client.post(`${hook}2`, { text: "x" })
      yield* file("a")
      yield* Client.post(hook, { text: "x" })
      const early = (yield* simulator.requests).map(({ tooEarly }) => tooEarly)
      assert.deepStrictEqual(early, [false, false, false, false, true, true])
    })
  )

  it.scoped("holds a 503 with Retry-After against the same resource only", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({
        scenario: Scenario.make({
          jobs: { "data-action/a1": {} },
          faults: [
            { match: { path: status, nth: 1 }, fault: { type: "status", status: 503, retryAfterSeconds: 5 } }
          ]
        })
      })
      const token = yield* Client.login(simulator)
      yield* Client.get(`${simulator.url}${status}`, token)
      yield* TestClock.adjust("1 second")
      yield* Client.get(`${simulator.url}/api/v2/other`, token)
      yield* Client.get(`${simulator.url}${status}`, token)
      const early = (yield* simulator.requests).map(({ tooEarly }) => tooEarly)
      assert.deepStrictEqual(early, [false, false, false, true])
    })
  )

  it.scoped("does not flag anybody who was told nothing, or waited for a date", () =>
    Effect.gen(function* () {
      for (const form of ["none", "date"] as const) {
        const simulator = yield* Simulator.listen({ scenario: refusingFirst({ type: "rateLimited", form }) })
        const token = yield* Client.login(simulator)
        yield* Client.get(`${simulator.url}${status}`, token)
        yield* TestClock.adjust(form === "none" ? "1 millis" : "6 seconds")
        yield* Client.get(`${simulator.url}${status}`, token)
        assert.isFalse((yield* simulator.requests)[2]?.tooEarly)
      }
    })
  )

  it.scoped("fails the same requests every time", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({
        scenario: Scenario.make({
          routes: [{ path: "/x", anonymous: true, steps: [{ body: 1 }] }],
          faults: [{ match: { path: "/x", rate: 0.5 }, fault: { type: "status", status: 500 } }]
        })
      })
      const run = Effect.replicateEffect(
        Effect.map(Client.send(`${simulator.url}/x`), ({ status }) => status),
        20
      )
      const first = yield* run
      yield* simulator.reset()
      assert.deepStrictEqual(yield* run, first)
      assert.include(first, 500)
      assert.include(first, 200)
    })
  )

  it.scoped("S2 flags a Slack message that comes inside Slack's Retry-After", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({
        scenario: Scenario.make({ slack: { answers: [{ type: "rateLimited", retryAfterSeconds: 2 }] } })
      })
      const hook = simulator.environment["SLACK_WEBHOOK_URL"] ?? ""
      const postAfter = (wait: DurationInput) =>
        Effect.zipRight(TestClock.adjust(wait), Client.post(hook, { text: "x" }))
      yield* postAfter("0 seconds")
      yield* postAfter("1900 millis")
      yield* postAfter("100 millis")
      const seen = (yield* simulator.requests).map(({ path, status, tooEarly }) => [path, status, tooEarly])
      assert.deepStrictEqual(seen, [
        ["/services/T000/B000/***", 429, false],
        ["/services/T000/B000/***", 200, true],
        ["/services/T000/B000/***", 200, false]
      ])
    })
  )

  it.scoped("does not blame the caller for a connection that a fault has cut", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({
        scenario: Scenario.make({
          routes: [{ path: "/x", anonymous: true, steps: [{ body: "some text" }] }],
          faults: [
            { match: { nth: 1 }, fault: { type: "resetBeforeHeaders" } },
            { match: { nth: 2 }, fault: { type: "resetMidBody" } }
          ]
        })
      })
      yield* Effect.replicateEffect(Effect.flip(Client.send(`${simulator.url}/x`)), 2)
      const seen = (yield* simulator.requests).map(({ status, aborted, faults }) => [status, aborted, faults])
      assert.deepStrictEqual(seen, [
        [null, false, ["resetBeforeHeaders"]],
        [200, false, ["resetMidBody"]]
      ])
    })
  )
})
