import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as PageBody from "../../src/jobs/PageBody.js"

const entities = PageBody.reader({ items: "entities", total: "total", next: undefined, lone: false })
const cursor = PageBody.reader({
  items: ["results", "rows"],
  total: undefined,
  next: "cursors.after",
  lone: false
})

const decode = (reader: PageBody.Reader, body: unknown, asked?: number) =>
  reader(asked, (schema) => Schema.decodeUnknown(schema)(body))

describe("PageBody", () => {
  it.effect("F1 a body without its list or its total is no page, not an empty one", () =>
    Effect.forEach(
      [
        null,
        "<html>",
        [],
        {},
        { entities: [] },
        { total: 3 },
        { entities: {}, total: 3 },
        { entities: null, total: 3 },
        { entities: [{}], total: null },
        { entities: [{}], total: -1 }
      ],
      (body) =>
        Effect.map(Effect.either(decode(entities, body)), (read) =>
          assert.strictEqual(read._tag, "Left", JSON.stringify(body))
        )
    )
  )

  it.effect("F1 the fault names the place", () =>
    Effect.gen(function* () {
      assert.match(
        (yield* Effect.flip(decode(entities, { entities: [] }))).message,
        /\["total"\]\s+└─ is missing/
      )
      assert.match((yield* Effect.flip(decode(cursor, {}))).message, /\["results, rows"\]/)
    })
  )

  it.effect("reads the envelope and leaves the records as they are", () =>
    Effect.gen(function* () {
      const record = { a: 1 }
      const page = yield* decode(
        entities,
        { entities: [record, null], total: "2", pageSize: 25, pageNumber: 1, pageCount: 1 },
        1
      )
      assert.deepStrictEqual(page, {
        items: [record, null],
        total: 2,
        pageSize: 25,
        pageCount: 1,
        next: undefined,
        named: true
      })
      assert.strictEqual(page.items[0], record)
    })
  )

  it.effect("a null list is an empty one only where there is nothing", () =>
    Effect.map(decode(entities, { entities: null, total: 0 }), ({ items }) =>
      assert.deepStrictEqual(items, [])
    )
  )

  it.effect("F2 an answer for another page is refused", () =>
    Effect.gen(function* () {
      const body = { entities: [{}], total: 300, pageSize: 100, pageNumber: 1 }
      yield* decode(entities, body, 1)
      yield* Effect.flip(decode(entities, body, 2))
    })
  )

  it.effect("F1 an empty page where the answer itself says that there is more is refused", () =>
    Effect.gen(function* () {
      const empty = (pageNumber: number) =>
        decode(entities, { entities: [], total: 245, pageSize: 100, pageNumber }, pageNumber)
      yield* Effect.flip(empty(1))
      yield* Effect.flip(empty(3))
      yield* empty(4)
    })
  )

  it.effect("reads what leads on; an absent, null or blank one is the end", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* decode(cursor, { rows: [1], cursors: { after: "x" } })).next, "x")
      for (const cursors of [undefined, null, {}, { after: null }, { after: "" }]) {
        assert.isUndefined((yield* decode(cursor, { rows: [1], cursors })).next)
      }
    })
  )

  it.effect("each call in flight has its own page in mind", () =>
    Effect.gen(function* () {
      const body = (pageNumber: number) => ({ entities: [{}], total: 300, pageSize: 100, pageNumber })
      const nested = entities(1, (outer) =>
        Effect.zip(decode(entities, body(2), 2), Schema.decodeUnknown(outer)(body(1)))
      )
      assert.strictEqual((yield* nested).length, 2)
    })
  )
})
