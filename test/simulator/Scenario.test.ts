import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as JSONSchema from "effect/JSONSchema"
import * as Schema from "effect/Schema"
import * as Scenario from "../../src/simulator/Scenario.js"

const issues = (document: unknown) =>
  Effect.map(Effect.flip(Scenario.decode(document)), (error) => error.issues.map(({ path }) => path))

describe("Scenario", () => {
  it.effect("is complete when it is empty", () =>
    Effect.gen(function* () {
      const scenario = yield* Scenario.decode({})
      assert.deepStrictEqual(scenario, Scenario.defaults)
      assert.deepStrictEqual(scenario.clients, [{ id: "demo-client", secret: "demo-secret" }])
      assert.strictEqual(scenario.slack.path, "/services/T000/B000/SECRET")
    })
  )

  it.effect("tells every fault at once, each with its path", () =>
    Effect.gen(function* () {
      const paths = yield* issues({
        sed: 1,
        clients: [{ id: "a" }],
        token: { refusalStatus: 403 },
        jobs: { "data-action/a1": { total: -1, totl: 5 }, "data-action//": {} },
        faults: [
          { match: { nth: 0 }, fault: { type: "hang" } },
          { match: {}, fault: { type: "explode" } }
        ]
      })
      assert.sameMembers(
        [...new Set(paths)],
        [
          "sed",
          "clients.0.secret",
          "token.refusalStatus",
          "jobs.data-action/a1.total",
          "jobs.data-action/a1.totl",
          "jobs.data-action//",
          "faults.0.match.nth",
          "faults.1.fault.type"
        ]
      )
    })
  )

  it.effect("wants routes for a job that is no data action", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* issues({ jobs: { "data-actions/a1": { total: 5 } } }), [
        "jobs.data-actions/a1"
      ])
    })
  )

  it.effect("names jobs as the command line does: of a kind without ids there is one", () =>
    Effect.gen(function* () {
      const routes = [{ path: "/api/v2/architect/dependencytracking/build" }]
      const scenario = yield* Scenario.decode({ jobs: { "dependency-tracking": { routes } } })
      assert.deepStrictEqual(Object.keys(scenario.jobs), ["dependency-tracking"])
      const error = yield* Effect.flip(Scenario.decode({ jobs: { nameless: {} } }))
      assert.include(error.message, "jobs.nameless: a job is named kind/id")
    })
  )

  it.effect("reads as a message that names the file and the places", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Scenario.decodeText('{"seed": "one"}', "calm.json"))
      assert.strictEqual(
        error.message,
        'calm.json is no usable scenario\n  seed: Expected number, actual "one"'
      )
      const broken = yield* Effect.flip(Scenario.decodeText("{", "calm.json"))
      assert.match(broken.message, /^calm\.json is no usable scenario\n {2}.*JSON/)
    })
  )

  it.effect("says which file cannot be read", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Scenario.load("/no/such/file.json"))
      assert.match(error.message, /^\/no\/such\/file\.json is no usable scenario\n {2}cannot be read/)
    }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it("shows itself without its secrets", () => {
    const scenario = Scenario.make({
      clients: [{ id: "app", secret: "hush-1" }],
      token: { issued: ["hush-2"] },
      files: { "a.csv": { body: "x", signature: "hush-3" }, "b.csv": { body: "y" } },
      slack: { path: "/services/T1/B1/hush-4" }
    })
    const shown = JSON.stringify(Scenario.masked(scenario))
    assert.notInclude(shown, "hush")
    assert.include(shown, "/services/T1/B1/***")
    assert.include(shown, "b.csv")
  })

  it("can be written down and read back", () => {
    const written = Schema.encodeSync(Scenario.Scenario)(Scenario.demo)
    assert.deepStrictEqual(
      Either.getOrThrow(Schema.decodeUnknownEither(Scenario.Scenario)(JSON.parse(JSON.stringify(written)))),
      Scenario.demo
    )
  })

  it("has a JSON Schema for editors", () => {
    assert.nestedProperty(JSONSchema.make(Scenario.Scenario), "properties.jobs")
  })
})
