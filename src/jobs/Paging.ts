/**
 * Listings as streams of pages: lazy, in order, back-pressured, in memory that depends on the number of pages in flight
 * and not on the number of records, and never silently short.
 *
 * @since 0.1.0
 */
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { GenesysError } from "../genesys/GenesysError.js"
import * as Lookahead from "./Lookahead.js"
import type { PageBody } from "./PageBody.js"
import * as PageLedger from "./PageLedger.js"
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
 * One page as the stream hands it on: its records but for those that came before. `total` is what the listing says
 * last.
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
 * What both ways of paging need.
 *
 * @since 0.1.0
 * @category models
 */
export interface Listing<A> extends PageLedger.Records<A> {
  /** What errors call it: method and path template. */
  readonly operation: string
  readonly maxPages: number
  /** Whether somebody else counts the records, so that a listing that ended too early will be noticed. */
  readonly counted?: boolean | undefined
}

/**
 * Numbered pages. The first is read alone; once it has told the total, the others are fetched side by side,
 * `concurrency` in flight and at most twice as many held, and handed on in order. The listing ends when as many entries
 * were read as it says that there are; a total that grows is followed, and a page size that the server caps loses
 * nothing, because the number of pages is reckoned from what page one held.
 *
 * Entries that move while they are read show as a total that falls, or as one that grows while records come twice. Such
 * a listing is read again, up to two times, for the records that were missed.
 *
 * Fails with `Undecodable` after the last good page when a page comes twice, when the pages end before the total is
 * reached, when a listing that moves cannot be read again (more than 10,000 records, or records without a key), or when
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
      const ahead = Lookahead.make({ concurrency, scope, run: fetch })
      const ledger = PageLedger.make(listing)
      let pass = beginning
      let passes = 1
      let ended = false

      const pull = Effect.gen(function* () {
        if (ended) return yield* Effect.fail(Option.none())
        if (pass.read >= listing.maxPages) {
          return yield* fault(listing, `there are more than ${listing.maxPages} pages`)
        }
        const upTo = Math.min(pass.planned, listing.maxPages)
        const fetched = yield* Effect.mapError(ahead.next(upTo), Option.some)
        const taken = ledger.take(fetched.page)
        pass = advance(pass, fetched.page, taken.repeated)
        if (pass.problem !== undefined) return yield* fault(listing, pass.problem, fetched)
        if (pass.ended) {
          // A total that fell, or one that grew while records came twice: entries moved across pages that were read.
          ended = !(pass.shrank || (pass.grew && ledger.duplicates() > 0))
          if (!ended && (passes >= maxPasses || !ledger.remembersAll())) {
            return yield* fault(
              listing,
              `its records moved while ${ledger.distinct()} of them were read`,
              fetched
            )
          }
          if (!ended) {
            pass = beginning
            passes += 1
            ahead.restart()
            ledger.again()
          }
        }
        return Chunk.of(pageOf(taken, fetched))
      })
      return Stream.repeatEffectChunkOption(pull)
    })
  )

/**
 * Pages of which each leads to the next, by a cursor, by `after`, by an address: one after the other. `fetch` gets what
 * the page before handed over, `undefined` for the first. `atEmptyPages` says what many empty pages in a row mean that
 * still lead on: three of them are the `end` of a listing whose next address never runs out, twenty-five are a `fault`
 * of one that has to tell its end.
 *
 * Fails with `Undecodable` after the last good page when a cursor or a page comes twice, when the listing ends before a
 * total that it has told, or when there are more than `maxPages`. Where nobody counts the records, a last page that is
 * as long as each before it is asked for once more: what leads on from it may have been lost.
 *
 * @since 0.1.0
 * @category constructors
 */
