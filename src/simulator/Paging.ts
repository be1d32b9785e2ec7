/**
 * The four ways in which the platform pages its lists, over a list that a scenario gives.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Pointer from "./Pointer.js"
import * as Setting from "./Setting.js"

/**
 * A list and how it is paged.
 *
 * - `pageNumber`: `pageSize`, `pageNumber`, `total`, `pageCount` in the body
 * - `cursor`: an opaque `cursor` in the body, sent back as `cursor`
 * - `after`: `cursors.after` in the body, sent back as `after`
 * - `nextUri`: a path with everything in it
 *
 * @since 0.1.0
 * @category schemas
 */
export const Pages = Schema.Struct({
  style: Schema.Literal("pageNumber", "cursor", "after", "nextUri").annotations({
    description: "How one page leads to the next."
  }),
  items: Setting.withDefault(Schema.Array(Schema.Unknown), [], "The list."),
  generate: Setting.optional(
    Schema.Struct({
      count: Setting.Whole.annotations({ description: "How many." }),
      item: Schema.Unknown.annotations({
        description: "The document; {{n}} in its strings is the item's number, from 1."
      })
    }),
    "Items made from one document, after items."
  ),
  field: Setting.withDefault(Schema.String, "entities", "The field that holds the list."),
  pageSize: Setting.withDefault(Setting.Count, 25, "Page size when none is asked."),
  pageSizeCap: Setting.withDefault(Setting.Count, 100, "Larger pages are not given, whatever is asked."),
  omit: Setting.withDefault(
    Schema.Array(Schema.String),
    [],
    "JSON pointers of page fields to leave out, such as /total."
  ),
  place: Setting.withDefault(
    Setting.Texts,
    {},
    "Page fields under other names: the usual name to the JSON pointer wanted, such as cursor to /paging/next."
  ),
  stuckAtPage: Setting.optional(
    Setting.Count,
    "From this page on, the same page (and the same cursor) comes again and again."
  ),
  endless: Setting.withDefault(
    Schema.Boolean,
    false,
    "There is always a next page; those after the end are empty."
  )
})

/**
 * @since 0.1.0
 * @category models
 */
export type Pages = typeof Pages.Type

/**
 * The body of the page that the request asks for: `base` with the list and the page fields merged in, `undefined` when
 * the request names a cursor that was never given or a page that is no number. `items` is the whole list.
 *
 * @since 0.1.0
 * @category combinators
 */
export const page = (
  pages: Pages,
  items: { readonly length: number; readonly slice: (from: number, to: number) => ReadonlyArray<unknown> },
  base: unknown,
  path: string,
  query: URLSearchParams
): unknown => {
  const asked = count(query.get("pageSize"), pages.pageSize)
  if (asked === undefined) return undefined
  const size = Math.min(asked, pages.pageSizeCap)
  const from = start(pages, size, query)
  if (from === undefined) return undefined
  const number = Math.min(Math.floor(from / size) + 1, pages.stuckAtPage ?? Number.POSITIVE_INFINITY)
  const offset = (number - 1) * size
  const more = offset + size < items.length || pages.endless || number === pages.stuckAtPage
  const next = more ? cursor(offset + size) : undefined
  const fields = pageFields(pages, { size, number, next, total: items.length, path, query })
  const listed = Pointer.set(base ?? {}, `/${pages.field}`, items.slice(offset, offset + size))
  const merged = Object.entries(fields).reduce<unknown>(
    (body, [name, value]) =>
      value === undefined ? body : put(body, pages.place[name] ?? places[name] ?? `/${name}`, value),
    listed
  )
  return pages.omit.reduce<unknown>(Pointer.remove, merged)
}

/**
 * The list of a route: the items it spells out, and those it makes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const items = (
  pages: Pages,
  generated: (item: unknown, number: number) => unknown
): ReadonlyArray<unknown> => {
  const { generate } = pages
  if (generate === undefined) return pages.items
  return [
    ...pages.items,
    ...Array.from({ length: generate.count }, (_, index) => generated(generate.item, index + 1))
  ]
}

const places: Readonly<Record<string, string>> = { after: "/cursors/after" }

const start = (pages: Pages, size: number, query: URLSearchParams): number | undefined => {
  if (pages.style === "pageNumber") {
    const number = count(query.get("pageNumber"), 1)
    return number === undefined ? undefined : (number - 1) * size
  }
  const given = query.get(pages.style === "after" ? "after" : "cursor")
  if (given === null || given === "") return 0
  const offset = /^c([0-9a-z]+)z$/.exec(given)?.[1]
  return offset === undefined ? undefined : Number.parseInt(offset, 36)
}

const cursor = (offset: number): string => `c${offset.toString(36)}z`

const count = (text: string | null, fallback: number): number | undefined => {
  if (text === null || text === "") return fallback
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : undefined
}

const pageFields = (
  pages: Pages,
  at: {
    readonly size: number
    readonly number: number
    readonly next: string | undefined
    readonly total: number
    readonly path: string
    readonly query: URLSearchParams
  }
): Readonly<Record<string, unknown>> => {
  switch (pages.style) {
    case "pageNumber":
      return {
        pageSize: at.size,
        pageNumber: at.number,
        total: at.total,
        pageCount: Math.ceil(at.total / at.size)
      }
    case "cursor":
      return { cursor: at.next }
    case "after":
      return { after: at.next }
    case "nextUri":
      return { nextUri: at.next === undefined ? undefined : nextUri(at.path, at.query, at.next) }
  }
}

const nextUri = (path: string, query: URLSearchParams, next: string): string => {
  const asked = new URLSearchParams(query)
  asked.set("cursor", next)
  return `${path}?${asked.toString()}`
}

/** Like `Pointer.set`, but makes the parents: page fields have a place even in an empty document. */
const put = (body: unknown, pointer: string, value: unknown): unknown => {
  const parent = pointer.slice(0, pointer.lastIndexOf("/"))
  const known = parent === "" || Pointer.get(body, parent) !== undefined
  return Pointer.set(known ? body : put(body, parent, {}), pointer, value)
}
