/**
 * Failures counted by error code and message template, in memory that does not grow with their number. A fold: start
 * with `empty`, go on with `add` or `addPage`, end with `summary`; parts are put together by `merge`.
 *
 * Counts do not depend on the order of the failures, not even where a bound is reached: what is kept is chosen by the
 * names themselves, never by who came first, so that every count that is shown is exact and the rest is in `<other>`.
 *
 * @since 0.1.0
 */
import * as Sink from "effect/Sink"
import { type Failure, type FailurePage, unknownCode } from "../jobs/Job.js"
import * as PlainText from "../text/PlainText.js"
import * as BestNames from "./BestNames.js"
import * as Outcome from "./Outcome.js"
import type { Failures, Group as GroupReport, Sample } from "./Report.js"
import * as Template from "./Template.js"

/**
 * - `samples`: examples kept of each code, the first to arrive (3).
 * - `maxCodes`: codes told apart (1,000), short ones without digits first: a code that carries an id is no code.
 * - `maxTemplates`: templates shown of each code (20), the most frequent of those that were kept.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly samples?: number | undefined
  readonly maxCodes?: number | undefined
  readonly maxTemplates?: number | undefined
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
export const other = "<other>"

/**
 * Nothing yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty = (options: Options = {}): Tally => {
  const maxTemplates = Math.max(1, options.maxTemplates ?? 20)
  return {
    [stateOf]: {
      samples: Math.max(0, options.samples ?? 3),
      maxTemplates,
      progress: { failures: 0, expected: undefined, pages: 0, requests: 0, retries: 0 },
      about: undefined,
      groups: BestNames.make(Math.max(1, options.maxCodes ?? 1_000), BestNames.byPlainness),
      rest: newGroup(maxTemplates),
      templateOf: Template.remembering()
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
  if (group !== state.rest) bump(group, state.templateOf(failure.message), count)
  if (group.samples.length < state.samples) group.samples.push(sampleOf(failure))
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
  const whole = emptyLike(tally)[stateOf]
  absorb(whole, tally[stateOf])
  BestNames.prune(whole.groups, (group) => addToRest(whole, group))
  const total = whole.progress.failures
  const about = whole.about === undefined ? {} : { about: whole.about }
  const groups = [...whole.groups.entries]
    .sort(byCount)
    .map(([code, group]) => describe(code, group, total, whole))
  const rest = whole.rest.count > 0 ? [describe(other, whole.rest, total, whole)] : []
  return {
    total,
    complete: reading.complete,
    reconciled: Outcome.reconciled({ ...reading, ...about, read: total }),
    distinctCodes: groups.length + rest.length,
    groups: [...groups, ...rest],
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
  readonly groups: BestNames.BestNames<Group>
  /** What belongs to codes beyond the bound. */
  readonly rest: Group
  readonly templateOf: (message: string) => string
}

interface Group {
  count: number
  readonly samples: Array<Sample>
  /** More are kept than are shown, so that those are chosen by count; the rest of the sum is `<other>`. */
  readonly templates: BestNames.BestNames<{ count: number }>
}

const newGroup = (maxTemplates: number): Group => ({
  count: 0,
  samples: [],
  templates: BestNames.make(2 * maxTemplates, BestNames.byLength)
})

const emptyLike = (tally: Tally): Tally => {
  const { groups, maxTemplates, samples } = tally[stateOf]
  return empty({ samples, maxTemplates, maxCodes: groups.keep })
}

const maxLength = { code: 100, id: 200, sample: 500 }

const groupOf = (state: State, code: string): Group =>
  state.groups.entries.get(code) ?? groupNamed(state, cleaned(code, maxLength.code) || unknownCode)

const groupNamed = (state: State, code: string): Group => {
  if (code === other) return state.rest
  const group = BestNames.obtain(
    state.groups,
    code,
    () => newGroup(state.maxTemplates),
    (dropped) => addToRest(state, dropped)
  )
  return group ?? state.rest
}

const addToRest = (state: State, group: Group): void => {
  state.rest.count += group.count
  addSamples(state.rest, group, state.samples)
}

const addSamples = (into: Group, from: Group, most: number): void => {
  into.samples.push(...from.samples.slice(0, most - into.samples.length))
}

const bump = (group: Group, template: string, count: number): void => {
  if (template === other) return
  const counter = BestNames.obtain(group.templates, template, () => ({ count: 0 }))
  if (counter !== undefined) counter.count += count
}

const absorb = (into: State, from: State): void => {
  for (const [code, group] of from.groups.entries) {
    const target = groupNamed(into, code)
    target.count += group.count
    if (target !== into.rest) {
      for (const [template, { count }] of group.templates.entries) bump(target, template, count)
    }
    addSamples(target, group, into.samples)
  }
  addToRest(into, from.rest)
  for (const count of ["failures", "pages", "requests", "retries"] as const) {
    into.progress[count] += from.progress[count]
  }
  into.about = from.about ?? into.about
  into.progress.expected = from.progress.expected ?? into.progress.expected
}

const describe = (code: string, group: Group, total: number, state: State): GroupReport => {
  BestNames.prune(group.templates)
  const shown = [...group.templates.entries].sort(byCount).slice(0, state.maxTemplates)
  const rest = group.count - shown.reduce((sum, [, { count }]) => sum + count, 0)
  return {
    code,
    count: group.count,
    share: Outcome.share(group.count, total),
    templates: [
      ...shown.map(([template, { count }]) => ({ template, count })),
      ...(rest > 0 ? [{ template: other, count: rest }] : [])
    ],
    samples: [...group.samples]
  }
}

const sampleOf = (failure: Failure): Sample => ({
  id: failure.id === undefined ? undefined : cleaned(failure.id, maxLength.id),
  message: cleaned(failure.message, maxLength.sample),
  recordId: failure.recordId === undefined ? undefined : cleaned(failure.recordId, maxLength.id)
})

const cleaned = (text: string, max: number): string =>
  PlainText.truncate(PlainText.oneLine(Template.bounded(text)), max)

const byCount = (left: readonly [string, { readonly count: number }], right: typeof left): number =>
  right[1].count - left[1].count || BestNames.byText(left[0], right[0])
