/**
 * One path of the simulated platform told by raw documents: what it answers as time goes on, or a list that it pages.
 * With it every kind of job can be simulated without code.
 *
 * In the strings of bodies and headers, `{{api}}` becomes the base address of the simulated platform, `{{files}}` the
 * address of its file host, `{{now}}` the time of the answer (ISO 8601), `{{token}}` the bearer token of the request
 * and `{{n}}` the number of a generated item.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"
import * as Paging from "./Paging.js"

const Whole = Schema.Int.pipe(Schema.nonNegative())
const Millis = Schema.Number.pipe(Schema.finite(), Schema.nonNegative())
const Strings = Schema.Record({ key: Schema.String, value: Schema.String })

/**
 * An answer that holds from a moment or from a request on, until a later step applies. `afterRequests: 2` means from
 * the third request on.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Step = Schema.Struct({
  afterMillis: Schema.optionalWith(Millis, { exact: true, default: () => 0 }),
  afterRequests: Schema.optionalWith(Whole, { exact: true, default: () => 0 }),
  status: Schema.optionalWith(Schema.Int.pipe(Schema.between(100, 599)), { exact: true, default: () => 200 }),
  headers: Schema.optionalWith(Strings, { exact: true, default: () => ({}) }),
  /** JSON; a string is sent as it is, as text. */
  body: Schema.optionalWith(Schema.Unknown, { exact: true })
})

/**
 * A path and its answers. `path` may hold `*` (anything but a slash) and `**` (anything), `query` names values that the
 * request must have. Where several routes meet a request the first one wins. With `pages` the answer of the step, when
 * there is one, is what the page is merged into, so status and other fields may be told beside the list.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Route = Schema.Struct({
  method: Schema.optionalWith(Schema.String, { exact: true, default: () => "GET" }),
  path: Schema.String.pipe(Schema.startsWith("/")),
  query: Schema.optionalWith(Strings, { exact: true, default: () => ({}) }),
  steps: Schema.optionalWith(Schema.Array(Step), { exact: true, default: () => [] }),
  pages: Schema.optionalWith(Paging.Pages, { exact: true }),
  /** The bearer token is not looked at. */
  anonymous: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false })
})

/**
 * @since 0.1.0
 * @category models
 */
export type Route = typeof Route.Type

/**
 * The step that holds after `elapsed` milliseconds at the given request (1 for the first), the first one when none
 * does.
 *
 * @since 0.1.0
 * @category combinators
 */
export const step = (route: Route, elapsed: number, request: number): typeof Step.Type | undefined =>
  route.steps.findLast((step) => elapsed >= step.afterMillis && request > step.afterRequests) ??
  route.steps[0]

/**
 * A document in whose strings `{{name}}` is replaced by its value; unknown names stay.
 *
 * @since 0.1.0
 * @category rendering
 */
export const fill = (document: unknown, values: Readonly<Record<string, string>>): unknown => {
  if (typeof document === "string") {
    return document.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
      Option.getOrElse(Record.get(values, name), () => whole)
    )
  }
  if (Array.isArray(document)) return document.map((item) => fill(item, values))
  if (Predicate.isReadonlyRecord(document)) {
    return Object.fromEntries(Object.entries(document).map(([field, value]) => [field, fill(value, values)]))
  }
  return document
}
