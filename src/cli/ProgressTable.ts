/**
 * The live view as lines: one a job, in columns that all of them share, cut to the width of the terminal. Pure.
 *
 * @since 0.1.0
 */
import * as Job from "../jobs/Job.js"
import * as Style from "../report/Style.js"
import * as Wording from "../report/Wording.js"
import * as Columns from "../text/Columns.js"
import * as Quantity from "../text/Quantity.js"
import * as JobProgress from "./JobProgress.js"
import * as ProgressCells from "./ProgressCells.js"
import * as ProgressLayout from "./ProgressLayout.js"

/**
 * What the lines are drawn for. `columns` and `rows` are the room they have; `now` is in epoch milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Face {
  readonly columns: number
  readonly rows: number
  readonly unicode: boolean
  readonly colour: boolean
  readonly now: number
}

/**
 * One line a job. Where there are more jobs than rows, those that have not ended go first and the last line counts the
 * rest. Where the terminal is narrow, what is missed least goes first.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (jobs: ReadonlyArray<JobProgress.JobProgress>, face: Face): ReadonlyArray<string> => {
  const style = Style.make(face)
  // The last column stays free: some terminals break the line as soon as it is full.
  const width = Math.max(1, face.columns - 1)
  const [shown, hidden] = chosen(jobs, Math.max(1, face.rows))
  const rows = shown.map((job) => rowOf(job, style, face))
  const layout = ProgressLayout.fit(needs(rows), width)
  const lines = rows.map((row) => {
    const words = head(row, layout, style)
    const given = { gap: layout.gap, style, width }
    return row.message === undefined
      ? painted(words, running(row, layout, face.unicode), given)
      : painted([...words, row.message], counts(row, layout), given)
  })
  return hidden.length === 0
    ? lines
    : [...lines, style.paint(style.ellipsis(Columns.truncate(remainder(hidden), width)), "faint")]
}

type TextPart = Exclude<ProgressLayout.Part, "bar">

interface Row {
  readonly name: string
  readonly state: ProgressCells.Cell
  readonly waits: boolean
  readonly share: number | undefined
  /** In the place of most cells. */
  readonly message: ProgressCells.Cell | undefined
  readonly long: Readonly<Record<TextPart, ProgressCells.Cell>>
  readonly short: Readonly<Record<TextPart, ProgressCells.Cell>>
}

const chosen = (
  jobs: ReadonlyArray<JobProgress.JobProgress>,
  rows: number
): readonly [ReadonlyArray<JobProgress.JobProgress>, ReadonlyArray<JobProgress.JobProgress>] => {
  if (jobs.length <= rows) return [jobs, []]
  const open = jobs.filter(({ ended }) => ended === undefined)
  const sorted = [...open, ...jobs.filter(({ ended }) => ended !== undefined)]
  return [sorted.slice(0, rows - 1), sorted.slice(rows - 1)]
}

const remainder = (jobs: ReadonlyArray<JobProgress.JobProgress>): string => {
  const counted = new Map<string, number>()
  for (const job of jobs) {
    const word = wordOf(job)
    counted.set(word, (counted.get(word) ?? 0) + 1)
  }
  const words = Array.from(counted, ([word, count]) => `${Quantity.count(count)} ${word}`)
  return `+${Quantity.count(jobs.length)} more: ${words.join(", ")}`
}

const wordOf = ({ ended, phase, waiting }: JobProgress.JobProgress): string => {
  if (ended !== undefined) return "ended"
  if (waiting !== undefined) return "waiting for the platform"
  return phase === "parked" ? "parked" : phase === undefined ? "starting" : "running"
}

const widestState = 16

const rowOf = (job: JobProgress.JobProgress, style: Style.Style, face: Face): Row => {
  const message = ProgressCells.message(job, face.now)
  const state = ProgressCells.state(job)
  const trend = ProgressCells.sparkline(JobProgress.errorRates(job), face.unicode)
  const cells = (short: boolean): Row["long"] => ({
    percent: { text: ProgressCells.percent(job), tone: "plain" },
    counts: { text: ProgressCells.counts(job), tone: "plain" },
    errors: ProgressCells.errors(job, short),
    trend: { text: trend, tone: "warning" },
    rate: { text: ProgressCells.rate(job), tone: "faint" },
    left: { text: ProgressCells.left(job, face.now), tone: "plain" },
    next: { text: ProgressCells.nextPoll(job, face.now, short), tone: "faint" }
  })
  return {
    name: style.plain(Wording.safe(Job.format(job.job))),
    state: { text: cut(style.plain(state.text), widestState, style), tone: state.tone },
    waits: job.waiting !== undefined && job.ended === undefined,
    share: JobProgress.share(job),
    message: message === undefined ? undefined : { text: style.plain(message.text), tone: message.tone },
    long: cells(false),
    short: cells(true)
  }
}

