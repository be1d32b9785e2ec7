import { readFileSync } from "node:fs"
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import { assert, describe, it } from "@effect/vitest"
import { Ajv } from "ajv"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Examples from "../../src/simulator/Examples.js"
import { Fault } from "../../src/simulator/Fault.js"
import * as Scenario from "../../src/simulator/Scenario.js"

const types = Fault.members.map(({ fields }) => `"${fields.type.literals[0]}"`)

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
      assert.strictEqual(error.message, "calm.json is no usable scenario\n  seed: expected a whole number")
      const broken = yield* Effect.flip(Scenario.decodeText('{\n  "seed": 1,\n}', "calm.json"))
      assert.strictEqual(
        broken.message,
        "calm.json is no usable scenario\n  is not valid JSON (line 3, column 1)"
      )
      const marked = yield* Scenario.decodeText('\ufeff{"seed": 7}')
      assert.strictEqual(marked.seed, 7)
    })
  )

  it.effect("C1 tells each fault in plain words, and a mistyped key with the one that was meant", () =>
    Effect.gen(function* () {
      const { issues } = yield* Effect.flip(
        Scenario.decode({
          seed: 1.5,
          clients: [{ id: "a", secret: "" }],
          jobs: { "data-action/a1": { totl: 5, errors: -1, stopsAt: 2, shift: { afterPages: 0, by: 1 } } },
          routes: [{ path: "x", pages: { style: "page" } }],
          faults: [
            { match: { nth: "1" }, fault: { type: "slow" } },
            { match: {}, fault: { type: "hang", x: 1 } }
          ]
        })
      )
      assert.deepStrictEqual(
        issues.map(({ message, path }) => `${path}: ${message}`),
        [
          "seed: expected a whole number",
          "clients.0.secret: expected a text that is not empty",
          'jobs.data-action/a1.totl: unknown key; did you mean "total"?',
          "jobs.data-action/a1.errors: expected a whole number",
          "jobs.data-action/a1.stopsAt: expected a number from 0 to 1",
          "jobs.data-action/a1.shift.afterPages: expected a whole number of at least 1",
          "routes.0.path: expected a path that begins with a slash",
          'routes.0.pages.style: expected "pageNumber", "cursor", "after" or "nextUri"',
          "faults.0.match.nth: expected a whole number of at least 1 or a list",
          `faults.0.fault.type: expected ${[...types.slice(0, -1)].join(", ")} or ${types.at(-1)}`,
          "faults.1.fault.x: unknown key"
        ]
      )
    })
  )

  it.effect("C1 refuses statuses and headers that no answer can have", () =>
    Effect.gen(function* () {
      const path = "/api/v2/x"
      const steps = (step: object) => ({ routes: [{ path, steps: [step] }] })
      const fault = (fault: object) => ({ faults: [{ match: {}, fault }] })
      for (const [bad, place] of [
        [steps({ status: 101 }), "routes.0.steps.0.status"],
        [steps({ headers: { "x y": "a" } }), "routes.0.steps.0.headers.x y"],
        [
          steps({ headers: { "Transfer-Encoding": "chunked" } }),
          "routes.0.steps.0.headers.Transfer-Encoding"
        ],
        [steps({ headers: { trailer: "x" } }), "routes.0.steps.0.headers.trailer"],
        [steps({ headers: { x: "a\nb" } }), "routes.0.steps.0.headers.x"],
        [steps({ headers: { x: "\u2603" } }), "routes.0.steps.0.headers.x"],
        [fault({ type: "status", status: 100 }), "faults.0.fault.status"],
        [fault({ type: "status", status: 503, headers: { "": "a" } }), "faults.0.fault.headers."],
        [fault({ type: "redirect", location: "\n" }), "faults.0.fault.location"],
        [fault({ type: "contentType", value: "\0" }), "faults.0.fault.value"],
        [{ files: { a: { body: 1, contentType: "\n" } } }, "files.a.contentType"],
        [{ slack: { answers: [{ type: "error", error: "x", status: 199 }] } }, "slack.answers.0.status"]
      ] as const) {
        assert.deepStrictEqual(yield* issues(bad), [place])
      }
    })
  )

  it.effect("C2 repeats nothing of the file: a secret may stand in the wrong place", () =>
    Effect.gen(function* () {
      for (const document of [
        { clients: ["SENTINEL"] },
        { clients: [{ id: "a", secret: ["SENTINEL"] }] },
        { token: { issued: "SENTINEL" } },
        { slack: { path: "https://hooks.slack.com/services/T/B/SENTINEL" } },
        { files: { a: "SENTINEL" } },
        "SENTINEL"
      ]) {
        const error = yield* Effect.flip(Scenario.decode(document))
        assert.notInclude(error.message, "SENTINEL")
        assert.notMatch(error.message, /Struct|Encoded|Readonly|Expected|actual/)
        const text = yield* Effect.flip(Scenario.decodeText(`{"a": ${JSON.stringify(document)}`))
        assert.notInclude(text.message, "SENTINEL")
      }
    })
  )

  it("C2 made in code, it throws what a file is refused with", () => {
    assert.throws(() => Scenario.make({ seed: 0.5 }), /seed: expected a whole number/)
  })

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

  it("C1 has a JSON Schema for editors that takes the ready scenarios and refuses what it can", () => {
    const schema = JSON.parse(readFileSync("schema/scenario.schema.json", "utf8"))
    const fits = new Ajv({ strict: false }).compile(schema)
    for (const [name, scenario] of Object.entries(Examples.all)) {
      assert.isTrue(fits(JSON.parse(JSON.stringify(Schema.encodeSync(Scenario.Scenario)(scenario)))), name)
    }
    for (const bad of [
      { sed: 1 },
      { seed: 1.5 },
      { jobs: { "a//b": {} } },
      { jobs: { "data-action/a": { total: -1 } } },
      { routes: [{ path: "/x", steps: [{ status: 101 }] }] },
      { routes: [{ path: "/x", steps: [{ headers: { "x y": "" } }] }] },
      { faults: [{ match: {}, fault: { type: "explode" } }] }
    ]) {
      assert.isFalse(fits(bad), JSON.stringify(bad))
    }
  })
})
