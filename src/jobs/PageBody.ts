/**
 * The envelope of one page of a listing: its records as they came, and what it says about the whole.
 *
 * Only the envelope is decoded; records stay unknown and are read one by one with prepared readers, because a Schema over every record
 * would cost more than the network. The Schema is handed to the door, so that an answer that is no page is repeated by the door's own retry.
 *
 * @since 0.1.0
 */
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import * as Field from "./Field.js"
import type { Field as Place } from "./FieldSchema.js"

/**
 * One page. `next` is the cursor or address that leads on; `undefined` on the last page. `named` when the page says which page it is, by its number
 * or by what leads on from it.
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
 * A Schema for each page of a listing. With the number of the page that was asked for, an answer for another page is refused, and so is an
 * empty page in the middle of what the answer itself says there is.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = (places: Places): ((asked?: number) => Schema.Schema<PageBody, never>) => {
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

  return (asked) =>
    Schema.declare(
      [],
      {
        decode: () => (body, _, ast) => {
          const page = read(body, asked)
          return "place" in page
            ? ParseResult.fail(
                new ParseResult.Pointer(
                  page.place,
                  body,
                  page.absent
                    ? new ParseResult.Missing(new SchemaAST.Type(ast))
                    : new ParseResult.Type(ast, body)
                )
              )
            : ParseResult.succeed(page)
        },
        encode: () => (page: unknown, _, ast) =>
          ParseResult.fail(new ParseResult.Forbidden(ast, page, "a page is only read"))
      },
      { identifier: "PageBody" }
    )
}

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
