/**
 * Small charts as inline SVG. Coloured by classes, so that they follow the page from light to dark and onto paper. Lengths are parts of the
 * width that there is, so that letters keep their size on a narrow screen.
 *
 * @since 0.1.0
 */
import * as Columns from "../text/Columns.js"
import * as Quantity from "../text/Quantity.js"
import * as Markup from "./Markup.js"

/**
 * One bar. `label` is neutral text.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bar {
  readonly label: string
  readonly count: number
  readonly share: number
}

/**
 * One reading of a job's status. `at` is epoch milliseconds, `progress` 0..1.
 *
 * @since 0.1.0
 * @category models
 */
export interface Point {
  readonly at: number
  readonly progress: number | undefined
  readonly errors: number | undefined
}

/**
 * Horizontal bars in the order given, each under its label and its count. `id` must be unique in the page.
 *
 * @since 0.1.0
 * @category rendering
 */
export const bars = (id: string, title: string, data: ReadonlyArray<Bar>): string => {
  const greatest = Math.max(1, ...data.map(({ count }) => count))
  const rows = data.map(({ count, label, share }, row) => {
    const y = row * rowHeight
    const size = Math.max(0.5, Math.round((count / greatest) * 1000) / 10)
    const value = `${Quantity.count(count)} (${Quantity.percent(share)})`
    return [
      `<text x="0" y="${y + 15}">${Markup.escape(Columns.truncate(label, labelColumns))}</text>`,
      `<text class="value" x="100%" y="${y + 15}" text-anchor="end">${Markup.escape(value)}</text>`,
      `<rect class="bar" x="0" y="${y + 21}" width="${size}%" height="9" rx="2"/>`
    ].join("")
  })
  const description = data.map(({ count, label }) => `${label}: ${Quantity.count(count)}`).join(", ")
  return svg(id, title, description, data.length * rowHeight, rows.join(""))
}

/**
 * Progress, and the errors counted so far, over time. Empty without two readings that tell progress.
 *
 * @since 0.1.0
 * @category rendering
 */
export const progress = (id: string, title: string, points: ReadonlyArray<Point>): string => {
  const told = points.filter(({ progress: done }) => done !== undefined)
  const first = told[0]
  const last = told.at(-1)
  if (first === undefined || last === undefined || last.at <= first.at) return ""
  const x = (at: number) => Math.round(((at - first.at) / (last.at - first.at)) * plotWidth)
  const y = (part: number) => Math.round((1 - Math.min(1, Math.max(0, part))) * plotHeight)
  const most = Math.max(0, ...told.map(({ errors }) => errors ?? 0))
  const shown = thinned(told)
  const line = (of: (point: Point) => number | undefined) =>
    shown
      .flatMap((point) => {
        const part = of(point)
        return part === undefined ? [] : [`${x(point.at)},${y(part)}`]
      })
      .join(" ")
  const bottom = top + plotHeight
  const duration = Quantity.duration(last.at - first.at)
  const errors = most === 0 ? "" : `, errors up to ${Quantity.count(most)}`
  return svg(
    id,
    title,
    `From ${Quantity.percent(first.progress)} to ${Quantity.percent(last.progress)} in ${duration}${errors}`,
    bottom + 22,
    [
      '<text class="value" x="0" y="13">100 %</text>',
      ...(most === 0
        ? []
        : [
            `<text class="value" x="100%" y="13" text-anchor="end">dashed: errors, up to ${Quantity.count(most)}</text>`
          ]),
      `<line class="axis" x1="0" y1="${bottom}" x2="100%" y2="${bottom}"/>`,
      `<svg y="${top}" width="100%" height="${plotHeight}" viewBox="0 0 ${plotWidth} ${plotHeight}" preserveAspectRatio="none">`,
      `<polyline class="line" points="${line(({ progress: done }) => done)}"/>`,
      ...(most === 0
        ? []
        : [
            `<polyline class="line errors" points="${line((point) => (point.errors === undefined ? undefined : point.errors / most))}"/>`
          ]),
      "</svg>",
      `<text class="value" x="0" y="${bottom + 17}">0 %, start</text>`,
      `<text class="value" x="100%" y="${bottom + 17}" text-anchor="end">${Markup.escape(duration)}</text>`
    ].join("")
  )
}

const labelColumns = 27
const rowHeight = 36
const top = 22
const plotWidth = 720
const plotHeight = 120
const maxPoints = 300

const svg = (id: string, title: string, description: string, height: number, body: string): string =>
  `<svg role="img" aria-labelledby="${id}-t ${id}-d" height="${height}"><title id="${id}-t">${Markup.escape(title)}</title><desc id="${id}-d">${Markup.escape(description)}</desc>${body}</svg>`

// A long watch has more readings than the chart has room for; the last one always shows.
const thinned = (points: ReadonlyArray<Point>): ReadonlyArray<Point> => {
  const step = Math.ceil(points.length / maxPoints)
  return points.filter((_, index) => index % step === 0 || index === points.length - 1)
}
