/**
 * What was read of a listing so far: which records are new, and whether a page came before.
 *
 * @since 0.1.0
 */
import * as ExactJson from "../text/ExactJson.js"
import type { PageBody } from "./PageBody.js"
import * as Seen from "./Seen.js"

/**
 * How a record is read, and its identity: duplicates are dropped by it, `undefined` where it has none.
 *
 * @since 0.1.0
 * @category models
 */
export interface Records<A> {
  readonly read: (item: unknown) => A
  readonly keyOf: (record: A) => string | undefined
}

/**
 * What one page brought. `items` are its new records; of a repeated page there are none.
 *
 * @since 0.1.0
 * @category models
 */
export interface Taken<A> {
  readonly items: ReadonlyArray<A>
  readonly repeated: boolean
}

/**
 * The ledger of one listing. It is mutable: make one per stream that runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface PageLedger<A> {
  readonly take: (page: PageBody) => Taken<A>
  /** Records handed on. */
  readonly distinct: () => number
  /** Records dropped since the reading began or began again. */
  readonly duplicates: () => number
  /** Whether every record so far is known by its key, so that the listing can be read again without counting twice. */
  readonly remembersAll: () => boolean
  /** The listing is read again from its start: its pages may come again, its records are still known. */
  readonly again: () => void
}

/** Keys of records that are remembered at least: far more than pages can shift while they are read. */
const rememberedKeys = 10_000
const rememberedPages = 2_000

/**
 * An empty ledger.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <A>(records: Records<A>): PageLedger<A> => {
  const keys = Seen.make(rememberedKeys)
  let pages = Seen.make(rememberedPages)
  let previous: ReadonlyArray<unknown> = []
  let distinct = 0
  let duplicates = 0
  let allKeyed = true

  /**
   * A page is known by its length and its first and last key. Without keys it is believed, or compared to the one
   * before it where it does not say which it is.
   */
  const isRepeated = (page: PageBody, first: string | undefined, last: string | undefined): boolean => {
    const before = previous
    previous = page.items
    if (page.items.length === 0) return false
    if (first === undefined || last === undefined || page.items.length === 1) {
      return !page.named && sameRecords(before, page.items)
    }
    return !pages.add(`${page.items.length} ${first} ${last}`)
  }

  return {
    take: (page) => {
      const read = page.items.map(records.read)
      const first = read[0]
      const last = read[read.length - 1]
      if (
        first !== undefined &&
        last !== undefined &&
        isRepeated(page, records.keyOf(first), records.keyOf(last))
      ) {
        return { items: [], repeated: true }
      }
      const items = read.filter((record) => {
        const key = records.keyOf(record)
        allKeyed = allKeyed && key !== undefined
        return key === undefined || keys.add(key)
      })
      distinct += items.length
      duplicates += read.length - items.length
      return { items, repeated: false }
    },
    distinct: () => distinct,
    duplicates: () => duplicates,
    remembersAll: () => allKeyed && distinct <= rememberedKeys,
    again: () => {
      pages = Seen.make(rememberedPages)
      previous = []
      duplicates = 0
    }
  }
}

/** The first record settles it nearly always. */
const sameRecords = (left: ReadonlyArray<unknown>, right: ReadonlyArray<unknown>): boolean =>
  left.length === right.length &&
  left.every((item, index) => ExactJson.stringify(item) === ExactJson.stringify(right[index]))
