import { assert, describe, it } from "@effect/vitest"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Paging from "../../src/simulator/Paging.js"
import * as Pointer from "../../src/simulator/Pointer.js"

const pages = Schema.decodeSync(Paging.Pages)
const items = Array.from({ length: 7 }, (_, index) => index + 1)

const page = (options: typeof Paging.Pages.Encoded, query = "", base: unknown = {}) => {
  const decoded = pages({ items, pageSize: 3, ...options })
  return Paging.page(
    decoded,
    Paging.items(decoded, (item) => item),
    base,
    "/list",
    new URLSearchParams(query)
  )
}

/** All items that a caller gets who follows the value at `pointer` as the query parameter `name`. */
const follow = (
  options: typeof Paging.Pages.Encoded,
  pointer: string,
  name: string
): ReadonlyArray<unknown> => {
  const read: Array<unknown> = []
  let query = ""
  for (let turn = 0; turn < 5; turn++) {
    const body = page(options, query)
    const entities = Pointer.get(body, "/entities")
    read.push(...(Array.isArray(entities) ? entities : []))
    const next = Pointer.get(body, pointer)
    if (!Predicate.isString(next)) return read
    query = name === "" ? next.slice(next.indexOf("?") + 1) : `${name}=${next}`
  }
  return ["never ended", ...read]
}

describe("Paging", () => {
  it("pages by number and says what it really gave", () => {
    assert.deepStrictEqual(page({ style: "pageNumber" }, "pageNumber=3"), {
      entities: [7],
      pageSize: 3,
      pageNumber: 3,
      total: 7,
      pageCount: 3
    })
    assert.deepStrictEqual(page({ style: "pageNumber", pageSizeCap: 2 }, "pageSize=100&pageNumber=2"), {
      entities: [3, 4],
      pageSize: 2,
      pageNumber: 2,
      total: 7,
      pageCount: 4
    })
  })

  it("pages by cursor, by cursors.after and by nextUri to the last item and no further", () => {
    assert.deepStrictEqual(follow({ style: "cursor" }, "/cursor", "cursor"), items)
    assert.deepStrictEqual(follow({ style: "after" }, "/cursors/after", "after"), items)
    assert.deepStrictEqual(follow({ style: "nextUri" }, "/nextUri", ""), items)
  })

  it("puts the page into the document that goes with it, in the fields asked for", () => {
    assert.deepStrictEqual(
      page({ style: "cursor", field: "results", place: { cursor: "/paging/next" } }, "", { state: "DONE" }),
      { state: "DONE", results: [1, 2, 3], paging: { next: "c3z" } }
    )
    assert.deepStrictEqual(page({ style: "pageNumber", omit: ["/total", "/pageCount"] }), {
      entities: [1, 2, 3],
      pageSize: 3,
      pageNumber: 1
    })
  })

  it("refuses pages and cursors that were never given", () => {
    assert.isUndefined(page({ style: "pageNumber" }, "pageNumber=0"))
    assert.isUndefined(page({ style: "pageNumber" }, "pageSize=many"))
    assert.isUndefined(page({ style: "cursor" }, "cursor=made-up"))
  })

  it("gives an empty page behind the end", () => {
    assert.deepInclude(page({ style: "pageNumber" }, "pageNumber=9"), {
      entities: [],
      pageNumber: 9,
      total: 7
    })
  })

  it("can be stuck on a page, or never end", () => {
    const stuck = page({ style: "cursor", stuckAtPage: 2 }, "cursor=c6z")
    assert.deepStrictEqual(stuck, { entities: [4, 5, 6], cursor: "c6z" })
    assert.deepStrictEqual(page({ style: "cursor", endless: true }, "cursor=cuz"), {
      entities: [],
      cursor: "cxz"
    })
  })

  it("makes items from one document", () => {
    const decoded = pages({ style: "cursor", items: ["first"], generate: { count: 2, item: "item" } })
    assert.deepStrictEqual(
      Paging.items(decoded, (item, number) => `${item} ${number}`),
      ["first", "item 1", "item 2"]
    )
  })
})
