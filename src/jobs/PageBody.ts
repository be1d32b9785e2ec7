/**
 * The envelope of one page of a listing: its records as they came, and what it says about the whole.
 *
 * Records stay as they came and are read one by one with prepared readers, because a Schema over every record would
 * cost more than the network. It is the door that reads an answer, so that one that is no page is repeated by the
 * door's own retry.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
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
 * Reads the page of that number, or whatever page comes where pages have none. The left side says why it is not that
 * page: an answer for another one is refused, and so is an empty page in the middle of what the answer itself says
 * there is.
 *
 * @since 0.1.0
 * @category models
 */
export type Reader = (asked: number | undefined) => (body: unknown) => Either.Either<PageBody, string>

/**
 * A reader for the pages of a listing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = (places: Places): Reader => {
  const items = Field.list(places.items, places.lone ? "lone" : "list-only")
  const next = Field.text(places.next)
  const total = places.total === undefined ? undefined : Field.number(places.total)
  const where = typeof places.items === "string" ? places.items : places.items.join(", ")

  return (asked) => (body) => {
    const whole = total?.(body)
    if (total !== undefined && whole === undefined) return Either.left(`${places.total} is missing`)
    const found = items(body) ?? (whole === 0 ? [] : undefined)
    if (found === undefined) return Either.left(`${where} is missing`)
    const answered = pageNumber(body)
    const page = {
      items: found,
      total: whole,
      pageSize: pageSize(body),
      pageCount: pageCount(body),
      next: next(body),
      named: places.next !== undefined || answered !== undefined
    }
    if (asked === undefined) return Either.right(page)
    if (answered !== undefined && answered !== asked)
      return Either.left("pageNumber is not what was expected")
    const before = (asked - 1) * (page.pageSize ?? Number.POSITIVE_INFINITY)
    const missing = found.length === 0 && whole !== undefined && whole > (asked === 1 ? 0 : before)
    return missing ? Either.left(`${where} is not what was expected`) : Either.right(page)
  }
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