const needs = (rows: ReadonlyArray<Row>): ProgressLayout.Needs => {
  const running = rows.filter(({ message }) => message === undefined)
  return {
    name: most(rows.map(({ name }) => Columns.width(name))),
    state: most(rows.map(({ state }) => Columns.width(state.text))),
    message: most(rows.map(({ message }) => (message === undefined ? 0 : Columns.width(message.text)))),
    bar: running.some(({ share }) => share !== undefined),
    part: (part, short) =>
      most(running.map((row) => Columns.width((short ? row.short : row.long)[part].text)))
  }
}

const head = (
  row: Row,
  layout: ProgressLayout.Layout,
  style: Style.Style
): ReadonlyArray<ProgressCells.Cell> => {
  const name = Columns.padEnd(middle(row.name, layout.name, style), layout.name)
  const state = Columns.padEnd(row.state.text, layout.state)
  return [{ text: name, tone: "plain" }, ...(state === "" ? [] : [{ text: state, tone: row.state.tone }])]
}

const running = (
  row: Row,
  layout: ProgressLayout.Layout,
  unicode: boolean
): ReadonlyArray<ProgressCells.Cell> =>
  ProgressLayout.parts.flatMap((part): ReadonlyArray<ProgressCells.Cell> => {
    const columns = layout.widths[part]
    if (columns === 0) return []
    if (part === "bar") {
      const text = row.share === undefined ? "" : ProgressCells.bar(row.share, columns, unicode)
      return [{ text: Columns.padEnd(text, columns), tone: "plain" }]
    }
    const { text, tone } = (layout.short ? row.short : row.long)[part]
    return [
      { text: part === "trend" ? Columns.padEnd(text, columns) : Columns.padStart(text, columns), tone }
    ]
  })

/** What was known before a job had to wait. */
const counts = (row: Row, { gap }: ProgressLayout.Layout): ReadonlyArray<ProgressCells.Cell> =>
  row.waits
    ? [row.short.percent, row.short.counts, row.short.errors]
        .filter(({ text }) => text !== "")
        .map(({ text, tone }) => ({ text: `${" ".repeat(2 - gap)}${text}`, tone }))
    : []

/** As much as fits. Words may be cut; numbers are there as a whole or not at all. */
const painted = (
  words: ReadonlyArray<ProgressCells.Cell>,
  numbers: ReadonlyArray<ProgressCells.Cell>,
  { gap, style, width }: { readonly gap: number; readonly style: Style.Style; readonly width: number }
): string => {
  let line = ""
  let used = 0
  for (const [index, { text, tone }] of [...words, ...numbers].entries()) {
    const before = index === 0 ? 0 : gap
    const room = width - used - before
    const whole = Columns.width(text) <= room
    if (!whole && (room < 1 || index >= words.length)) break
    const fitted = whole ? text : cut(text, room, style)
    line += " ".repeat(before) + style.paint(fitted, tone)
    used += before + Columns.width(fitted)
    if (!whole) break
  }
  return line.trimEnd()
}

const cut = (text: string, columns: number, style: Style.Style): string =>
  style.ellipsis(Columns.truncate(text, columns))

/** Cut in the middle: ids differ at their ends as often as at their beginnings. */
const middle = (text: string, columns: number, style: Style.Style): string => {
  if (Columns.width(text) <= columns) return text
  const start = Columns.truncate(text, Math.ceil(columns / 2) + 1)
  let tail = ""
  let room = columns - Columns.width(start)
  for (const character of Array.from(text).reverse()) {
    room -= Columns.width(character)
    if (room < 0) break
    tail = character + tail
  }
  return style.ellipsis(start + tail)
}

const most = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => Math.max(a, b), 0)
