/**
 * Which requests a fault meets. Requests are counted in the order in which they arrive, so a scenario that is run twice
 * by the same caller fails at the same places.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Fault from "./Fault.js"
import * as Seed from "./Seed.js"
import * as Setting from "./Setting.js"

/**
 * Which requests a rule concerns. All conditions that are given must hold. `path` may contain `*` (anything but a
 * slash) and `**` (anything). Ordinals start at 1 and count the requests that meet method, path, query and token;
 * `fromMillis` and `untilMillis` count from the first request that the simulator saw.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Match = Schema.Struct({
  method: Setting.optional(Schema.String, "The method."),
  path: Setting.optional(Schema.String, "The path; * stands for anything but a slash, ** for anything."),
  query: Setting.optional(Setting.Texts, "Values that the query has."),
  tokenless: Setting.optional(
    Schema.Boolean,
    "Only requests that carry no bearer token (true), or only those that carry one (false)."
  ),
  nth: Setting.optional(
    Schema.Union(Setting.Count, Schema.Array(Setting.Count)),
    "The n-th of these requests, or several of them, from 1."
  ),
  from: Setting.optional(Setting.Count, "From the n-th on."),
  to: Setting.optional(Setting.Count, "Up to the n-th."),
  every: Setting.optional(Setting.Count, "Every n-th."),
  count: Setting.optional(Setting.Count, "At most so many times."),
  rate: Setting.optional(Setting.Share, "A share of the requests, chosen by the seed."),
  fromMillis: Setting.optional(Setting.Time, "From so long after the simulator's first request on."),
  untilMillis: Setting.optional(Setting.Time, "Until so long after it.")
})

/**
 * A fault and the requests that meet it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Rule = Schema.Struct({
  match: Match.annotations({ description: "Which requests. All that is given must hold." }),
  fault: Fault.Fault.annotations({ description: "What goes wrong." })
})

/**
 * @since 0.1.0
 * @category models
 */
export type Rule = typeof Rule.Type

/**
 * How often a rule was met and how often it was applied.
 *
 * @since 0.1.0
 * @category models
 */
export interface Counter {
  readonly seen: number
  readonly applied: number
}

/**
 * What a rule looks at.
 *
 * @since 0.1.0
 * @category models
 */
export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly hasToken: boolean
  /** Milliseconds since the first request. */
  readonly elapsed: number
}

/**
 * The faults of one request, and the counters after it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const select = (
  rules: ReadonlyArray<Rule>,
  counters: ReadonlyArray<Counter>,
  seed: number,
  request: Request
): readonly [ReadonlyArray<Fault.Fault>, ReadonlyArray<Counter>] => {
  const faults: Array<Fault.Fault> = []
  const counted = rules.map((rule, index) => {
    const counter = counters[index] ?? { seen: 0, applied: 0 }
    if (!concerns(rule.match, request)) return counter
    const seen = counter.seen + 1
    if (!due(rule.match, seen, counter.applied, Seed.fraction(seed, "fault", index, seen))) {
      return { seen, applied: counter.applied }
    }
    faults.push(rule.fault)
    return { seen, applied: counter.applied + 1 }
  })
  return [faults, counted]
}

/**
 * Whether a path meets a pattern: `*` stands for anything but a slash, `**` for anything.
 *
 * @since 0.1.0
 * @category predicates
 */
export const pathMatches = (pattern: string, path: string): boolean => {
  const source = pattern
    .split("**")
    .map((part) => part.split("*").map(escaped).join("[^/]*"))
    .join(".*")
  return new RegExp(`^${source}$`).test(path)
}

const concerns = (match: typeof Match.Type, request: Request): boolean =>
  (match.method === undefined || match.method.toUpperCase() === request.method) &&
  (match.path === undefined || pathMatches(match.path, request.path)) &&
  (match.tokenless === undefined || match.tokenless === !request.hasToken) &&
  Object.entries(match.query ?? {}).every(([name, value]) => request.query.get(name) === value) &&
  request.elapsed >= (match.fromMillis ?? 0) &&
  request.elapsed < (match.untilMillis ?? Number.POSITIVE_INFINITY)

const due = (match: typeof Match.Type, seen: number, applied: number, chance: number): boolean =>
  (match.nth === undefined ||
    (typeof match.nth === "number" ? match.nth === seen : match.nth.includes(seen))) &&
  seen >= (match.from ?? 1) &&
  seen <= (match.to ?? Number.POSITIVE_INFINITY) &&
  (match.every === undefined || (seen - (match.from ?? 0)) % match.every === 0) &&
  applied < (match.count ?? Number.POSITIVE_INFINITY) &&
  (match.rate === undefined || chance < match.rate)

const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&")
