import { assert, describe, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { GenesysError } from "../../src/genesys/GenesysError.js"
import type { PageBody } from "../../src/jobs/PageBody.js"
import * as Paging from "../../src/jobs/Paging.js"

interface Row {
  readonly key?: string
}

const listing: Paging.Listing<Row> = {
  operation: "GET /rows",
  read: (item) => item as Row,
  keyOf: (row) => row.key,
  maxPages: 1_000
}

const rows = (from: number, to: number): ReadonlyArray<Row> =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => ({ key: `r${from + at}` }))

const body = (items: ReadonlyArray<Row>, more: Partial<PageBody> = {}): PageBody => ({
  items,
  total: undefined,
  pageSize: undefined,
  pageCount: undefined,
  next: undefined,
  named: true,
  ...more
})

const fetched = (page: PageBody): Paging.Fetched => ({ page, requests: 1, retries: 0 })

/** A list of `total` rows in pages of `size`. */
const sliced =
  (total: number, size: number, more: Partial<PageBody> = {}) =>
  (page: number) =>
    fetched(body(rows((page - 1) * size, Math.min(total, page * size)), { total, pageSize: size, ...more }))

const keysOf = (pages: Iterable<Paging.Page<Row>>) =>
  Array.from(pages).flatMap(({ items }) => items.map(({ key }) => key))

/** Runs a stream to its end and keeps what came before a fault. */
const drain = <R>(stream: Stream.Stream<Paging.Page<Row>, GenesysError, R>) =>
  Effect.gen(function* () {
    const pages: Array<Paging.Page<Row>> = []
    const ended = yield* Effect.either(
      Stream.runForEach(stream, (page) => Effect.sync(() => pages.push(page)))
    )
    return { pages, keys: keysOf(pages), error: ended._tag === "Left" ? ended.left : undefined }
  })

const detail = (error: GenesysError | undefined) =>
  error?.reason._tag === "Undecodable" ? error.reason.detail : error?._tag

