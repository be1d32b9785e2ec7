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
import * as Setting from "./Setting.js"

/**
 * An answer that holds from a moment or from a request on, until a later step applies. `afterRequests: 2` means from
 * the third request on.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Step = Schema.Struct({
  afterMillis: Setting.withDefault(Setting.Time, 0, "From so long after the first request on."),
  afterRequests: Setting.withDefault(Setting.Whole, 0, "From the request after so many on."),
  status: Setting.withDefault(Setting.Status, 200, "The status."),
  headers: Setting.withDefault(Setting.Headers, {}, "More headers."),
  body: Setting.optional(Schema.Unknown, "JSON; a string is sent as it is, as text.")
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
  method: Setting.withDefault(Schema.String, "GET", "The method."),
  path: Schema.String.pipe(
    Schema.startsWith("/", {
      description: "The path; * stands for anything but a slash, ** for anything.",
      message: () => "expected a path that begins with a slash"
    })
  ),
  query: Setting.withDefault(Setting.Texts, {}, "Values that the query must have."),
  steps: Setting.withDefault(Schema.Array(Step), [], "Its answers as time goes on."),
  pages: Setting.optional(Paging.Pages, "A list that it pages, merged into the body of the step."),
  anonymous: Setting.withDefault(Schema.Boolean, false, "The bearer token is not looked at.")
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
