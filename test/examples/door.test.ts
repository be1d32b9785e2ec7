import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Example from "../../examples/door.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Simulator from "../../src/simulator/Simulator.js"

const statusPath = "/api/v2/data-actions/a1/status"
const evaluations = "/api/v2/quality/conversations/c1/evaluations"

const scenario = (faults: ReadonlyArray<unknown>) =>
  Schema.decodeUnknownSync(Scenario.Scenario)({
    clients: [{ id: "client", secret: "example-secret" }],
    jobs: { "data-action/a1": {} },
    routes: [
      { path: statusPath, steps: [{ body: { status: "RUNNING", errorCount: 3 } }] },
      { method: "POST", path: evaluations, steps: [{ body: { id: "evaluation-1" } }] }
    ],
    faults
  })

/** Runs against the simulator on a port, in real time; gives the result and the requests to the API. */
const against = <A, E>(
  faults: ReadonlyArray<unknown>,
  effect: Effect.Effect<A, E, GenesysHttp.GenesysHttp>,
  policy: GenesysConfig.Policy = {}
) =>
  Effect.gen(function* () {
    const simulator = yield* Simulator.listen({ scenario: scenario(faults) })
    const door = GenesysHttp.layerOptions({
      credentials: GenesysConfig.Credentials.ClientCredentials({
        clientId: "client",
        clientSecret: Redacted.make("example-secret")
      }),
      apiUrl: simulator.url,
      loginUrl: simulator.url,
      policy: { retry: { base: 1 }, ...policy }
    })
    const result = yield* Effect.provide(effect, Layer.provide(door, FetchHttpClient.layer))
    const requests = (yield* simulator.requests).filter(({ path }) => path.startsWith("/api/"))
    return { result, requests }
  }).pipe(Effect.scoped, Effect.runPromise)

const down = { type: "status", status: 503 }

describe("examples/door", () => {
  it("E1 a typed GET survives faults of the platform", async () => {
    const { requests, result } = await against(
      [{ match: { path: statusPath, to: 2 }, fault: down }],
      Example.status("a1")
    )
    assert.deepStrictEqual(result, { status: "RUNNING", errorCount: 3 })
    assert.strictEqual(requests.length, 3)
  })

  it("I1 a POST carries one key for all of its attempts, and for the same order sent again", async () => {
    const order = { evaluationFormId: "form-1", due: new Date(0) }
    const once = Example.evaluate("order-7", "c1", order)
    const { requests, result } = await against(
      [{ match: { path: evaluations, nth: 1 }, fault: down }],
      Effect.zipRight(once, once)
    )
    assert.deepStrictEqual(result, { id: "evaluation-1" })
    assert.strictEqual(requests.length, 3)
    const keys = requests.map(({ idempotencyKey }) => idempotencyKey)
    assert.notInclude(keys, null)
    assert.strictEqual(new Set(keys).size, 1)
  })

  it("B5 an open circuit is waited for, and passed when the platform is back", async () => {
    const { requests, result } = await against(
      [{ match: { path: statusPath, to: 2 }, fault: down }],
      Effect.zipRight(Effect.flip(Example.status("a1")), Example.patiently("1 minute")(Example.status("a1"))),
      { breaker: { failureThreshold: 2, coolDown: 50 } }
    )
    assert.strictEqual(result.status, "RUNNING")
    assert.strictEqual(requests.length, 3)
  })

  it("R2 a wait that the door does not take upon itself is taken, if it is not too long", async () => {
    const limited = [
      { match: { path: statusPath, nth: 1 }, fault: { type: "rateLimited", retryAfterSeconds: 1 } }
    ]
    const policy = { retry: { maxRetryAfter: 500 } }
    const { requests, result } = await against(
      limited,
      Example.patiently("1 minute")(Example.status("a1")),
      policy
    )
    assert.strictEqual(result.status, "RUNNING")
    assert.strictEqual(requests.length, 2)
    const refused = await against(
      limited,
      Effect.flip(Example.patiently("10 millis")(Example.status("a1"))),
      policy
    )
    assert.strictEqual(refused.result.reason._tag, "RateLimited")
    assert.strictEqual(refused.requests.length, 1)
  })
})
