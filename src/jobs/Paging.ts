/**
 * Listings as streams of pages: lazy, in order, back-pressured, in memory that depends on the number of pages in flight and not on the number
 * of records, and never silently short.
 *
 * @since 0.1.0
 */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { GenesysError } from "../genesys/GenesysError.js"
import type { PageBody } from "./PageBody.js"
import * as Seen from "./Seen.js"

/**
 * One page as the door brought it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Fetched {
  readonly page: PageBody
  readonly requests: number
  readonly retries: number
}

/**
 * One page as the stream hands it on: records read, those that came before left out. `total` is the most that any page so far has said.
 *
 * @since 0.1.0
 * @category models
 */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly total: number | undefined
  readonly requests: number
  readonly retries: number
}

/**
 * What both ways of paging need. `keyOf` tells the identity of a record, `undefined` where it has none: duplicates are dropped by it, over the last
 * ten to twenty thousand records, which is far more than pages can shift while they are read.
 *
 * @since 0.1.0
 * @category models
 */
export interface Listing<A> {
  /** What errors call it: method and path template. */
  readonly operation: string
  readonly read: (item: unknown) => A
  readonly keyOf: (record: A) => string | undefined
  readonly maxPages: number
}

/**
 * Numbered pages. The first is read alone; once it has told the total, the others are fetched side by side, `concurrency` in flight and at most twice
 * as many held, and handed on in order. The listing ends when as many records have been read as the greatest total that any page has told; a total that
 * grows is followed, and a page size that the server caps loses nothing, because the number of pages is reckoned from what page one held.
 *
 * Fails with `Undecodable` after the last good page when a page comes twice, when the pages run out before the total is reached, or when
 * there are more than `maxPages`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const numbered = <A, R>(
  listing: Listing<A>,
  concurrency: number,
  fetch: (page: number) => Effect.Effect<Fetched, GenesysError, R>
): Stream.Stream<Page<A>, GenesysError, R> =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      const scope = yield* Effect.scope
      const permits = yield* Effect.makeSemaphore(concurrency)
      const tally = makeTally(listing)
      const ahead: Array<Fiber.RuntimeFiber<Fetched, GenesysError>> = []
      let asked = 0
      let read = 0
      let planned = 1
      let size = 0

      const pull = Effect.gen(function* () {
        if (read >= planned) return yield* Effect.fail(Option.none())
        while (asked < Math.min(planned, listing.maxPages) && ahead.length < 2 * concurrency) {
          asked += 1
          ahead.push(yield* Effect.forkIn(permits.withPermits(1)(fetch(asked)), scope))
        }
        const head = ahead.shift()
        if (head === undefined) return yield* fault(listing, `there are more than ${listing.maxPages} pages`)
        const fetched = yield* Effect.mapError(Effect.flatten(Fiber.await(head)), Option.some)
        read += 1
        const { page } = fetched
        const taken = tally.take(page)
        if (taken.fresh === 0 && (page.items.length > 0 || read > 1)) {
          if (!taken.reached) {
            const what = page.items.length > 0 ? "brings records that were read already" : "is empty"
            return yield* fault(
              listing,
              `page ${read} ${what}, ${tally.count()} of ${taken.total ?? "an unknown number of"} records were read`,
              fetched
            )
          }
          planned = read
        } else {
          if (read === 1) size = Math.min(page.pageSize ?? page.items.length, page.items.length)
          planned = Math.max(planned, page.pageCount ?? 0, Math.ceil((taken.total ?? 0) / Math.max(1, size)))
          const more = !taken.reached || (taken.exceeded && page.items.length >= size)
          if (read >= planned && more) planned = read + 1
        }
        return Chunk.of(pageOf(taken, fetched))
      })
      return Stream.repeatEffectChunkOption(pull)
    })
  )

/**
 * Pages of which each leads to the next, by a cursor, by `after`, by an address: one after the other. `fetch` gets what the page before
 * handed over, `undefined` for the first.
 *
 * Fails with `Undecodable` after the last good page when a cursor or a page comes twice, after three empty pages in a row that
 * lead on, when the listing ends before a total that it has told, or when there are more than `maxPages`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const chained = <A, R>(
  listing: Listing<A>,
  fetch: (next: string | undefined) => Effect.Effect<Fetched, GenesysError, R>
): Stream.Stream<Page<A>, GenesysError, R> =>
  Stream.suspend(() => {
    const tally = makeTally(listing)
    const places = Seen.make(rememberedPlaces)
    let next: string | undefined
    let read = 0
    let empty = 0
    let ended = false
    let wrong: string | undefined

    const pull = Effect.gen(function* () {
      if (wrong !== undefined) return yield* fault(listing, wrong)
      if (ended) return yield* Effect.fail(Option.none())
      if (read >= listing.maxPages)
        return yield* fault(listing, `there are more than ${listing.maxPages} pages`)
      const fetched = yield* Effect.mapError(fetch(next), Option.some)
      read += 1
      const { page } = fetched
      const taken = tally.take(page)
      empty = page.items.length === 0 ? empty + 1 : 0
      next = page.next
      ended = next === undefined
      if (next === undefined) {
        if (taken.total !== undefined && !taken.reached) {
          wrong = `the listing ends after ${tally.count()} of ${taken.total} records`
        }
      } else if (taken.fresh === 0 && page.items.length > 0) {
        return yield* fault(listing, `page ${read} brings records that were read already`, fetched)
      } else if (!places.add(next)) {
        wrong = `page ${read} leads to a page that was read already`
      } else if (empty >= maxEmptyPages) {
        wrong = `${empty} empty pages in a row`
      }
      return Chunk.of(pageOf(taken, fetched))
    })
    return Stream.repeatEffectChunkOption(pull)
  })

const rememberedKeys = 10_000
const rememberedPlaces = 2_000
const maxEmptyPages = 3

interface Taken<A> {
  readonly items: ReadonlyArray<A>
  readonly total: number | undefined
  /** How many records are new. */
  readonly fresh: number
  /** Whether as many records as the greatest total were read. */
  readonly reached: boolean
  /** Whether more were read than any page has told. */
  readonly exceeded: boolean
}

