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
      "kinds.my-kind.status.path: expected a path on the API host, without host and query, such as /api/v2/things/{jobId}"
    ])
  })

  it("refuses keys that it does not know, also in a source and a record", () => {
    assert.match(problems({ ...smallest, colour: "red" })[0] ?? "", /^kinds\.my-kind\.colour: is unexpected/)
    const source = { source: "embedded", items: "errors", record: { cod: "code" } }
    assert.match(
      problems({ ...smallest, failures: source })[0] ?? "",
      /^kinds\.my-kind\.failures\.record\.cod: is unexpected/
    )
    assert.match(
      problems({ ...smallest, failures: [source] })[0] ?? "",
      /^kinds\.my-kind\.failures\.0\.record\.cod: is unexpected/
    )
    assert.match(
      Either.getOrThrow(Either.flip(KindConfig.decode({ kind: {} }))).message,
      /^kind: is unexpected/
    )
  })

  it("C2 repeats nothing of the file: a webhook may stand in the wrong place", () => {
    for (const kinds of [
      "https://hooks.example.com/SENTINEL",
      ["SENTINEL"],
      { x: "SENTINEL" },
      { x: { name: "SENTINEL" } }
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
        "title: expected a text",
        "submitterOnly: expected true or false",
        "parameters: expected a list of texts",
        "status.progress.scale: expected 1 or 100",
        "status.path: expected a text or an object",
        "states.succeeded: is empty",
        "states.running: expected a list of texts",
        "states.parked: expected an object",
        'failures.format: expected "json" or "csv"',
        "failures.record: expected an object",
        "failures.maxBytes: expected a whole number of at least 1"
      ].map((problem) => `kinds.my-kind.${problem}`)
    )
  })

  it("notices parameters and paths that do not agree", () => {
    assert.deepStrictEqual(problems({ ...smallest, parameters: ["id", "other", "id"] }), [
      'kinds.my-kind.parameters: "id" is named twice',
      'kinds.my-kind.parameters: "other" is not in status.path'
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
    assert.deepStrictEqual(
      problems({ ...smallest, parameters: [], status: { path: { a: "/a/{id}" }, state: "s" } }),
      ["kinds.my-kind.parameters: several paths need one name here, for what is chosen"]
    )
  })

  it("notices a state that means two things", () => {
    assert.deepStrictEqual(
      problems({
        ...smallest,
        states: { succeeded: ["Done"], failed: ["DONE"], parked: { done: { waitsFor: "x", moveBy: "y" } } }
      }),
      [
        'kinds.my-kind.states.failed: "DONE" is listed as succeeded already',
        'kinds.my-kind.states.parked: "done" is listed as succeeded already; say with "when" how to tell them apart'
      ]
    )
  })

  it("notices templates without fields and names that are none", () => {
    const failures = {
      source: "embedded",
      items: "errors",
      record: { codeTemplate: "HTTP_{status", messageTemplate: "fine {a.b} {c}" }
    }
    assert.deepStrictEqual(problems({ ...smallest, failures }), [
      "kinds.my-kind.failures.record.codeTemplate: expected a text with fields in braces, such as HTTP_{statusCode}"
    ])
    assert.deepStrictEqual(problems(smallest, "My Kind"), [
      "kinds.My Kind: the name of a kind has lower case letters, digits and hyphens, such as my-import"
    ])
  })

  it("the JSON Schema for editors refuses unknown keys and explains the known ones", () => {
    const schema = JSON.stringify(KindConfig.jsonSchema())
    assert.include(schema, '"additionalProperties":false')
    assert.include(schema, "HTTP_{statusCode}")
    assert.include(schema, '"maxPageSize"')
    assert.notInclude(schema, '"type":"undefined"')
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
