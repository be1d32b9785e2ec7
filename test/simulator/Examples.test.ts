import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Examples from "../../src/simulator/Examples.js"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Simulator from "../../src/simulator/Simulator.js"
import * as Client from "./Client.js"

describe("Examples", () => {
  it("can all be written into a file as they are", () => {
    for (const [name, scenario] of Object.entries(Examples.all)) {
      const written = JSON.stringify(Schema.encodeSync(Scenario.Scenario)(scenario))
      const read = Schema.decodeSync(Schema.parseJson(Scenario.Scenario))(written)
      assert.deepStrictEqual(read, scenario, name)
    }
  })

  it("name faults of paths that their jobs really have", () => {
    for (const [name, { faults, jobs }] of Object.entries(Examples.all)) {
      assert.isTrue(faults.length === 0 || Object.keys(jobs).length > 0, name)
    }
  })

  it.scoped("serve another kind of job with a download on a foreign host", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.listen({ scenario: Examples.otherKinds })
      const token = yield* Client.login(simulator)
      const job = `${simulator.url}/api/v2/knowledge/knowledgebases/kb1/import/jobs/k1`
      assert.strictEqual(Client.json(yield* Client.get(job, token))["status"], "InProgress")
      const done = Client.json(yield* Client.get(job, token))
      const download = String(done["failedEntitiesURL"])
      assert.isTrue(download.startsWith(`${simulator.filesUrl}/__files/`))
      assert.notStrictEqual(new URL(download).origin, simulator.url)
      assert.match((yield* Client.send(download)).text, /The title is too long/)
      const entry = (yield* simulator.requests).at(-1)
      assert.deepInclude(entry, { target: "files", bearer: false, status: 200 })
    })
  )
})
