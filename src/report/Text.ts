/**
 * The report for a terminal: outcome, totals, groups, files, the summary's delivery, the next step.
 *
 * @since 0.1.0
 */
import * as Columns from "../text/Columns.js"
import * as Quantity from "../text/Quantity.js"
import * as GroupTable from "./GroupTable.js"
import * as NextSteps from "./NextSteps.js"
import type * as Report from "./Report.js"
import * as Style from "./Style.js"
import * as Totals from "./Totals.js"
import * as Wording from "./Wording.js"

/**
 * - `width`: columns of the terminal (80; at least 40).
 * - `colour`, `unicode`: what the terminal can show (no, yes).
 * - `files`: what was written; `failuresFile`: which of them holds the failed records.
 * - `maxGroups`: codes listed (20).
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly width?: number | undefined
  readonly colour?: boolean | undefined
  readonly unicode?: boolean | undefined
  readonly files?: ReadonlyArray<string> | undefined
  readonly failuresFile?: string | undefined
  readonly maxGroups?: number | undefined
}

/**
 * Lines for a terminal, the last one ended. Several jobs are told one after the other, then summed up in a table, and
 * then the files that hold them all are named; with one job they are named before its summary.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (report: Report.Report, options: Options = {}): string => {
  const style = Style.make({ colour: options.colour, unicode: options.unicode })
  const width = Math.max(40, options.width ?? 80)
  const names = (options.files ?? []).map(Wording.safe).join(", ")
  const files: ReadonlyArray<Field> = names === "" ? [] : [["Files", names, "plain"]]
  const several = report.jobs.length > 1
  const layout = { ...options, style, width, filesOfJob: several ? [] : files }
  const blocks = report.jobs.map((job) => section(job, layout))
  const overview = several ? [overviewOf(report, style, width)] : []
  const filesOfAll = several && files.length > 0 ? [fields(files, style, width)] : []
  return `${[...blocks, ...overview, ...filesOfAll].map((lines) => lines.join("\n")).join("\n\n")}\n`
}

interface Layout extends Options {
  readonly style: Style.Style
  readonly width: number
  readonly filesOfJob: ReadonlyArray<Field>
}

type Field = readonly [label: string, value: string, tone: Style.Tone]

const section = (job: Report.JobReport, layout: Layout): ReadonlyArray<string> => {
  const { style, width } = layout
  const words = `${Wording.standing(job)}: ${Wording.name(job)}, ${Wording.verdict(job)}`
  const headline = Columns.wrap(style.plain(words), width, "  ")
  const table = GroupTable.render(job, layout)
  return [
    ...headline.map((line) => style.paint(line, Wording.tone[job.outcome])),
    "",
    ...fields(totals(job), style, width),
    ...(table.length === 0 ? [] : ["", ...table]),
    ...ending(job, layout)
  ]
}

const totals = (job: Report.JobReport): ReadonlyArray<Field> => [
  ...Totals.of(job).map(([label, value]): Field => [label, value, "plain"]),
  ...Wording.notes(job).map((note): Field => ["Note", note, "warning"])
]

const ending = (
  job: Report.JobReport,
  { failuresFile, filesOfJob, style, width }: Layout
): ReadonlyArray<string> => {
  const problem = Wording.problem(job)
  const undelivered = job.notification.result === "undelivered" || job.notification.result === "degraded"
  return [
    "",
    ...fields(
      [
        ...(problem === undefined ? [] : [["Error", problem, "bad"] as const]),
        ...filesOfJob,
        ["Summary", Wording.notification(job), undelivered ? "warning" : "plain"],
        ...NextSteps.of(job, failuresFile).map((step): Field => ["Next", step, "plain"])
      ],
      style,
      width
    )
  ]
}

const labelWidth = 11

const fields = (rows: ReadonlyArray<Field>, style: Style.Style, width: number): ReadonlyArray<string> =>
  rows.flatMap(([label, value, tone], row) => {
    const shown = rows[row - 1]?.[0] === label ? "" : label
    return Columns.wrap(style.plain(value), width - labelWidth - 2).map(
      (line, index) =>
        `  ${style.paint(Columns.padEnd(index === 0 ? shown : "", labelWidth), "faint")}${style.paint(line, tone)}`
    )
  })

const overviewOf = (report: Report.Report, style: Style.Style, width: number): ReadonlyArray<string> => {
  const outcomes = report.jobs.map((job) => Wording.outcome[job.outcome])
  const first = Math.max(...outcomes.map((text) => text.length))
  const counts = Object.entries(Wording.outcome)
    .map(([outcome, word]) => [report.jobs.filter((job) => job.outcome === outcome).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${Quantity.count(count)} ${word.toLowerCase()}`)
  return [
    style.paint(
      Columns.truncate(`${Quantity.counted(report.jobs.length, "job")}: ${counts.join(", ")}`, width),
      "strong"
    ),
    ...report.jobs.map((job, index) => {
      const line = `${Wording.name(job)}, ${Wording.verdict(job)}`
      const outcome = style.paint(Columns.padEnd(outcomes[index] ?? "", first), Wording.tone[job.outcome])
      return `  ${outcome}  ${style.ellipsis(Columns.truncate(style.plain(line), width - first - 4))}`
    })
  ]
}