describe("Paging", () => {
  describe("numbered", () => {
    const read = (
      answer: (page: number) => Paging.Fetched,
      options: Partial<Paging.Listing<Row>> = {},
      concurrency = 3
    ) => {
      const asked: Array<number> = []
      return Effect.map(
        drain(
          Paging.numbered({ ...listing, ...options }, concurrency, (page) =>
            Effect.sync(() => {
              asked.push(page)
              return answer(page)
            })
          )
        ),
        (result) => ({ ...result, asked })
      )
    }

    it.effect("F1 reads every record in order, and no page that is not there", () =>
      Effect.gen(function* () {
        const { asked, error, keys, pages } = yield* read(sliced(245, 100))
        assert.isUndefined(error)
        assert.deepStrictEqual(
          keys,
          rows(0, 245).map(({ key }) => key)
        )
        assert.deepStrictEqual(asked, [1, 2, 3])
        assert.deepStrictEqual(
          pages.map(({ total }) => total),
          [245, 245, 245]
        )
      })
    )

    it.effect("F1 reads an empty listing with one request", () =>
      Effect.gen(function* () {
        const { asked, error, keys } = yield* read(() => fetched(body([], { total: 0, pageCount: 0 })))
        assert.isUndefined(error)
        assert.deepStrictEqual(keys, [])
        assert.deepStrictEqual(asked, [1])
      })
    )

    it.effect("F2 a page size that the server caps loses nothing, whether it says so or not", () =>
      Effect.gen(function* () {
        for (const pageSize of [50, 100, undefined]) {
          const { error, keys } = yield* read(sliced(245, 50, { pageSize }))
          assert.isUndefined(error)
          assert.strictEqual(keys.length, 245)
        }
      })
    )

    it.effect("F2 pages that are not full are followed by more until the total is reached", () =>
      Effect.gen(function* () {
        const sizes = [10, 4, 10, 1, 5]
        const { error, keys } = yield* read((page) => {
          const before = sizes.slice(0, page - 1).reduce((sum, size) => sum + size, 0)
          return fetched(body(rows(before, before + (sizes[page - 1] ?? 0)), { total: 30, pageSize: 10 }))
        })
        assert.isUndefined(error)
        assert.strictEqual(new Set(keys).size, 30)
      })
    )

    it.effect("F2 a pageCount beyond the total is read, and its empty pages are no fault", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read(sliced(20, 10, { pageCount: 9 }))
        assert.isUndefined(error)
        assert.strictEqual(keys.length, 20)
      })
    )

    it.effect("F2 a total that grows while it is read is followed", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read((page) =>
          fetched(
            body(rows((page - 1) * 10, Math.min(45, page * 10)), {
              total: page === 1 ? 15 : 45,
              pageSize: 10
            })
          )
        )
        assert.isUndefined(error)
        assert.strictEqual(keys.length, 45)
      })
    )

    it.effect("F2 a total that says too little does not end the reading while pages are full", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read(sliced(35, 10, { total: 5 }))
        assert.isUndefined(error)
        assert.strictEqual(keys.length, 35)
      })
    )

    it.effect("F1 an empty page before the total is a fault that keeps the pages before it", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read(sliced(20, 10, { total: 45 }))
        assert.strictEqual(keys.length, 20)
        assert.strictEqual(
          detail(error),
          "the listing is not whole: page 3 is empty, 20 of 45 records were read"
        )
        assert.strictEqual(error?.operation, "GET /rows")
      })
    )

    it.effect("F2 a page that comes twice is a fault and its records are not counted again", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read((page) => sliced(45, 10)(Math.min(page, 3)))
        assert.strictEqual(keys.length, 30)
        assert.strictEqual(
          detail(error),
          "the listing is not whole: page 4 came before, 30 of 45 records were read"
        )
      })
    )

    it.effect("F2 pages that come in turns are noticed", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read((page) => sliced(100, 10)(page % 2 === 0 ? 2 : 1))
        assert.strictEqual(keys.length, 20)
        assert.isDefined(error)
      })
    )

    it.effect("F2 records without a key repeat a page only where it does not say which page it is", () =>
      Effect.gen(function* () {
        const same = (named: boolean) => (page: number) =>
          fetched(
            body(
              Array.from({ length: 10 }, () => ({})),
              { total: 30, pageSize: 10, named: named && page > 0 }
            )
          )
        const told = yield* read(same(true))
        assert.isUndefined(told.error)
        assert.strictEqual(told.keys.length, 30)
        const untold = yield* read(same(false))
        assert.strictEqual(untold.keys.length, 10)
        assert.isDefined(untold.error)
      })
    )

    it.effect("F2 the number of pages is bounded", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read(sliced(1_000, 10), { maxPages: 7 })
        assert.strictEqual(keys.length, 70)
        assert.strictEqual(detail(error), "the listing is not whole: there are more than 7 pages")
      })
    )

    it.effect("F3 records that are listed twice are dropped, and the listing is whole", () =>
      Effect.gen(function* () {
        const entries = [...rows(0, 20), ...rows(5, 8), ...rows(0, 4)]
        const { asked, error, keys } = yield* read((page) =>
          fetched(body(entries.slice((page - 1) * 10, page * 10), { total: entries.length, pageSize: 10 }))
        )
        assert.isUndefined(error)
        assert.deepStrictEqual(
          keys,
          rows(0, 20).map(({ key }) => key)
        )
        assert.deepStrictEqual(asked, [1, 2, 3])
      })
    )

    it.effect(
      "F3 records that arrive in front push the others down: none is counted twice, none is missed",
      () =>
        Effect.gen(function* () {
          const before = rows(100, 145)
          const after = [...rows(0, 7), ...before]
          let calls = 0
          const { error, keys } = yield* read((page) => {
            calls += 1
            const list = calls <= 2 ? before : after
            return fetched(body(list.slice((page - 1) * 10, page * 10), { total: list.length, pageSize: 10 }))
          })
          assert.isUndefined(error)
          assert.strictEqual(keys.length, 52)
          assert.deepStrictEqual([...new Set(keys)].sort(), after.map(({ key }) => key).sort())
        })
    )

    it.effect("F3 records that vanish pull the others up: those that were skipped are read after all", () =>
      Effect.gen(function* () {
        const before = rows(0, 45)
        const after = before.slice(5)
        let calls = 0
        const { error, keys } = yield* read((page) => {
          calls += 1
          const list = calls <= 1 ? before : after
          return fetched(body(list.slice((page - 1) * 10, page * 10), { total: list.length, pageSize: 10 }))
        })
        assert.isUndefined(error)
        assert.strictEqual(new Set(keys).size, 45)
        assert.strictEqual(keys.length, 45)
      })
    )

    it.effect("F3 a listing that never rests is read three times, and said to be not whole", () =>
      Effect.gen(function* () {
        let total = 45
        const { asked, error } = yield* read((page) => {
          total += 1
          const list = rows(1_000 - total, 1_000)
          return fetched(body(list.slice((page - 1) * 10, page * 10), { total, pageSize: 10 }))
        })
        assert.match(detail(error) ?? "", /its records moved while \d+ of them were read/)
        assert.strictEqual(asked.filter((page) => page === 1).length, 3)
      })
    )

    it.effect("F4 keeps pages in order and at most the asked number of them in flight", () =>
      Effect.gen(function* () {
        let inFlight = 0
        let most = 0
        const stream = Paging.numbered(listing, 4, (page) =>
          Effect.gen(function* () {
            inFlight += 1
            most = Math.max(most, inFlight)
            // Later pages are faster: order must not depend on it.
            yield* Effect.sleep(page === 1 ? 10 : 1_000 - page * 10)
            inFlight -= 1
            return sliced(400, 10)(page)
          })
        )
        const fiber = yield* Effect.fork(drain(stream))
        yield* TestClock.adjust("1 hour")
        const { error, keys } = yield* Fiber.join(fiber)
        assert.isUndefined(error)
        assert.deepStrictEqual(
          keys,
          rows(0, 400).map(({ key }) => key)
        )
        assert.strictEqual(most, 4)
      })
    )

    it.effect("F4 does not run ahead of a slow reader by more than twice the pages in flight", () =>
      Effect.gen(function* () {
        let begun = 0
        const stream = Paging.numbered(listing, 4, (page) =>
          Effect.sync(() => {
            begun += 1
            return sliced(1_000, 10)(page)
          })
        )
        const first = yield* Stream.runCollect(Stream.take(stream, 3))
        assert.strictEqual(Chunk.size(first), 3)
        assert.isAtMost(begun, 3 + 2 * 4)
      })
    )

    it.effect("F4 stops every request when the reader goes away", () =>
      Effect.gen(function* () {
        let interrupted = 0
        const stream = Paging.numbered(listing, 4, (page) =>
          page === 1
            ? Effect.succeed(sliced(100, 10)(1))
            : Effect.onInterrupt(Effect.never, () => Effect.sync(() => interrupted++))
        )
        const fiber = yield* Effect.fork(drain(stream))
        yield* TestClock.adjust("1 second")
        yield* Fiber.interrupt(fiber)
        assert.strictEqual(interrupted, 4)
      })
    )

    it.effect("F6 a fault on page 3 keeps pages 1 and 2, although later pages were read already", () =>
      Effect.gen(function* () {
        const broken = new GenesysError({
          operation: "GET /rows",
          reason: { _tag: "Unavailable", status: 503, body: { codes: [] } },
          idempotent: true,
          attempts: 6,
          retries: 5
        })
        const stream = Paging.numbered(listing, 8, (page) =>
          page === 3 ? Effect.fail(broken) : Effect.delay(Effect.succeed(sliced(80, 10)(page)), "1 second")
        )
        const fiber = yield* Effect.fork(drain(stream))
        yield* TestClock.adjust("1 minute")
        const { error, keys } = yield* Fiber.join(fiber)
        assert.strictEqual(error, broken)
        assert.strictEqual(keys.length, 20)
      })
    )

    it.effect("starts afresh each time the stream is run", () =>
      Effect.gen(function* () {
        const stream = Paging.numbered(listing, 2, (page) => Effect.succeed(sliced(25, 10)(page)))
        assert.strictEqual((yield* drain(stream)).keys.length, 25)
        assert.strictEqual((yield* drain(stream)).keys.length, 25)
      })
    )
  })

  describe("chained", () => {
    const read = (
      pages: Readonly<Record<string, PageBody>>,
      at: "end" | "fault" = "fault",
      maxPages = 1_000
    ) =>
      drain(
        Paging.chained({ ...listing, maxPages }, at, (next) => {
          const page = pages[next ?? "first"]
          return page === undefined ? Effect.dieMessage(`asked for ${next}`) : Effect.succeed(fetched(page))
        })
      )

    it.effect("F2 follows what each page hands over to the page that hands over nothing", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read({
          first: body(rows(0, 2), { next: "b" }),
          b: body([], { next: "c" }),
          c: body(rows(2, 3))
        })
        assert.isUndefined(error)
        assert.deepStrictEqual(keys, ["r0", "r1", "r2"])
      })
    )

    it.effect("F2 a cursor that comes twice is a fault and its page is not counted", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read({
          first: body([{}], { next: "b" }),
          b: body([{}], { next: "c" }),
          c: body([{}], { next: "b" })
        })
        assert.strictEqual(keys.length, 2)
        assert.strictEqual(
          detail(error),
          "the listing is not whole: page 3 leads back to a page that was read"
        )
      })
    )

    it.effect("F2 a page that comes twice under new cursors is a fault", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read({
          first: body(rows(0, 2), { next: "b" }),
          b: body(rows(0, 2), { next: "c" })
        })
        assert.strictEqual(keys.length, 2)
        assert.strictEqual(detail(error), "the listing is not whole: page 2 came before")
      })
    )

    it.effect("F1 an end before the total is a fault", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read({
          first: body(rows(0, 2), { next: "b", total: 5 }),
          b: body(rows(2, 4), { total: 5 })
        })
        assert.strictEqual(keys.length, 4)
        assert.strictEqual(detail(error), "the listing is not whole: it ends after 4 of 5 records")
      })
    )

    it.effect(
      "F2 a last page that may have lost what leads on is asked for once more, unless somebody counts",
      () =>
        Effect.gen(function* () {
          const asks = (last: number, total?: number, regained?: string) => {
            const asked: Array<string> = []
            const pages = drain(
              Paging.chained(listing, "fault", (next) =>
                Effect.sync(() => {
                  asked.push(next ?? "first")
                  if (next === undefined) return fetched(body(rows(0, 2), { next: "b", total }))
                  if (next === "c") return fetched(body(rows(4, 5)))
                  const again = asked.filter((each) => each === "b").length > 1
                  return fetched(body(rows(2, last), { total, next: again ? regained : undefined }))
                })
              )
            )
            return Effect.map(pages, ({ error, keys, pages }) => [
              asked.join(" "),
              keys.length,
              pages.reduce((sum, { requests }) => sum + requests, 0),
              detail(error)
            ])
          }
          assert.deepStrictEqual(
            yield* asks(3),
            ["first b", 3, 2, undefined],
            "shorter than the others: an end"
          )
          assert.deepStrictEqual(yield* asks(5), ["first b", 5, 2, undefined], "of no fixed length")
          assert.deepStrictEqual(yield* asks(4, 4), ["first b", 4, 2, undefined], "the listing itself counts")
          assert.deepStrictEqual(yield* asks(4), ["first b b", 4, 3, undefined], "the end, said twice")
          assert.deepStrictEqual(
            yield* asks(4, undefined, "c"),
            ["first b b c", 5, 4, undefined],
            "it was lost"
          )
          assert.isUndefined((yield* read({ first: body(rows(0, 2)) })).error, "a single page")
          assert.isUndefined(
            (yield* read({ first: body([], { next: "b" }), b: body([]) })).error,
            "pages with nothing on them"
          )
        })
    )

    it.effect("F2 empty pages that never end are an end or a fault, by what the listing promises", () =>
      Effect.gen(function* () {
        const endless = (at: "end" | "fault") => {
          let count = 0
          return drain(
            Paging.chained(listing, at, () =>
              Effect.sync(() => fetched(body(count++ === 0 ? rows(0, 2) : [], { next: `n${count}` })))
            )
          )
        }
        const ended = yield* endless("end")
        assert.isUndefined(ended.error)
        assert.strictEqual(ended.pages.length, 4)
        const faulty = yield* endless("fault")
        assert.strictEqual(detail(faulty.error), "the listing is not whole: 25 empty pages in a row")
        assert.strictEqual(faulty.keys.length, 2)
      })
    )

    it.effect("F2 the number of pages is bounded", () =>
      Effect.gen(function* () {
        const { error, keys } = yield* read(
          { first: body(rows(0, 1), { next: "b" }), b: body(rows(1, 2), { next: "c" }) },
          "fault",
          2
        )
        assert.strictEqual(keys.length, 2)
        assert.strictEqual(detail(error), "the listing is not whole: there are more than 2 pages")
      })
    )
  })
})
