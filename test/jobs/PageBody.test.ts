import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as PageBody from "../../src/jobs/PageBody.js"

const entities = PageBody.reader({ items: "entities", total: "total", next: undefined, lone: false })
const cursor = PageBody.reader({
  items: ["results", "rows"],
  total: undefined,
  next: "cursors.after",
  lone: false
})

const page = (reader: PageBody.Reader, body: unknown, asked?: number) =>
  Either.getOrThrow(reader(asked)(body))
const fault = (reader: PageBody.Reader, body: unknown, asked?: number) =>
  Either.getOrThrow(Either.flip(reader(asked)(body)))

describe("PageBody", () => {
  it("F1 a body without its list or its total is no page, not an empty one", () => {
    for (const body of [
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
    ]) {
      assert.isTrue(Either.isLeft(entities(undefined)(body)), JSON.stringify(body))
    }
  })

  it("F1 the fault names the place", () => {
    assert.strictEqual(fault(entities, { entities: [] }), "total is missing")
    assert.strictEqual(fault(cursor, {}), "results, rows is missing")
  })

  it("reads the envelope and leaves the records as they are", () => {
    const record = { a: 1 }
    const read = page(
      entities,
      { entities: [record, null], total: "2", pageSize: 25, pageNumber: 1, pageCount: 1 },
      1
    )
    assert.deepStrictEqual(read, {
      items: [record, null],
      total: 2,
      pageSize: 25,
      pageCount: 1,
      next: undefined,
      named: true
    })
    assert.strictEqual(read.items[0], record)
  })

  it("a null list is an empty one only where there is nothing", () => {
    assert.deepStrictEqual(page(entities, { entities: null, total: 0 }).items, [])
  })

  it("F2 an answer for another page is refused", () => {
    const body = { entities: [{}], total: 300, pageSize: 100, pageNumber: 1 }
    assert.strictEqual(page(entities, body, 1).items.length, 1)
    assert.strictEqual(fault(entities, body, 2), "pageNumber is not what was expected")
  })

  it("F1 an empty page where the answer itself says that there is more is refused", () => {
    const empty = (pageNumber: number) => ({ entities: [], total: 245, pageSize: 100, pageNumber })
    for (const asked of [1, 3]) {
      assert.strictEqual(fault(entities, empty(asked), asked), "entities is not what was expected")
    }
    assert.deepStrictEqual(page(entities, empty(4), 4).items, [])
  })

  it("reads what leads on; an absent, null or blank one is the end", () => {
    assert.strictEqual(page(cursor, { rows: [1], cursors: { after: "x" } }).next, "x")
    for (const cursors of [undefined, null, {}, { after: null }, { after: "" }]) {
      assert.isUndefined(page(cursor, { rows: [1], cursors }).next)
    }
  })
})
