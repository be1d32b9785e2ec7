/**
 * The report as Markdown (GitHub flavour), for job summaries, issues and chats that render it.
 *
 * @since 0.1.0
 */
import * as LeftOut from "../text/LeftOut.js"
import * as Quantity from "../text/Quantity.js"
import * as NextSteps from "./NextSteps.js"
import type * as Report from "./Report.js"
import * as Totals from "./Totals.js"
import * as Wording from "./Wording.js"

/**
 * - `maxGroups`: codes listed (50).
 * - `failuresFile`: where the failed records were written.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly maxGroups?: number | undefined
  readonly failuresFile?: string | undefined
}

/**
 * One document: a heading and tables for each job. Text from outside cannot become markup, a link or a mention.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (report: Report.Report, options: Options = {}): string => {
  const overview =
    report.jobs.length > 1
      ? [
          table(
            ["Job", "Outcome", "Failed records"],
            report.jobs.map((job) => [
              code(Wording.name(job)),
              Wording.outcome[job.outcome],
              escape(Wording.verdict(job))
            ])
          )
        ]
      : []
  return `${["# Genesys Cloud jobs", ...overview, ...report.jobs.map((job) => section(job, options)), escape(Wording.origin(report))].join("\n\n")}\n`
}

const section = (job: Report.JobReport, options: Options): string => {
  const problem = Wording.problem(job)
  const notes = Wording.notes(job)
  const steps = NextSteps.of(job, options.failuresFile)
  return [
    `## ${Wording.standing(job)}: ${code(Wording.name(job))}`,
    escape(Wording.sentence(Wording.verdict(job))),
    table(
      ["", ""],
      Totals.of(job).map(([label, value]) => [`**${label}**`, escape(value)]),
      [false, false]
    ),
    ...(notes.length === 0 ? [] : [notes.map((note) => `> ${escape(Wording.sentence(note))}`).join("\n>\n")]),
    ...groups(job, options.maxGroups ?? 50),
    ...(problem === undefined ? [] : [`**Error:** ${escape(problem)}`]),
    `**Summary:** ${escape(Wording.notification(job))}`,
    ...(steps.length === 0 ? [] : [["**Next:**", "", ...steps.map((step) => `- ${stepOf(step)}`)].join("\n")])
  ].join("\n\n")
}

const stepOf = (step: string): string => {
  const [before, command, after] = NextSteps.parts(step)
  return `${escape(before)}${code(command)}${escape(after)}`
}

const groups = (job: Report.JobReport, maxGroups: number): ReadonlyArray<string> => {
  const shown = job.failures.groups.slice(0, maxGroups)
  if (shown.length === 0) return []
  const rest = Wording.codesLeftOut(job, shown.length)
  return [
    "### Errors by code",
    table(
      ["Code", "Count", "Share", "Messages", "Examples"],
      shown.map((group) => [
        code(Wording.safe(group.code)),
        Quantity.count(group.count),
        Quantity.share(group.count, job.failures.total),
        messages(group),
        Wording.sampleIds(group).map(code).join(" ")
      ]),
      [false, true, true, false, false]
    ),
    ...(rest === undefined ? [] : [escape(rest)])
  ]
}

const messages = (group: Report.Group): string => {
  const shown = group.templates.slice(0, 5)
  const rest = LeftOut.of(group.templates.slice(shown.length), "message")
  const lines = shown.map(({ count, template }) => {
    const times = group.templates.length === 1 ? "" : ` (${Quantity.count(count)})`
    return escape(Wording.message(template)) + times
  })
  return [...lines, ...(rest === undefined ? [] : [rest])].join("<br>")
}

const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string>>,
  toTheRight: ReadonlyArray<boolean> = []
): string => {
  const line = (cells: ReadonlyArray<string>) => `| ${cells.join(" | ")} |`
  return [
    line(head),
    line(head.map((_, index) => (toTheRight[index] === true ? "---:" : "---"))),
    ...rows.map(line)
  ].join("\n")
}

// What could be markup is escaped (CommonMark 2.4), what could be HTML or end a cell is an entity. A zero-width space
// stops what is no markup but is linked all the same: addresses, mentions, numbers of issues.
const escape = (text: string): string =>
  text
    .replace(/[&<>|\\*_[\]`~$]/g, (character) => entities[character] ?? `\\${character}`)
    .replace(/^(?=[-+=#])|(?<=^\d{1,9})(?=[.)])/, "\\")
    .replace(/@(?=\w)|(?<!&)#(?=\d)|:(?=\/\/)|\bwww(?=\.)/gi, "$&&#8203;")

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "|": "&#124;",
  "\\": "&#92;"
}

const code = (text: string): string => {
  if (text === "") return ""
  // In a table a bar ends the cell even inside of a code span, and whether a backslash prevents it depends on the
  // renderer.
  if (/[|\\]/.test(text)) return escape(text)
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = "`".repeat(longest + 1)
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : ""
  return `${fence}${pad}${text}${pad}${fence}`
}
