import { assert, describe, it } from "@effect/vitest"
import type { PageBody } from "../../src/jobs/PageBody.js"
import * as PageLedger from "../../src/jobs/PageLedger.js"

interface Row {
  readonly key?: string
}

const make = () => PageLedger.make<Row>({ read: (item) => item as Row, keyOf: ({ key }) => key })

const page = (keys: ReadonlyArray<string | undefined>, named = true): PageBody => ({
  items: keys.map((key) => (key === undefined ? {} : { key })),
  total: undefined,
  pageSize: undefined,
  pageCount: undefined,
  next: undefined,
  named
})

const keys = ({ items }: PageLedger.Taken<Row>) => items.map(({ key }) => key)

describe("PageLedger", () => {
  it("F3 hands on what is new and counts what is not", () => {
    const ledger = make()
    assert.deepStrictEqual(keys(ledger.take(page(["a", "b"]))), ["a", "b"])
    assert.deepStrictEqual(keys(ledger.take(page(["b", "c", "c"]))), ["c"])
    assert.deepStrictEqual([ledger.distinct(), ledger.duplicates()], [3, 2])
  })

  it("F3 remembers ten thousand records for sure, and claims no more", () => {
    const ledger = make()
    ledger.take(page(Array.from({ length: 10_000 }, (_, at) => `k${at}`)))
    assert.isTrue(ledger.remembersAll())
    ledger.take(page(["one more"]))
    assert.isFalse(ledger.remembersAll())
  })

  it("F3 records without a key are never duplicates", () => {
    const ledger = make()
    assert.strictEqual(ledger.take(page([undefined, undefined])).items.length, 2)
    assert.isFalse(ledger.remembersAll())
  })

  it("F2 knows a page that came before, however long ago, and hands nothing of it on", () => {
    const ledger = make()
    ledger.take(page(["a", "b", "c"]))
    ledger.take(page(["d", "e", "f"]))
    assert.deepStrictEqual(ledger.take(page(["a", "b", "c"])), { items: [], repeated: true })
    assert.isFalse(ledger.take(page(["c", "g"])).repeated)
  })

  it("F2 a page of nothing but duplicates is no repeated page", () => {
    const ledger = make()
    ledger.take(page(["a", "b", "c"]))
    assert.deepStrictEqual(ledger.take(page(["b", "c"])), { items: [], repeated: false })
  })

  it("F2 a page without keys is compared to the one before only where it does not say which it is", () => {
    const ledger = make()
    ledger.take(page([undefined], false))
    assert.isFalse(ledger.take(page([undefined], true)).repeated)
    assert.isTrue(ledger.take(page([undefined], false)).repeated)
    assert.isFalse(ledger.take(page([undefined, undefined], false)).repeated)
  })

  it("F3 read again from the start, pages may come again and their records stay known", () => {
    const ledger = make()
    ledger.take(page(["a", "b"]))
    assert.isTrue(ledger.remembersAll())
    ledger.again()
    assert.deepStrictEqual(ledger.take(page(["a", "b"])), { items: [], repeated: false })
    assert.deepStrictEqual(keys(ledger.take(page(["b", "c"]))), ["c"])
    assert.strictEqual(ledger.distinct(), 3)
  })
})
