/**
 * Failures counted by error code and message template, in memory that does not grow with their number. A fold: start
 * with `empty`, go on with `add` or `addPage`, end with `summary`; parts are put together by `merge`.
 *
 * What is told is chosen by its count, the rest is in `<other>`. Up to twice as many codes as are told, all counts are
 * exact and do not depend on the order of the failures. Beyond that a count is a lower bound, since what was counted
 * before a code was held is in `<other>`; but no code with more than its share of the bound (one failure of 1,001) is
 * ever left out. The same holds for the templates of a code.
 *
 * @since 0.1.0
 */
import { identity } from "effect/Function"
import * as Sink from "effect/Sink"
import type { Failure, FailurePage } from "../jobs/Job.js"
import * as LeftOut from "../text/LeftOut.js"
import * as HeavyHitters from "./HeavyHitters.js"
import * as Outcome from "./Outcome.js"
import type { Failures, Group as GroupReport, Sample } from "./Report.js"
import * as Samples from "./Sample.js"
import * as Template from "./Template.js"

/**
 * - `samples`: examples kept of each code, the first to arrive (3).
 * - `maxCodes`: codes told (1,000), the most frequent ones.
 * - `maxTemplates`: templates told of each code (20), the most frequent ones.
 * - `scrub`: takes secrets out of what is told of a record (`GenesysHttp.scrub`); by default nothing is taken out.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly samples?: number | undefined
  readonly maxCodes?: number | undefined
  readonly maxTemplates?: number | undefined
  readonly scrub?: Samples.Scrub | undefined
}

const stateOf: unique symbol = Symbol.for("genesys-jobs/Tally")

/**
 * An opaque accumulator. `add` and `addPage` change it in place and return it, because a million records must be cheap:
 * use the result and forget the argument.
 *
 * @since 0.1.0
 * @category models
 */
export interface Tally {
  readonly [stateOf]: State
}

/**
 * How far the reading has come. `expected` is the total of the last page; `requests` and `retries` are sums.
 *
 * @since 0.1.0
 * @category models
 */
export interface Progress {
  readonly failures: number
  readonly expected: number | undefined
  readonly pages: number
  readonly requests: number
  readonly retries: number
}

/**
 * The name of what exceeds a bound.
 *
 * @since 0.1.0
 * @category constructors
 */
export const other = LeftOut.other

/**
 * Nothing yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty = (options: Options = {}): Tally => {
  const { maxCodes = 1_000, maxTemplates = 20, samples = 3, scrub = identity } = options
  return {
    [stateOf]: {
      samples: Math.max(0, samples),
      maxTemplates: Math.max(1, maxTemplates),
      progress: { failures: 0, expected: undefined, pages: 0, requests: 0, retries: 0 },
      about: undefined,
      groups: HeavyHitters.make(Math.max(1, maxCodes)),
      rest: { count: 0, samples: [] },
      templates: { left: 5_000 },
      scrub,
      templateOf: Template.remembering(scrub)
    }
  }
}

/**
 * Counts one failed record.
 *
 * @since 0.1.0
 * @category combinators
 */
export const add = (tally: Tally, failure: Failure): Tally => {
  const state = tally[stateOf]
  // Nothing, where the platform sums up and found none; else at least one, whatever the number says.
  if (failure.count === 0) return tally
  const count = Number.isSafeInteger(failure.count) && failure.count > 0 ? failure.count : 1
  const group = groupOf(state, failure.code)
  state.progress.failures += count
  group.count += count
  if ("templates" in group) bump(group, state.templateOf(failure.message), count)
  if (group.samples.length < state.samples) group.samples.push(Samples.of(failure, state.scrub))
  return tally
}

/**
 * Counts a page of failed records.
 *
 * @since 0.1.0
 * @category combinators
 */
export const addPage = (tally: Tally, page: FailurePage): Tally => {
  const { progress } = tally[stateOf]
  progress.pages += 1
  progress.requests += page.requests
  progress.retries += page.retries
  progress.expected = page.total ?? progress.expected
  if (page.about !== undefined) tally[stateOf].about = page.about
  for (const failure of page.failures) add(tally, failure)
  return tally
}

/**
 * One tally of two, with the bounds of the first; both stay as they are. Counts do not depend on the order of the
 * parts, samples do.
 *
 * @since 0.1.0
 * @category combinators
 */
export const merge = (first: Tally, second: Tally): Tally => {
  const merged = emptyLike(first)
  for (const part of [first, second]) absorb(merged[stateOf], part[stateOf])
  return merged
}

/**
 * How far the reading has come.
 *
 * @since 0.1.0
 * @category constructors
 */
export const progress = (tally: Tally): Progress => ({ ...tally[stateOf].progress })

/**
 * What the report says about the failures: groups by count, then by code, `<other>` last. `errors` is the status' own
 * count; `reason` says why the reading is not complete.
 *
 * @since 0.1.0
 * @category constructors
 */
