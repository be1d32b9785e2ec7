/**
 * When the things of a scenario were first asked for, and how often: what their clocks and request counts start from.
 *
 * @since 0.1.0
 */
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"

/**
 * The visits of one thing (a job, a route): since when, in epoch milliseconds, and how many of each of its documents.
 *
 * @since 0.1.0
 * @category models
 */
export interface Visits {
  readonly since: number
  readonly counts: HashMap.HashMap<string, number>
}

/**
 * The visits of everything.
 *
 * @since 0.1.0
 * @category models
 */
export type State = HashMap.HashMap<string, Visits>

/**
 * Counts a visit of a document.
 *
 * @since 0.1.0
 * @category combinators
 */
export const add = (state: State, thing: string, document: string, now: number): readonly [Visits, State] => {
  const known = Option.getOrElse(HashMap.get(state, thing), () => ({
    since: now,
    counts: HashMap.empty<string, number>()
  }))
  const counts = HashMap.set(known.counts, document, count(known, document) + 1)
  const visits = { since: known.since, counts }
  return [visits, HashMap.set(state, thing, visits)]
}

/**
 * How often a document was visited.
 *
 * @since 0.1.0
 * @category combinators
 */
export const count = (visits: Visits, document: string): number =>
  Option.getOrElse(HashMap.get(visits.counts, document), () => 0)
