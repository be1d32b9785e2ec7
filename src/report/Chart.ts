/**
 * Small charts as inline SVG. Coloured by classes, so that they follow the page from light to dark and onto paper.
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
 * Horizontal bars in the order given, each with its label in front and its count behind. `id` must be unique in the page.
 *
 * @since 0.1.0
 * @category rendering
 */
export const bars = (id: string, title: string, data: ReadonlyArray<Bar>): string => {
  const greatest = Math.max(1, ...data.map(({ count }) => count))
  const height = data.length * rowHeight + 4
  const rows = data.map(({ count, label, share }, row) => {
    const y = row * rowHeight + 4
    const size = Math.max(2, Math.round((count / greatest) * barRoom))
    const value = `${Quantity.count(count)} (${Quantity.percent(share)})`
    return [
      `<text class="label" x="${labelRoom - 8}" y="${y + 15}" text-anchor="end">${Markup.escape(Columns.truncate(label, 27))}</text>`,
      `<rect class="bar" x="${labelRoom}" y="${y}" width="${size}" height="${rowHeight - 8}" rx="2"/>`,
      `<text class="value" x="${labelRoom + size + 8}" y="${y + 15}">${Markup.escape(value)}</text>`
    ].join("")
  })
  const description = data.map(({ count, label }) => `${label}: ${Quantity.count(count)}`).join(", ")
  return svg(id, title, description, height, rows.join(""))
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
  const x = (at: number) =>
    Math.round(axis + ((at - first.at) / (last.at - first.at)) * (chartWidth - axis - 8))
  const y = (part: number) => Math.round(top + (1 - Math.min(1, Math.max(0, part))) * plotHeight)
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
    bottom + 24,
    [
      `<line class="axis" x1="${axis}" y1="${bottom}" x2="${chartWidth - 8}" y2="${bottom}"/>`,
      `<text class="value" x="${axis - 8}" y="${top + 5}" text-anchor="end">100 %</text>`,
      `<text class="value" x="${axis - 8}" y="${bottom + 4}" text-anchor="end">0 %</text>`,
      `<text class="value" x="${axis}" y="${bottom + 18}">start</text>`,
      `<text class="value" x="${chartWidth - 8}" y="${bottom + 18}" text-anchor="end">${Markup.escape(duration)}</text>`,
      `<polyline class="line" points="${line(({ progress: done }) => done)}"/>`,
      ...(most === 0
        ? []
        : [
            `<polyline class="line errors" points="${line((point) => (point.errors === undefined ? undefined : point.errors / most))}"/>`,
            `<text class="value errors" x="${axis + 8}" y="${top + 5}">dashed: errors, up to ${Quantity.count(most)}</text>`
          ])
    ].join("")
  )
}

const chartWidth = 720
const labelRoom = 250
const barRoom = 340
const rowHeight = 26
const axis = 56
const top = 12
const plotHeight = 120
const maxPoints = 300

const svg = (id: string, title: string, description: string, height: number, body: string): string =>
  `<svg role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${chartWidth} ${height}"><title id="${id}-t">${Markup.escape(title)}</title><desc id="${id}-d">${Markup.escape(description)}</desc>${body}</svg>`

// A long watch has more readings than the chart has room for; the last one always shows.
const thinned = (points: ReadonlyArray<Point>): ReadonlyArray<Point> => {
  const step = Math.ceil(points.length / maxPoints)
  return points.filter((_, index) => index % step === 0 || index === points.length - 1)
}
