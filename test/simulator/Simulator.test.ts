import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Simulator from "../../src/simulator/Simulator.js"
import * as Client from "./Client.js"

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
})
