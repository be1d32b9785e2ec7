import { assert, describe, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import * as Jobs from "../../src/jobs/Jobs.js"
import * as KindConfig from "../../src/jobs/KindConfig.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import { routed } from "./ScriptedDoor.js"

const smallest = {
  parameters: ["id"],
  status: { path: "/api/v2/things/{id}", state: "status" },
  states: { succeeded: ["DONE"] },
  failures: { source: "none" }
}

const problems = (descriptor: unknown, name = "my-kind") =>
  Either.match(KindConfig.decode({ kinds: { [name]: descriptor } }), {
    onLeft: (error) => error.problems,
    onRight: () => []
  })

describe("KindConfig", () => {
  it("reads a kind of which only the necessary is said", () => {
    const [kind] = Either.getOrThrow(KindConfig.decode({ $schema: "x", kinds: { "my-kind": smallest } }))
    assert.deepInclude(kind, {
      name: "my-kind",
      title: "my-kind",
      submitterOnly: false,
      unverified: [],
      parameters: ["id"]
    })
    assert.deepStrictEqual(Either.getOrThrow(KindConfig.decode({})), [])
  })

  it("C1 tells every fault with its place", () => {
    assert.deepStrictEqual(
      problems({
        ...smallest,
        status: { path: "things/{id}", state: "a..b", statee: "x" },
        states: { succeeded: [] }
      }).map((problem) => problem.split(": ")[0]),
      [
        "kinds.my-kind.status.statee",
        "kinds.my-kind.status.path",
        "kinds.my-kind.status.state",
        "kinds.my-kind.states.succeeded"
      ]
    )
    assert.deepStrictEqual(problems({ ...smallest, status: { path: "things", state: "status" } }), [
      "kinds.my-kind.status.path: expected a path on the API host, without host and query, names in braces, such as /api/v2/things/{jobId}"
    ])
  })

  it("C1 refuses keys that it does not know, also in a source, a record and a count", () => {
    assert.deepStrictEqual(problems({ ...smallest, colour: "red" }), [
      "kinds.my-kind.colour: unknown key; expected documentation, title, summary, permissions, submitterOnly or unverified"
    ])
    const source = { source: "embedded", items: "errors", record: { cod: "code" } }
    assert.deepStrictEqual(problems({ ...smallest, failures: source }), [
      'kinds.my-kind.failures.record.cod: unknown key; did you mean "code"?'
    ])
    assert.deepStrictEqual(problems({ ...smallest, failures: [source] }), [
      'kinds.my-kind.failures.0.record.cod: unknown key; did you mean "code"?'
    ])
    const errors = { count: "rows[]", wher: { field: "ok", is: [false] } }
    assert.deepStrictEqual(problems({ ...smallest, status: { ...smallest.status, errors } }), [
      'kinds.my-kind.status.errors.wher: unknown key; did you mean "where"?'
    ])
    assert.strictEqual(
      Either.getOrThrow(Either.flip(KindConfig.decode({ kind: {} }))).message,
      'kind: unknown key; did you mean "kinds"?'
    )
  })

  it("C2 repeats nothing of the file: a webhook may stand in the wrong place", () => {
    for (const kinds of [
      "https://hooks.example.com/SENTINEL",
      ["SENTINEL"],
      { x: "SENTINEL" },
      { x: { name: "SENTINEL" } },
      { x: { ...smallest, parameters: ["id", "SENTINEL", "SENTINEL"] } },
      { x: { ...smallest, states: { succeeded: ["SENTINEL"], failed: ["SENTINEL"] } } },
      { x: { ...smallest, status: { ...smallest.status, missing: "SENTINEL" } } }
    ]) {
      const decoded = KindConfig.decode({ kinds })
      assert.isTrue(Either.isLeft(decoded))
      if (Either.isLeft(decoded)) assert.notInclude(decoded.left.message, "SENTINEL")
    }
  })

  it("names the sources that there are", () => {
    assert.deepStrictEqual(problems({ ...smallest, failures: { source: "pges" } }), [
      'kinds.my-kind.failures.source: expected "pages", "cursor", "after", "nextUri", "document", "embedded", "download" or "none"'
    ])
  })

  it("C1 says in plain words what was expected", () => {
    const failures = { source: "download", url: "u", format: "xml", record: [], maxBytes: "5" }
    const status = { ...smallest.status, progress: { field: "p", scale: 10 }, path: 5 }
    const states = { succeeded: [], running: "x", parked: [] }
    const faults = { ...smallest, title: 5, submitterOnly: "no", parameters: "id", status, states, failures }
    assert.sameMembers(
      [...problems(faults)],
      [
        "title: expected a text that says something",
        "submitterOnly: expected true or false",
        "parameters: expected a list of texts",
        "status.progress.scale: expected 1 or 100",
        "status.path: expected a path on the API host, without host and query, names in braces, such as /api/v2/things/{jobId} or paths by name, at least one",
        "states.succeeded: is empty",
        "states.running: expected a list of texts",
        "states.parked: expected an object",
        'failures.format: expected "json" or "csv"',
        "failures.record: expected an object",
        "failures.maxBytes: expected a whole number of at least 1"
      ].map((problem) => `kinds.my-kind.${problem}`)
    )
  })

  it("C1 notices parameters and paths that do not agree", () => {
    assert.deepStrictEqual(problems({ ...smallest, parameters: ["id", "other", "id"] }), [
      "kinds.my-kind.parameters.1: is not in status.path",
      "kinds.my-kind.parameters.2: is named twice"
    ])
    const failures = {
      source: "document",
      path: "/api/v2/things/{thingId}/results",
      items: "results",
      record: {}
    }
    assert.deepStrictEqual(problems({ ...smallest, failures }), [
      "kinds.my-kind.failures.path: {thingId} is not among the parameters"
    ])
    assert.deepStrictEqual(problems({ ...smallest, failures: [{ source: "none" }, failures] }), [
      "kinds.my-kind.failures.1.path: {thingId} is not among the parameters"
    ])
    const path = "/api/v2/things/{id"
    assert.match(
      problems({ ...smallest, status: { ...smallest.status, path } }).join(),
      /status\.path: expected a path/
    )
    const moving = (moveBy: string) =>
      problems({
        ...smallest,
        states: { succeeded: ["DONE"], parked: { READY: { waitsFor: "you", moveBy } } }
      })
    assert.deepStrictEqual(moving('PUT /api/v2/things/{id} with {"state":"GO"}'), [])
    assert.deepStrictEqual(moving("PUT /api/v2/things/{jobId}"), [
      "kinds.my-kind.states.parked.READY.moveBy: {jobId} is not among the parameters"
    ])
  })

  it("C1 notices braces that not every one of several paths fills", () => {
    const several = (path: unknown, parameters: ReadonlyArray<string>, results = "/api/v2/results") =>
      problems({
        ...smallest,
        parameters,
        status: { path, state: "status" },
        failures: { source: "document", path: results, items: "rows", record: {} }
      })
    const paths = { staff: "/api/v2/staff/{jobId}", shop: "/api/v2/shops/{shopId}/{jobId}" }
    assert.deepStrictEqual(several(paths, ["family"], "/api/v2/{family}/{jobId}"), [])
    assert.deepStrictEqual(several(paths, ["family"], "/api/v2/{nope}/{shopId}"), [
      "kinds.my-kind.failures.path: {nope} is not in every path of status.path",
      "kinds.my-kind.failures.path: {shopId} is not in every path of status.path"
    ])
    assert.deepStrictEqual(several(paths, []), [
      "kinds.my-kind.parameters: several paths need one name here, for what is chosen"
    ])
    assert.deepStrictEqual(several({}, ["family"]), [
      "kinds.my-kind.status.path: expected paths by name, at least one"
    ])
  })

  it("C1 notices a state that means two things, is empty, or is nowhere", () => {
    const parked = { waitsFor: "x", moveBy: "y" }
    assert.deepStrictEqual(
      problems({
        ...smallest,
        states: { succeeded: ["Done"], failed: [" DONE "], parked: { done: parked, a: parked, "A ": parked } }
      }),
      [
        "kinds.my-kind.states.failed.0: stands under succeeded already",
        'kinds.my-kind.states.parked.done: stands under succeeded already; say with "when" how to tell them apart',
        "kinds.my-kind.states.parked.A : stands under parked already"
      ]
    )
    assert.deepStrictEqual(
      problems({ ...smallest, states: { succeeded: ["DONE"], parked: { " ": parked } } }),
      ["kinds.my-kind.states.parked. : expected a text that says something"]
    )
    const missing = (word: string) => problems({ ...smallest, status: { ...smallest.status, missing: word } })
    assert.deepStrictEqual(missing(" done "), [])
    assert.deepStrictEqual(missing("gone"), [
      "kinds.my-kind.status.missing: is not among the states; list it there too"
    ])
  })

  it("C1 refuses what would count or pick out something else than was meant", () => {
    const failures = { source: "embedded", items: "rows", where: { field: "ok" }, record: {} }
    const status = { ...smallest.status, errors: { count: "rows" } }
    assert.deepStrictEqual(problems({ ...smallest, status, failures }), [
      "kinds.my-kind.status.errors.count: expected a path that ends with [], such as rows[]",
      "kinds.my-kind.failures.where: expected a field with one of is, isNot and present"
    ])
  })

  it("C1 notices templates without fields and names that are none", () => {
    const failures = {
      source: "embedded",
      items: "errors",
      record: { codeTemplate: "HTTP_{status", messageTemplate: "fine {a.b} {c}" }
    }
    assert.deepStrictEqual(problems({ ...smallest, failures }), [
      "kinds.my-kind.failures.record.codeTemplate: expected a text with fields in braces, such as HTTP_{statusCode}"
    ])
    for (const name of ["My Kind", "__proto__", ""]) {
      const kinds: unknown = JSON.parse(`{${JSON.stringify(name)}: ${JSON.stringify(smallest)}}`)
      assert.strictEqual(
        Either.getOrThrow(Either.flip(KindConfig.decode({ kinds }))).message,
        `kinds.${name}: expected a name of lower case letters, digits and hyphens, such as my-import`
      )
    }
  })

  it.effect("a kind that nobody foresaw is watched by configuration alone", () =>
    Effect.gen(function* () {
      const custom = Either.getOrThrow(
        KindConfig.decode({
          kinds: {
            "crm-import": {
              parameters: ["importId"],
              status: {
                path: "/api/v2/crm/imports/{importId}",
                state: "progress.phase",
                processed: { sum: ["progress.ok", "progress.bad"] },
                total: "progress.all",
                errors: "progress.bad"
              },
              states: { running: ["importing"], succeeded: ["finished"] },
              failures: {
                source: "pages",
                path: "/api/v2/crm/imports/{importId}/rejects",
                items: "rejects",
                total: "count",
                pageSizeParam: "limit",
                pageNumberParam: "page",
                maxPageSize: 2,
                record: {
                  code: "why.code",
                  codeDefault: "REJECTED",
                  message: "why.text",
                  id: "row",
                  key: "row"
                }
              }
            }
          }
        })
      )
      const kinds = Kinds.withCustom(Kinds.builtin, custom)
      const job = Either.getOrThrow(Kinds.parse(kinds, "crm-import/i 1"))
      const kind = Kinds.find(kinds, "crm-import")
      assert.isDefined(kind)
      const reject = (row: number, code?: string) => ({ row, why: { code, text: `row ${row}` } })
      const routes = [
        {
          method: "GET",
          path: "/api/v2/crm/imports/i%201",
          body: { progress: { phase: "Finished", ok: 7, bad: 3, all: 10 } }
        },
        {
          method: "GET",
          path: "/api/v2/crm/imports/i%201/rejects",
          query: { page: "1", limit: "2" },
          body: { count: 3, rejects: [reject(1, "A"), reject(2)] }
        },
        {
          method: "GET",
          path: "/api/v2/crm/imports/i%201/rejects",
          query: { page: "2", limit: "2" },
          body: { count: 3, rejects: [reject(3, "A")] }
        }
      ]
      yield* Effect.gen(function* () {
        const reading = yield* Jobs.status(kind, job)
        assert.deepInclude(reading.status, { phase: "partial", progress: 1, errors: 3, total: 10 })
        const pages = yield* Stream.runCollect(Jobs.failures(kind, job, reading))
        const failures = Chunk.toReadonlyArray(pages).flatMap((page) => page.failures)
        assert.deepStrictEqual(
          failures.map(({ code, id, message }) => [code, id, message]),
          [
            ["A", "1", "row 1"],
            ["REJECTED", "2", "row 2"],
            ["A", "3", "row 3"]
          ]
        )
      }).pipe(Effect.provide(routed(routes)))
    })
  )
})