const makeTally = <A>(listing: Listing<A>) => {
  const seen = Seen.make(rememberedKeys)
  let distinct = 0
  let total: number | undefined
  let previous: ReadonlyArray<unknown> = []
  const take = (page: PageBody): Taken<A> => {
    const items: Array<A> = []
    let keyed = false
    for (const item of page.items) {
      const record = listing.read(item)
      const key = listing.keyOf(record)
      keyed = keyed || key !== undefined
      if (key === undefined || seen.add(key)) items.push(record)
    }
    const repeated = !keyed && sameRecords(previous, page.items)
    previous = keyed ? [] : page.items
    const fresh = repeated ? 0 : items.length
    distinct += fresh
    total = page.total === undefined ? total : Math.max(total ?? 0, page.total)
    return {
      items: repeated ? [] : items,
      total,
      fresh,
      reached: total !== undefined && distinct >= total,
      exceeded: total !== undefined && distinct > total
    }
  }
  return { take, count: () => distinct }
}

/** Records without a key are a repeated page only when every one of them is the same; the first one settles it nearly always. */
const sameRecords = (left: ReadonlyArray<unknown>, right: ReadonlyArray<unknown>): boolean =>
  right.length > 0 &&
  left.length === right.length &&
  left.every((item, index) => JSON.stringify(item) === JSON.stringify(right[index]))

const pageOf = <A>(taken: Taken<A>, fetched: Fetched): Page<A> => ({
  items: taken.items,
  total: taken.total,
  requests: fetched.requests,
  retries: fetched.retries
})

const fault = <A>(
  listing: Listing<A>,
  detail: string,
  fetched: { readonly requests: number; readonly retries: number } = { requests: 0, retries: 0 }
): Effect.Effect<never, Option.Option<GenesysError>> =>
  Effect.fail(
    Option.some(
      new GenesysError({
        operation: listing.operation,
        reason: { _tag: "Undecodable", status: 200, detail },
        idempotent: true,
        attempts: fetched.requests,
        retries: fetched.retries
      })
    )
  )
