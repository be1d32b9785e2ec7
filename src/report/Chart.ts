/**
 * Small charts as inline SVG. Coloured by classes, so that they follow the page from light to dark and onto paper.
 * Lengths are parts of the width that there is, so that letters keep their size on a narrow screen.
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
 * Horizontal bars in the order given, each under its label, its count and its share of `total`. `id` must be unique in
 * the page.
 *
 * @since 0.1.0
 * @category rendering
 */
export const bars = (id: string, title: string, data: ReadonlyArray<Bar>, total: number): string => {
  const greatest = Math.max(1, ...data.map(({ count }) => count))
  const rows = data.map(({ count, label }, row) => {
    const y = row * rowHeight
    const size = Math.max(0.5, Math.round((count / greatest) * 1000) / 10)
    const value = `${Quantity.count(count)} (${Quantity.share(count, total)})`
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
 * Progress over time and, below it on a scale of their own, the errors counted so far. Empty without two readings that
 * tell progress.
 *
 * @since 0.1.0
 * @category rendering
 */
export const progress = (id: string, title: string, points: ReadonlyArray<Point>): string => {
  const told = points.filter(({ progress: done }) => done !== undefined)
  const first = told[0]
  const last = told.at(-1)
  if (first === undefined || last === undefined || last.at <= first.at) return ""
  const most = Math.max(0, ...told.map(({ errors }) => errors ?? 0))
  const duration = Quantity.duration(last.at - first.at)
  const shown = thinned(told)
  const line = (name: string, top: number, height: number, of: (point: Point) => number | undefined) =>
    plot(
      name,
      top,
      height,
      shown.flatMap((point) => {
        const part = of(point)
        return part === undefined ? [] : [[(point.at - first.at) / (last.at - first.at), part] as const]
      })
    )
  const end = progressTop + progressHeight
  const errorsTop = end + 46
  const errorsEnd = errorsTop + errorsHeight
  const errors =
    most === 0
      ? []
      : [
          `<text class="value" x="0" y="${errorsTop - 7}">Errors, up to ${Quantity.count(most)}</text>`,
          line("line errors", errorsTop, errorsHeight, (point) =>
            point.errors === undefined ? undefined : point.errors / most
          )
        ]
  return svg(
    id,
    title,
    `From ${Quantity.percent(first.progress)} to ${Quantity.percent(last.progress)} in ${duration}${most === 0 ? "" : `, errors up to ${Quantity.count(most)}`}`,
    most === 0 ? end + 22 : errorsEnd + 5,
    [
      `<text class="value" x="0" y="${progressTop - 9}">100 %</text>`,
      line("line", progressTop, progressHeight, ({ progress: done }) => done),
      `<text class="value" x="0" y="${end + 17}">0 %, start</text>`,
      `<text class="value" x="100%" y="${end + 17}" text-anchor="end">${Markup.escape(duration)}</text>`,
      ...errors
    ].join("")
  )
}

const labelColumns = 27
const rowHeight = 36
const progressTop = 22
const progressHeight = 120
const errorsHeight = 48
const plotWidth = 720
const maxPoints = 300

// A line over its axis. Places are 0..1, from left to right and from the axis upwards.
const plot = (
  name: string,
  top: number,
  height: number,
  places: ReadonlyArray<readonly [across: number, up: number]>
): string => {
  const points = places.map(
    ([across, up]) =>
      `${Math.round(across * plotWidth)},${Math.round((1 - Math.min(1, Math.max(0, up))) * height)}`
  )
  return [
    `<line class="axis" x1="0" y1="${top + height}" x2="100%" y2="${top + height}"/>`,
    `<svg y="${top}" width="100%" height="${height}" viewBox="0 0 ${plotWidth} ${height}" preserveAspectRatio="none">`,
    `<polyline class="${name}" points="${points.join(" ")}"/>`,
    "</svg>"
  ].join("")
}

const svg = (id: string, title: string, description: string, height: number, body: string): string =>
  `<svg role="img" aria-labelledby="${id}-t ${id}-d" height="${height}"><title id="${id}-t">${Markup.escape(title)}</title><desc id="${id}-d">${Markup.escape(description)}</desc>${body}</svg>`

// A long watch has more readings than the chart has room for; the last one always shows.
const thinned = (points: ReadonlyArray<Point>): ReadonlyArray<Point> => {
  const step = Math.ceil(points.length / maxPoints)
  return points.filter((_, index) => index % step === 0 || index === points.length - 1)
}