export const summary = (
  tally: Tally,
  reading: Pick<Outcome.Facts, "complete" | "errors"> & { readonly reason?: string | undefined }
): Failures => {
  const state = tally[stateOf]
  const total = state.progress.failures
  const about = state.about === undefined ? {} : { about: state.about }
  const ranked = HeavyHitters.ranked(state.groups)
  const rest: Rest = { ...state.rest, samples: [...state.rest.samples] }
  for (const [, group] of ranked.slice(state.groups.keep)) addToRest(state, rest, group)
  const groups = ranked
    .slice(0, state.groups.keep)
    .sort(byCount)
    .map(([code, group]) => describe(code, group, total, templatesOf(group, state.maxTemplates)))
  const others = rest.count > 0 ? [describe(other, rest, total, [])] : []
  return {
    total,
    complete: reading.complete,
    reconciled: Outcome.reconciled({ ...reading, ...about, read: total }),
    distinctCodes: Math.max(ranked.length, groups.length + others.length),
    groups: [...groups, ...others],
    reason: reading.complete ? undefined : reading.reason,
    ...about
  }
}

/**
 * Counts a stream of pages.
 *
 * @since 0.1.0
 * @category constructors
 */
export const sink = (options: Options = {}): Sink.Sink<Tally, FailurePage> =>
  Sink.suspend(() => Sink.foldLeft(empty(options), addPage))

interface State {
  readonly samples: number
  readonly maxTemplates: number
  readonly progress: { -readonly [K in keyof Progress]: Progress[K] }
  about: FailurePage["about"]
  readonly groups: HeavyHitters.HeavyHitters<Group>
  /** What belongs to codes beyond the bound. */
  readonly rest: Rest
  /** The room for templates that all codes share. */
  readonly templates: { left: number }
  readonly scrub: Samples.Scrub
  readonly templateOf: (message: string) => string
}

interface Rest {
  count: number
  readonly samples: Array<Sample>
}

interface Group extends Rest, HeavyHitters.Counted {
  readonly templates: HeavyHitters.HeavyHitters<HeavyHitters.Counted>
}

const newGroup =
  ({ maxTemplates, templates }: State) =>
  (missed: number): Group => ({
    count: 0,
    missed,
    samples: [],
    templates: HeavyHitters.make(2 * maxTemplates, templates)
  })

const newCount = (missed: number): HeavyHitters.Counted => ({ count: 0, missed })

const emptyLike = (tally: Tally): Tally => {
  const { groups, maxTemplates, samples, scrub } = tally[stateOf]
  return empty({ samples, maxTemplates, maxCodes: groups.keep, scrub })
}

const groupOf = (state: State, code: string): Group | Rest =>
  state.groups.entries.get(code) ?? groupNamed(state, Samples.code(code, state.scrub))

const groupNamed = (state: State, code: string): Group | Rest =>
  code === other ? state.rest : HeavyHitters.obtain(state.groups, code, newGroup(state), dropping(state))

const dropping =
  (state: State) =>
  (group: Group): void => {
    state.templates.left += group.templates.entries.size
    addToRest(state, state.rest, group)
  }

const addToRest = ({ samples }: State, into: Rest, from: Rest): void => {
  into.count += from.count
  into.samples.push(...from.samples.slice(0, samples - into.samples.length))
}

const bump = (group: Group, template: string, count: number): void => {
  if (template !== other) HeavyHitters.obtain(group.templates, template, newCount).count += count
}

const absorb = (into: State, from: State): void => {
  const merge = (group: Group, part: Group): void => {
    HeavyHitters.absorb(group.templates, part.templates, newCount)
    group.samples.push(...part.samples.slice(0, into.samples - group.samples.length))
  }
  HeavyHitters.absorb(into.groups, from.groups, newGroup(into), merge, dropping(into))
  addToRest(into, into.rest, from.rest)
  for (const count of ["failures", "pages", "requests", "retries"] as const) {
    into.progress[count] += from.progress[count]
  }
  into.about = from.about ?? into.about
  into.progress.expected = from.progress.expected ?? into.progress.expected
}

const templatesOf = (group: Group, most: number): GroupReport["templates"] =>
  HeavyHitters.ranked(group.templates)
    .slice(0, most)
    .sort(byCount)
    .map(([template, { count }]) => ({ template, count }))

const describe = (
  code: string,
  group: Rest,
  total: number,
  templates: GroupReport["templates"]
): GroupReport => {
  const rest = group.count - templates.reduce((sum, { count }) => sum + count, 0)
  return {
    code,
    count: group.count,
    share: Outcome.share(group.count, total),
    templates: rest > 0 ? [...templates, { template: other, count: rest }] : templates,
    samples: [...group.samples]
  }
}

const byCount = (left: readonly [string, { readonly count: number }], right: typeof left): number =>
  right[1].count - left[1].count || HeavyHitters.byText(left[0], right[0])
