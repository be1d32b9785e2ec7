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
 * The columns of a frame: 0 for those that are left out. `gap` goes between them; `short` asks for the short words.
 *
 * @since 0.1.0
 * @category models
 */
export interface Layout {
  readonly gap: number
  readonly short: boolean
  readonly name: number
  readonly state: number
  readonly widths: Readonly<Record<Part, number>>
}

/**
 * What the rows need: the widest name, state and message, and of each part the widest text in either form. `bar` says
 * whether any row has one.
 *
 * @since 0.1.0
 * @category models
 */
export interface Needs {
  readonly name: number
  readonly state: number
  readonly message: number
  readonly bar: boolean
  readonly part: (part: Exclude<Part, "bar">, short: boolean) => number
}

/**
 * The roomiest layout that fits into `width` columns, or else the narrowest there is.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fit = (needs: Needs, width: number): Layout => {
  // Words in place of columns, such as why a job waits, matter more than the end of a name.
  const name = Math.min(
    needs.name,
    needs.message === 0 ? needs.name : Math.max(12, width - needs.state - Math.min(needs.message, 44) - 4)
  )
  const settled = wishes.map((wish) => settle(wish, needs, name))
  return spread(
    settled.find((layout) => widthOf(layout) <= width) ?? settle(narrowest, needs, name),
    name,
    width
  )
}

/**
 * What is left makes the names whole, then the bar longer; in steps of four, so that it does not breathe with every
 * digit.
 */
const spread = (layout: Layout, wholeName: number, width: number): Layout => {
  const { bar } = layout.widths
  const spare = Math.max(0, width - widthOf(layout))
  const name = Math.min(wholeName, layout.name + spare)
  const rest = Math.min(widestBar - bar, spare - (name - layout.name))
  return {
    ...layout,
    name,
    widths: { ...layout.widths, bar: bar === 0 ? 0 : bar + rest - (rest % 4) }
  }
}

const widestBar = 32

interface Wish {
  readonly gap: number
  readonly short: boolean
  /** The most columns that a name gets. */
  readonly name: number
  /** The fewest columns of the bar. */
  readonly bar: number
  readonly parts: ReadonlyArray<Part>
}

const roomiest: Wish = { gap: 2, name: 50, bar: 12, short: false, parts }

const narrowest: Wish = { gap: 1, name: 8, bar: 0, short: true, parts: ["percent"] }

const without =
  (part: Part) =>
  (wish: Wish): Partial<Wish> => ({ parts: wish.parts.filter((other) => other !== part) })

/** What is given up, the least missed first. */
const sacrifices: ReadonlyArray<(wish: Wish) => Partial<Wish>> = [
  () => ({ short: true }),
  () => ({ name: 32 }),
  () => ({ gap: 1, bar: 8 }),
  () => ({ name: 24 }),
  without("trend"),
  without("rate"),
  () => ({ name: 20, bar: 5 }),
  () => ({ name: 16 }),
  without("next"),
  without("bar"),
  without("left"),
  () => ({ name: 12 }),
  without("counts"),
  without("errors")
]

const wishes: ReadonlyArray<Wish> = (() => {
  const found = [roomiest]
  let wish = roomiest
  for (const sacrifice of sacrifices) {
    wish = { ...wish, ...sacrifice(wish) }
    found.push(wish)
  }
  return [...found, narrowest]
})()

/** Columns that change every second keep at least this width, so that the others stand still. */
const steady: Readonly<Record<Part, number>> = {
  bar: 0,
  percent: 4,
  counts: 0,
  errors: 0,
  trend: 0,
  rate: 5,
  left: 9,
  next: 9
}

const settle = (wish: Wish, needs: Needs, name: number): Layout => {
  const wide = (part: Exclude<Part, "bar">): number => {
    const widest = wish.parts.includes(part) ? needs.part(part, wish.short) : 0
    return widest === 0 ? 0 : Math.max(widest, steady[part])
  }
  return {
    gap: wish.gap,
    short: wish.short,
    name: Math.min(name, wish.name),
    state: needs.state,
    widths: {
      bar: needs.bar && wish.parts.includes("bar") ? wish.bar : 0,
      percent: wide("percent"),
      counts: wide("counts"),
      errors: wide("errors"),
      trend: wide("trend"),
      rate: wide("rate"),
      left: wide("left"),
      next: wide("next")
    }
  }
}

const widthOf = ({ gap, name, state, widths }: Layout): number =>
  [name, state, ...parts.map((part) => widths[part])].reduce(
    (sum, columns) => sum + (columns === 0 ? 0 : columns + gap),
    -gap
  )