export const chained = <A, R>(
  listing: Listing<A>,
  atEmptyPages: "end" | "fault",
  fetch: (next: string | undefined) => Effect.Effect<Fetched, GenesysError, R>
): Stream.Stream<Page<A>, GenesysError, R> =>
  Stream.suspend(() => {
    const ledger = PageLedger.make(listing)
    const places = Seen.make(rememberedPlaces)
    let next: string | undefined
    let pages = 0
    let entries = 0
    let empty = 0
    let size: number | undefined
    let isEven = true
    let ended = false
    let wrong: string | undefined

    const pull = Effect.gen(function* () {
      if (wrong !== undefined) return yield* fault(listing, wrong)
      if (ended) return yield* Effect.fail(Option.none())
      if (pages >= listing.maxPages)
        return yield* fault(listing, `there are more than ${listing.maxPages} pages`)
      let fetched = yield* Effect.mapError(fetch(next), Option.some)
      const { items, total } = fetched.page
      size ??= items.length
      isEven = isEven && items.length === size && size > 0
      pages += 1
      if (fetched.page.next === undefined && pages > 1 && isEven && total === undefined && !listing.counted) {
        fetched = together(fetched, yield* Effect.mapError(fetch(next), Option.some))
      }
      const { next: following } = fetched.page
      if (following !== undefined && !places.add(following)) {
        return yield* fault(listing, `page ${pages} leads back to a page that was read`, fetched)
      }
      const taken = ledger.take(fetched.page)
      entries += items.length
      empty = items.length === 0 ? empty + 1 : 0
      next = following
      ended = next === undefined || (atEmptyPages === "end" && empty >= 3)
      if (taken.repeated) return yield* fault(listing, `page ${pages} came before`, fetched)
      if (ended && entries < (total ?? 0)) wrong = `it ends after ${entries} of ${total} records`
      if (!ended && empty >= 25) wrong = `${empty} empty pages in a row`
      return Chunk.of(pageOf(taken, fetched))
    })
    return Stream.repeatEffectChunkOption(pull)
  })

/**
 * Runs an effect for every page, in order. It does what `Stream.runForEach` does, but keeps nothing of the pages that
 * are done: the loop inside `runForEach` holds them until the next full collection, which costs as much again as
 * reading them.
 *
 * @since 0.1.0
 * @category combinators
 */
export const forEach = <A, E, R, X, E2, R2>(
  pages: Stream.Stream<A, E, R>,
  each: (page: A) => Effect.Effect<X, E2, R2>
): Effect.Effect<void, E | E2, R | R2> =>
  Effect.scoped(
    Effect.flatMap(Stream.toPull(pages), (pull) =>
      Effect.whileLoop({
        while: () => true,
        body: () =>
          Effect.flatMap(
            Effect.mapError(pull, (end): Option.Option<E | E2> => end),
            (chunk) => Effect.mapError(Effect.forEach(chunk, each, { discard: true }), Option.some<E | E2>)
          ),
        step: () => undefined
      })
    )
  ).pipe(Effect.catchAll(Option.match({ onNone: () => Effect.void, onSome: (error) => Effect.fail(error) })))

const rememberedPlaces = 2_000
const maxPasses = 3

/** One reading of a numbered listing from its first page on. */
interface Pass {
  readonly read: number
  readonly entries: number
  readonly total: number | undefined
  readonly size: number
  readonly planned: number
  readonly ended: boolean
  readonly problem: string | undefined
  readonly grew: boolean
  readonly shrank: boolean
}

const beginning: Pass = {
  read: 0,
  entries: 0,
  total: undefined,
  size: 0,
  planned: 1,
  ended: false,
  problem: undefined,
  grew: false,
  shrank: false
}

/** What the next page in order says about the rest. */
const advance = (pass: Pass, page: PageBody, repeated: boolean): Pass => {
  const read = pass.read + 1
  const found = page.items.length
  const entries = pass.entries + (repeated ? 0 : found)
  const total = page.total ?? 0
  const grew = pass.grew || total > (pass.total ?? total)
  const shrank = pass.shrank || total < (pass.total ?? total)
  const size = read === 1 ? Math.min(page.pageSize ?? found, found) : pass.size
  const known = Math.max(pass.planned, page.pageCount ?? 0, Math.ceil(total / Math.max(1, size)))
  const isOver = found === 0 || repeated
  const wantsMore = entries < total || (entries > total && found >= size && found > 0)
  return {
    read,
    entries,
    total,
    size,
    planned: read >= known && wantsMore ? read + 1 : known,
    ended: isOver || (read >= known && !wantsMore),
    problem:
      isOver && entries < total
        ? `page ${read} ${repeated ? "came before" : "is empty"}, ${entries} of ${total} records were read`
        : undefined,
    grew,
    shrank
  }
}

/** A page that was asked for twice: as it came first, but for what leads on from it. */
const together = (first: Fetched, second: Fetched): Fetched => ({
  page: { ...first.page, next: second.page.next },
  requests: first.requests + second.requests,
  retries: first.retries + second.retries
})

const pageOf = <A>(taken: PageLedger.Taken<A>, { page, requests, retries }: Fetched): Page<A> => ({
  items: taken.items,
  total: page.total,
  requests,
  retries
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
        reason: { _tag: "Undecodable", detail: `the listing is not whole: ${detail}` },
        idempotent: true,
        attempts: fetched.requests,
        retries: fetched.retries
      })
    )
  )
