import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"
import * as Tracer from "effect/Tracer"
import * as JobScript from "../../src/simulator/JobScript.js"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Simulator from "../../src/simulator/Simulator.js"
import * as Client from "./Client.js"

const Page = Schema.parseJson(
  Schema.Struct({ entities: Schema.Array(Schema.Struct({ id: Schema.String, errorCode: Schema.String })) })
)

const job = (script: Scenario.Input["jobs"]) => Scenario.make({ jobs: script ?? {} })

describe("Simulator", () => {
  it.scoped("serves a data action from queue to end by the clock", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({
        scenario: job({
          "data-action/a1": { total: 10, errors: 4, startsAfterMillis: 1000, durationSeconds: 10 }
        })
      })
      const token = yield* Client.login(simulator)
      const status = Effect.map(
        Client.get(`${simulator.url}/api/v2/data-actions/a1/status`, token),
        Client.json
      )
      assert.strictEqual((yield* status)["status"], "QUEUED")
      yield* TestClock.adjust("6 seconds")
      const half = yield* status
      assert.strictEqual(half["status"], "RUNNING")
      assert.strictEqual(half["progress"], 0.5)
      assert.strictEqual(half["processedCount"], 5)
      yield* TestClock.adjust("5 seconds")
      assert.deepStrictEqual(yield* status, {
        dataActionId: "a1",
        status: "COMPLETED",
        progress: 1,
        processedCount: 10,
        totalCount: 10,
        errorCount: 4,
        warningCount: 0,
        createdTimestamp: "1970-01-01T00:00:00.000Z",
        updatedTimestamp: "1970-01-01T00:00:11.000Z"
      })
    })
  )

  it.scoped("stops at once although a caller still waits for an answer", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const simulator = yield* Simulator.listen({
        scenario: Scenario.make({ faults: [{ match: { path: "/api/**" }, fault: { type: "hang" } }] })
      }).pipe(Scope.extend(scope))
      const waiting = yield* Effect.fork(Effect.flip(Client.send(`${simulator.url}/api/v2/anything`)))
      // Asking over HTTP, not in memory, gives the other request its turn.
      yield* Effect.repeat(Client.send(`${simulator.url}/__requests`), {
        until: (reply) => reply.text.includes("anything")
      })
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual((yield* waiting).code, "ECONNRESET")
    })
  )

  it.scoped("plays the demo: 503 burst, capped pages, 429, dead token, 245 failures of four codes", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen()
      const token = yield* Client.login(simulator)
      const job = `${simulator.url}/api/v2/data-actions/demo-import`
      const statuses = yield* Effect.replicateEffect(Client.get(`${job}/status`, token), 5)
      assert.deepStrictEqual(
        statuses.map(({ status }) => status),
        [200, 503, 503, 503, 200]
      )
      yield* TestClock.adjust("6 seconds")
      assert.deepInclude(Client.json(yield* Client.get(`${job}/status`, token)), {
        status: "COMPLETED",
        totalCount: 1000,
        errorCount: 245
      })
      const page = (number: number, bearer: string) =>
        Client.get(`${job}/results?filter=error&pageSize=100&pageNumber=${number}`, bearer)
      const answers = yield* Effect.forEach([1, 2, 3, 3, 4, 5, 6], (number) => page(number, token))
      assert.deepStrictEqual(
        answers.map(({ status }) => status),
        [200, 200, 429, 200, 200, 200, 401]
      )
      const fresh = yield* Client.login(simulator)
      const pages = yield* Effect.forEach([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], (number) => page(number, fresh))
      const entities = pages.flatMap((reply) => Schema.decodeSync(Page)(reply.text).entities)
      const counts = new Map<string, number>()
      for (const { errorCode } of entities) counts.set(errorCode, (counts.get(errorCode) ?? 0) + 1)
      assert.deepStrictEqual(Object.fromEntries(counts), JobScript.defaultCodes)
      assert.strictEqual(new Set(entities.map(({ id }) => id)).size, 245)
    })
  )

  it.scoped("tells the environment that leads to it", () =>
    Effect.gen(function* () {
      const scenario = Scenario.make({
        clients: [{ id: "app", secret: "s" }],
        slack: { path: "/services/T/B/x" }
      })
      const simulator = yield* Simulator.listen({ scenario })
      assert.match(simulator.url, /^http:\/\/127\.0\.0\.1:\d+$/)
      assert.deepStrictEqual(simulator.environment, {
        GENESYS_API_URL: simulator.url,
        GENESYS_LOGIN_URL: simulator.url,
        GENESYS_CLIENT_ID: "app",
        GENESYS_CLIENT_SECRET: "s",
        SLACK_WEBHOOK_URL: `${simulator.url}/services/T/B/x`
      })
    })
  )

  it.scoped("takes Slack messages and shows them", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({ scenario: Scenario.defaults })
      const hook = simulator.environment["SLACK_WEBHOOK_URL"] ?? ""
      assert.deepInclude(yield* Client.post(hook, { text: "one" }), { status: 200, text: "ok" })
      assert.deepInclude(yield* Client.post(hook, { blocks: [{ type: "nothing" }] }), {
        status: 400,
        text: "invalid_blocks"
      })
      const shown = Client.json(yield* Client.send(`${simulator.url}/__slack`))
      assert.deepStrictEqual(shown, { messages: yield* simulator.inbox })
      assert.deepStrictEqual(
        (yield* simulator.inbox).map(({ accepted, text }) => [accepted, text]),
        [
          [true, "one"],
          [false, null]
        ]
      )
    })
  )

  it.scoped("starts over, with the same scenario or another", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({ scenario: Scenario.defaults })
      const token = yield* Client.login(simulator)
      assert.strictEqual((yield* Client.send(`${simulator.url}/__reset`, { method: "POST" })).status, 204)
      assert.deepStrictEqual(yield* simulator.requests, [])
      assert.strictEqual((yield* Client.get(`${simulator.url}/api/v2/x`, token)).status, 401)
      const put = (body: string) => Client.send(`${simulator.url}/__scenario`, { method: "PUT", body })
      assert.strictEqual(
        (yield* put('{"jobs":{"data-action/new":{"total":3}},"token":{"issued":["t"]}}')).status,
        204
      )
      const status = yield* Client.get(`${simulator.url}/api/v2/data-actions/new/status`, "t")
      assert.strictEqual(Client.json(status)["totalCount"], 3)
      const refused = yield* put('{"jobs":{"data-action/new":{"total":"many"}}}')
      assert.strictEqual(refused.status, 400)
      assert.include(refused.text, "jobs.data-action/new.total")
      const shown = yield* Client.send(`${simulator.url}/__scenario`)
      assert.nestedInclude(Client.json(shown), { "token.issued[0]": "***" })
    })
  )

  it.scoped("says so when the port is taken", () =>
    Effect.gen(function* () {
      const { url } = yield* Simulator.listen()
      const error = yield* Effect.flip(Simulator.listen({ port: Number(new URL(url).port) }))
      assert.strictEqual(error._tag, "ServeError")
    })
  )

  it.effect("is a layer too, and leaves no trace in the embedder's tracer", () =>
    Effect.gen(function* () {
      const spans: Array<string> = []
      const nativeTracer = yield* Effect.tracer
      const tracer = Tracer.make({
        span: (name, parent, context, links, startTime, kind) => {
          spans.push(name)
          return nativeTracer.span(name, parent, context, links, startTime, kind)
        },
        context: (f) => f()
      })
      const status = yield* Effect.flatMap(Simulator.Simulator, ({ url }) =>
        Client.send(`${url}/api/v2/x`)
      ).pipe(Effect.provide(Simulator.layer({ scenario: Scenario.defaults })), Effect.withTracer(tracer))
      assert.strictEqual(status.status, 401)
      assert.deepStrictEqual(spans, [])
    })
  )
})
