import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Source } from "../../src/jobs/Source.js"
import { detail, file, read, record } from "./FailedRecords.js"

const listing = { path: "/api/v2/things/{id}/bad", items: "rows", record }
const embedded: Source = { source: "embedded", items: "errors", record }

describe("FailureSource", () => {
  it.effect("F1 reads no source that is not meant for the status, and asks nothing", () =>
    Effect.gen(function* () {
      const when = { field: "state", is: ["DONE"] } as const
      const rows: Source = { source: "document", ...listing, when }
      const failed = yield* read(rows, { raw: { state: "FAILED" } })
      assert.deepStrictEqual([failed.codes, failed.log, failed.error], [[], [], undefined])
      const done = yield* read(rows, { raw: { state: "done" } }, () => ({ body: { rows: [{ code: "A" }] } }))
      assert.deepStrictEqual(done.codes, ["A"])
      const other = yield* read([rows, embedded], { raw: { state: "FAILED", errors: [{ code: "B" }] } })
      assert.deepStrictEqual([other.codes, other.log], [["B"], []])
    })
  )

  it.effect("none and nothing embedded are no failures and no request", () =>
    Effect.gen(function* () {
      assert.deepInclude(yield* read({ source: "none" }, {}), { codes: [], log: [], error: undefined })
      assert.deepInclude(yield* read(embedded, { raw: { errors: null } }), { codes: [], log: [] })
      assert.deepInclude(yield* read(file, { raw: { url: null } }), { codes: [], log: [] })
    })
  )

  it.effect("reads what the status holds, a single object too", () =>
    Effect.gen(function* () {
      const raw = { errors: [{ code: "A" }, null], error: { code: "B" } }
      assert.deepInclude(yield* read(embedded, { raw }), {
        codes: ["A", "UNKNOWN_ERROR"],
        totals: [2],
        requests: 0
      })
      assert.deepInclude(yield* read({ ...embedded, items: ["problems", "error"] }, { raw }), {
        codes: ["B"]
      })
    })
  )

  it.effect("F5 says of what the status holds whether it speaks of records or of the job", () =>
    Effect.gen(function* () {
      const raw = { errors: [{ code: "A" }] }
      assert.deepStrictEqual((yield* read(embedded, { raw })).about, [undefined])
      assert.deepStrictEqual((yield* read({ ...embedded, about: "job" }, { raw })).about, ["job"])
      const nothing = yield* read({ ...embedded, about: "job" }, { raw: { errors: [] } })
      assert.deepStrictEqual(nothing.about, [undefined])
    })
  )

  it.effect("F1 one document must hold its list", () =>
    Effect.gen(function* () {
      const source: Source = { source: "document", ...listing, where: { field: "code", present: true } }
      const good = yield* read(source, {}, () => ({ body: { rows: [{ code: "A" }, { id: "fine" }, null] } }))
      assert.deepInclude(good, { codes: ["A", "UNKNOWN_ERROR"], totals: [undefined], error: undefined })
      assert.strictEqual(good.log[0]?.path, "/api/v2/things/j%201/bad")
      const bad = yield* read(source, {}, () => ({ body: {} }))
      assert.strictEqual(bad.error?.reason._tag, "Undecodable")
    })
  )

  it.effect("F2 follows cursors and sends back what it was given", () =>
    Effect.gen(function* () {
      const pages: Record<string, unknown> = {
        "": { rows: [{ code: "A" }], paging: { next: "x+/=1" } },
        "x+/=1": { rows: [{ code: "B" }], paging: {} }
      }
      const source: Source = {
        source: "cursor",
        ...listing,
        query: { view: "all" },
        cursor: "paging.next",
        cursorParam: "from",
        maxPageSize: 25
      }
      const { codes, error, log } = yield* read(source, { counted: 2 }, ({ query }) => ({
        body: pages[query["from"] ?? ""]
      }))
      assert.isUndefined(error)
      assert.deepStrictEqual(codes, ["A", "B"])
      assert.deepStrictEqual(
        log.map(({ query }) => query),
        [
          { view: "all", pageSize: "25" },
          { view: "all", pageSize: "25", from: "x+/=1" }
        ]
      )
    })
  )

  it.effect(
    "F2 a cursor that may have been lost is asked for again, unless the status counts the records",
    () => {
      const source: Source = { source: "cursor", ...listing, cursor: "next" }
      const lost = (counted: number | undefined) => {
        let asked = 0
        return Effect.map(
          read(source, { counted }, ({ query }) => {
            if (query["cursor"] === undefined)
              return { body: { rows: [{ code: "A" }, { code: "A" }], next: "b" } }
            if (query["cursor"] === "c") return { body: { rows: [{ code: "C" }] } }
            asked += 1
            const rows = [{ code: "B" }, { code: "B" }]
            return { body: asked === 1 ? { rows } : { rows, next: "c" } }
          }),
          ({ codes, error, requests }) => [codes.join(""), requests, detail(error)]
        )
      }
      return Effect.gen(function* () {
        assert.deepStrictEqual(yield* lost(undefined), ["AABBC", 4, undefined])
        assert.deepStrictEqual(yield* lost(5), ["AABB", 2, undefined])
      })
    }
  )

  it.effect("F2 follows the address of the next page, on its own host and path only", () =>
    Effect.gen(function* () {
      const source: Source = { source: "nextUri", ...listing, nextUri: "nextUri" }
      const from = (nextUri: string) =>
        read(source, { counted: 2 }, ({ query }) => ({
          body: query["p"] === "2" ? { rows: [{ code: "B" }] } : { rows: [{ code: "A" }], nextUri }
        }))
      for (const next of [
        "/api/v2/things/j%201/bad?p=2",
        "https://api.elsewhere.test/prefix/api/v2/things/j%201/bad?p=2"
      ]) {
        const { codes, error, log } = yield* from(next)
        assert.deepStrictEqual(codes, ["A", "B"])
        assert.isUndefined(error)
        assert.deepStrictEqual(
          log.map(({ host }) => host),
          ["api.example.test", "api.example.test"]
        )
      }
      for (const next of [
        "/api/v2/users?p=2",
        "//evil.test/x?p=2",
        "https://evil.test/",
        "javascript:alert(1)",
        "http://[",
        "/api/v2/things/%E0%A4/bad"
      ]) {
        const { codes, error, log, requests } = yield* from(next)
        assert.deepStrictEqual(codes, ["A"], next)
        assert.strictEqual(detail(error), "the address of the next page leads away from the listing")
        assert.deepStrictEqual([log.length, requests], [1, 1])
      }
    })
  )

  describe("several sources", () => {
    const raw = { errors: [{ code: "A" }], url: "https://files.test/x" }
    const whole = () => ({ body: [{ code: "B" }, { code: "B" }] })

    it.effect(
      "F3 what the status holds is enough where it is as much as it counts; nothing is read twice",
      () =>
        Effect.gen(function* () {
          for (const counted of [undefined, 0, 1]) {
            assert.deepInclude(yield* read([embedded, file], { raw, counted }, whole), {
              codes: ["A"],
              log: []
            })
          }
        })
    )

    it.effect("F1 the file is read where the status holds less than it counts", () =>
      Effect.map(read([embedded, file], { raw, counted: 2 }, whole), ({ codes }) =>
        assert.deepStrictEqual(codes, ["B", "B"])
      )
    )

    it.effect("F6 where the file cannot be read, what the status holds is kept, and the fault is told", () =>
      Effect.gen(function* () {
        const { codes, error } = yield* read([embedded, file], { raw, counted: 2 }, () => ({
          status: 404,
          body: {}
        }))
        assert.deepStrictEqual(codes, ["A"])
        assert.strictEqual(error?.reason._tag, "NotFound")
        assert.deepInclude(yield* read([embedded, file], { raw, counted: 2 }, () => ({ body: [] })), {
          codes: ["A"],
          error: undefined
        })
      })
    )

    it.effect("where there is no file, what the status holds is all there is", () =>
      Effect.gen(function* () {
        assert.deepInclude(yield* read([embedded, file], { raw: { errors: [{ code: "A" }] }, counted: 2 }), {
          codes: ["A"],
          log: []
        })
        assert.deepInclude(yield* read([embedded, file], { raw: {}, counted: 2 }), { codes: [], log: [] })
      })
    )
  })
})
