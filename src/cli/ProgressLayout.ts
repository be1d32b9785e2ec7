/**
 * Which columns of the live view fit into a width, and how wide each of them is. Pure.
 *
 * @since 0.1.0
 */

/**
 * The columns that may be left out, in the order of reading.
 *
 * @since 0.1.0
 * @category models
 */
export const parts = ["bar", "percent", "counts", "errors", "trend", "rate", "left", "next"] as const

/**
 * @since 0.1.0
 * @category models
 */
export type Part = (typeof parts)[number]

/**
 * Those that hold words. The bar and the trend have any length.
 *
 * @since 0.1.0
 * @category models
 */
export type TextPart = Exclude<Part, "bar" | "trend">

/**
 * The columns of a frame: 0 for those that are left out. `gap` goes between them; `short` asks for the short words;
 * `kinds` says whether the names tell their kind. A state before words may be wider than its column, `longestState`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Layout {
  readonly gap: number
  readonly short: boolean
  readonly kinds: boolean
  readonly name: number
  readonly state: number
  readonly longestState: number
  readonly widths: Readonly<Record<Part, number>>
}

/**
 * What the rows need.
 *
 * - `name`: the widest name; `bare`: without their kinds, where that tells them apart; `least`: as far as names may
 *   be cut before two of them look the same.
 * - `state`: the widest state of a job that has columns.
 * - `total`: the widest counts that can come, as far as totals are known.
 * - `bar`, `trend`: whether any row has one.
 * - `part`: the widest text in either form, 0 where no row will ever have one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Needs {
  readonly name: number
  readonly bare: number
  readonly least: number
  readonly state: number
  readonly total: number | undefined
  readonly bar: boolean
  readonly trend: boolean
  readonly part: (part: TextPart, short: boolean) => number
}

/**
 * The layout for `width` columns. Only the names, the totals and the width decide how wide the names are, so that they
 * stand still while numbers grow; the bar takes what is left, in steps of four.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fit = (needs: Needs, width: number): Layout => {
  const form = forms.find(({ from }) => width >= from) ?? narrowest
  const room = width - form.usual - (needs.total ?? usualCounts)
  const most = Math.max(needs.least, Math.min(form.name, room))
  const kinds = needs.name <= most
  const layout: Layout = {
    gap: form.gap,
    short: form.short,
    kinds,
    name: Math.min(most, kinds ? needs.name : needs.bare),
    state: Math.min(needs.state, form.state),
    longestState: form.state,
    widths: widths(needs, form)
  }
  const bar = needs.bar ? barOf(layout, width) : 0
  return bar > 0 ? { ...layout, widths: { ...layout.widths, bar } } : sacrificed(layout, width)
}

interface Form {
  /** The width from which on it is taken. */
  readonly from: number
  readonly gap: number
  readonly short: boolean
  /** The most columns of a name, of a state, and those of the trend. */
  readonly name: number
  readonly state: number
  readonly trend: number
  /** What all but the name and the counts take when jobs are of a usual size. */
  readonly usual: number
}

const narrowest: Form = { from: 0, gap: 1, short: true, name: 36, state: 10, trend: 4, usual: 55 }

const forms: ReadonlyArray<Form> = [
  { from: 139, gap: 2, short: false, name: 60, state: 16, trend: 8, usual: 89 },
  { from: 110, gap: 1, short: true, name: 48, state: 10, trend: 8, usual: 68 },
  narrowest
]

/** What is given up after the bar, the least missed first. `next` says what a job waits for. */
const sacrifices: ReadonlyArray<TextPart | "trend"> = [
  "trend",
  "rate",
  "counts",
  "left",
  "errors",
  "percent",
  "next"
]

const usualCounts = 13

/** Columns that change all the time keep at least this width, so that the others stand still. */
const steady: Readonly<Record<TextPart, readonly [long: number, short: number]>> = {
  percent: [4, 4],
  counts: [0, 0],
  errors: [9, 7],
  rate: [7, 7],
  left: [9, 9],
  next: [14, 9]
}

const widths = (needs: Needs, { short, trend }: Form): Layout["widths"] => {
  const wide = (part: TextPart): number => {
    const widest = needs.part(part, short)
    return widest === 0 ? 0 : Math.max(widest, steady[part][short ? 1 : 0])
  }
  return {
    bar: 0,
    percent: wide("percent"),
    counts: needs.part("counts", short) === 0 ? 0 : Math.max(wide("counts"), needs.total ?? 0),
    errors: wide("errors"),
    trend: needs.trend ? trend : 0,
    rate: wide("rate"),
    left: wide("left"),
    next: wide("next")
  }
}

const sacrificed = (layout: Layout, width: number): Layout => {
  let left = layout
  for (const part of sacrifices) {
    if (widthOf(left) <= width) break
    left = { ...left, widths: { ...left.widths, [part]: 0 } }
  }
  return left
}

const barOf = (layout: Layout, width: number): number => {
  const spare = Math.min(32, width - widthOf(layout) - layout.gap)
  return spare < 8 ? 0 : spare - (spare % 4)
}

const widthOf = ({ gap, name, state, widths }: Layout): number =>
  [name, state, ...parts.map((part) => widths[part])].reduce(
    (sum, columns) => sum + (columns === 0 ? 0 : columns + gap),
    -gap
  )
