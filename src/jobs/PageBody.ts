/**
 * The envelope of one page of a listing: its records as they came, and what it says about the whole.
 *
 * Only the envelope is decoded; records stay unknown and are read one by one with prepared readers, because a Schema
 * over every record would cost more than the network. The Schema is handed to the door, so that an answer that is no
 * page is repeated by the door's own retry.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as Field from "./Field.js"
import type { Field as Place } from "./FieldSchema.js"

/**
 * One page. `next` is the cursor or address that leads on; `undefined` on the last page. `named` when the page says
 * which page it is, by its number or by what leads on from it.
 *
 * @since 0.1.0
 * @category models
 */
export interface PageBody {
  readonly items: ReadonlyArray<unknown>
  readonly total: number | undefined
  readonly pageSize: number | undefined
  readonly pageCount: number | undefined
  readonly next: string | undefined
  readonly named: boolean
}

/**
 * Where a listing keeps its parts. A listing with a `total` must always tell it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Places {
  readonly items: Place
  readonly total: string | undefined
  readonly next: Place | undefined
  /** Whether one object may stand where the list could stand. */
  readonly lone: boolean
}

/**
 * Runs a call with the Schema of the page that it asks for. With a page number, an answer for another page is refused,
 * and so is an empty page in the middle of what the answer itself says there is.
 *
 * @since 0.1.0
 * @category models
 */
export type Reader = <A, E, R>(
  asked: number | undefined,
  call: (schema: Schema.Schema<PageBody, never>) => Effect.Effect<A, E, R>
) => Effect.Effect<A, E, R>

/**
 * A reader for the pages of a listing. Its Schemas are used again, one for each call in flight: making one costs a
 * fifth of reading a page.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = (places: Places): Reader => {
  const items = Field.list(places.items, places.lone ? "lone" : "list-only")
  const next = Field.text(places.next)
  const total = places.total === undefined ? undefined : Field.number(places.total)
  const where = typeof places.items === "string" ? places.items : places.items.join(", ")

  const read = (body: unknown, asked: number | undefined): PageBody | Fault => {
    const whole = total?.(body)
    if (total !== undefined && whole === undefined) return { place: places.total ?? "", absent: true }
    const found = items(body) ?? (whole === 0 ? [] : undefined)
    if (found === undefined) return { place: where, absent: true }
    const answered = pageNumber(body)
    const page = {
      items: found,
      total: whole,
      pageSize: pageSize(body),
      pageCount: pageCount(body),
      next: next(body),
      named: places.next !== undefined || answered !== undefined
    }
    if (asked === undefined) return page
    if (answered !== undefined && answered !== asked) return { place: "pageNumber", absent: false }
    const before = (asked - 1) * (page.pageSize ?? Number.POSITIVE_INFINITY)
    const missing = found.length === 0 && whole !== undefined && whole > (asked === 1 ? 0 : before)
    return missing ? { place: where, absent: false } : page
  }

  const make = (): Slot => {
    const slot: Slot = {
      asked: undefined,
      schema: Schema.declare(
        [],
        {
          decode: () => (body, _, ast) => {
            const page = read(body, slot.asked)
            return "place" in page ? ParseResult.fail(issue(page, body, ast)) : ParseResult.succeed(page)
          },
          encode: () => (page: unknown, _, ast) =>
            ParseResult.fail(new ParseResult.Forbidden(ast, page, "a page is only read"))
        },
        { identifier: "PageBody" }
      )
    }
    return slot
  }

  const idle: Array<Slot> = []
  return (asked, call) =>
    Effect.suspend(() => {
      const slot = idle.pop() ?? make()
      slot.asked = asked
      // A call that fails takes its Schema with it.
      return Effect.map(call(slot.schema), (read) => {
        idle.push(slot)
        return read
      })
    })
}

interface Slot {
  asked: number | undefined
  readonly schema: Schema.Schema<PageBody, never>
}

const issue = (fault: Fault, body: unknown, ast: SchemaAST.AST): ParseResult.ParseIssue =>
  new ParseResult.Pointer(
    fault.place,
    body,
    fault.absent ? new ParseResult.Missing(new SchemaAST.Type(ast)) : new ParseResult.Type(ast, body)
  )

/** What keeps a body from being the page: a place in it that is absent or says something else. */
interface Fault {
  readonly place: string
  readonly absent: boolean
}

const pageSize = positive("pageSize")
const pageCount = positive("pageCount")
const pageNumber = positive("pageNumber")

function positive(name: string): (body: unknown) => number | undefined {
  const read = Field.number(name)
  return (body) => {
    const found = read(body)
    return found !== undefined && found >= 1 ? Math.floor(found) : undefined
  }
}
