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
 * One line a job. Where there are more jobs than rows, those that wait for a person go first, then those in trouble,
 * and those that have ended last; the last line counts the rest. Where the terminal is narrow, what is missed least is
 * left out.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (jobs: ReadonlyArray<JobProgress.JobProgress>, face: Face): ReadonlyArray<string> => {
  const style = Style.make(face)
  // The last column stays free: some terminals break the line as soon as it is full.
  const width = Math.max(1, face.columns - 1)
  const [shown, hidden] = chosen(jobs, Math.max(1, face.rows))
  const differ = new Set(shown.map(({ job }) => job.ids.join("/"))).size === shown.length
  const rows = shown.map((job) => rowOf(job, differ, style, face.now))
  const layout = ProgressLayout.fit(needs(rows, style), width)
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

interface Row {
  readonly name: string
  /** The name without its kind, where the ids alone tell the rows apart. */
  readonly bare: string
  readonly state: ProgressCells.Cell
  readonly waits: boolean
  readonly share: number | undefined
  /** The columns of the widest counts that can come, as far as they are known. */
  readonly total: number | undefined
  /** In the place of most cells. */
  readonly message: ProgressCells.Cell | undefined
  readonly errorRates: ReadonlyArray<number>
  /** Which cells it has now or will have. */
  readonly has: Readonly<Record<Exclude<ProgressLayout.Part, "bar">, boolean>>
  readonly long: Readonly<Record<ProgressLayout.TextPart, ProgressCells.Cell>>
  readonly short: Readonly<Record<ProgressLayout.TextPart, ProgressCells.Cell>>
}

const chosen = (
  jobs: ReadonlyArray<JobProgress.JobProgress>,
  rows: number
): readonly [ReadonlyArray<JobProgress.JobProgress>, ReadonlyArray<JobProgress.JobProgress>] => {
  if (jobs.length <= rows) return [jobs, []]
  const sorted = [0, 1, 2, 3].flatMap((rank) => jobs.filter((job) => rankOf(job) === rank))
  return [sorted.slice(0, rows - 1), sorted.slice(rows - 1)]
}

/** What a person should see first: jobs that wait for a person, then those in trouble; last of all what has ended. */
const rankOf = ({ downSince, ended, phase }: JobProgress.JobProgress): number => {
  if (ended !== undefined) return 3
  if (phase === "parked" || phase === "unknown") return 0
  return downSince === undefined ? 2 : 1
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
  if (phase === "unknown") return "in an unknown state"
  return phase === "parked" ? "parked" : phase === undefined ? "starting" : "running"
}

const rowOf = (
  progress: JobProgress.JobProgress,
  idsDiffer: boolean,
  style: Style.Style,
  now: number
): Row => {
  const { ended, job, status, waiting } = progress
  const message = ProgressCells.message(progress, now)
  const state = ProgressCells.state(progress)
  const share = JobProgress.share(progress)
  const total = ProgressCells.widestCounts(progress)
  const name = style.plain(Wording.safe(Job.format(job)))
  const counted = status?.processed !== undefined
  const faulty = status?.errors !== undefined
  const cells = (short: boolean): Row["long"] => ({
    percent: { text: ProgressCells.percent(progress), tone: "plain" },
    counts: { text: ProgressCells.counts(progress), tone: "plain" },
    errors: ProgressCells.errors(progress, short),
    rate: { text: ProgressCells.rate(progress), tone: "faint" },
    left: { text: ProgressCells.left(progress, now, short), tone: "plain" },
    next: { text: ProgressCells.nextPoll(progress, now, short), tone: "faint" }
  })
  return {
    name,
    bare: idsDiffer ? style.plain(Wording.safe(job.ids.join("/"))) : name,
    state: { text: style.plain(state.text), tone: state.tone },
    waits: waiting !== undefined && ended === undefined,
    share,
    total: total === "" ? undefined : Columns.width(total),
    message: message === undefined ? undefined : { text: style.plain(message.text), tone: message.tone },
    errorRates: JobProgress.errorRates(progress),
    has: {
      percent: share !== undefined,
      counts: counted,
      errors: faulty,
      trend: faulty,
      rate: counted,
      left: true,
      next: true
    },
    long: cells(false),
    short: cells(true)
  }
}

const needs = (rows: ReadonlyArray<Row>, style: Style.Style): ProgressLayout.Needs => {
  const bare = rows.map((row) => row.bare)
  const running = rows.filter(({ message }) => message === undefined)
  const totals = rows.flatMap(({ total }) => total ?? [])
  return {
    name: most(rows.map(({ name }) => Columns.width(name))),
    bare: most(bare.map(Columns.width)),
    least: distinct(bare, style),
    state: most((running.length > 0 ? running : rows).map(({ state }) => Columns.width(state.text))),
    total: totals.length === 0 ? undefined : most(totals),
    bar: running.some(({ has }) => has.percent),
    trend: running.some(({ has }) => has.trend),
    part: (part, short) =>
      most(
        running
          .filter(({ has }) => has[part])
          .map((row) => Math.max(1, Columns.width((short ? row.short : row.long)[part].text)))
      )
  }
}

/** As far as names may be cut before two of them look the same, or become longer than anybody reads. */
const distinct = (names: ReadonlyArray<string>, style: Style.Style): number => {
  const different = new Set(names).size
  const looksSame = (columns: number) =>
    new Set(names.map((name) => middle(name, columns, style))).size < different
  let columns = 9
  while (columns < 24 && looksSame(columns)) columns += 1
  return columns
}

const head = (
  row: Row,
  layout: ProgressLayout.Layout,
  style: Style.Style
): ReadonlyArray<ProgressCells.Cell> => {
  const name = Columns.padEnd(middle(layout.kinds ? row.name : row.bare, layout.name, style), layout.name)
  const state = Columns.padEnd(cut(row.state.text, layout.longestState, style), layout.state)
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
    if (part === "trend") {
      const text = ProgressCells.sparkline(row.errorRates.slice(-columns), unicode)
      return [{ text: Columns.padStart(text, columns), tone: "warning" }]
    }
    const { text, tone } = (layout.short ? row.short : row.long)[part]
    return [{ text: Columns.padStart(text, columns), tone }]
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
