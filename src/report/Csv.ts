/**
 * The groups of a report as CSV (RFC 4180), for spreadsheets.
 *
 * @since 0.1.0
 */
import type * as Report from "./Report.js"
import * as Wording from "./Wording.js"

/**
 * One row a template: job, outcome, code, count and share of the code, template and its count, ids of samples. A job
 * without failures has one row without a code. Formulas are defused.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (report: Report.Report): string =>
  [
    ["job", "outcome", "complete", "code", "code_count", "share", "template", "template_count", "samples"],
    ...report.jobs.flatMap(rows)
  ]
    .map((cells) => row(cells.map(defused)))
    .join("")

/**
 * One line of cells, quoted where needed, ended as RFC 4180 wants it. Formulas stay as they are.
 *
 * @since 0.1.0
 * @category rendering
 */
export const row = (cells: ReadonlyArray<string>): string => `${cells.map(quoted).join(",")}\r\n`

/**
 * A cell that no spreadsheet takes for a formula: an apostrophe goes before `=`, `+`, `-`, `@`, also in their wide
 * forms and after white space (OWASP, "CSV Injection"). A plain number stays a number.
 *
 * @since 0.1.0
 * @category rendering
 */
export const defused = (cell: string): string =>
  formula.test(cell) && !number.test(cell) ? `'${cell}` : cell

const formula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/
const number = /^-?\d+(?:\.\d+)?$/

const quoted = (cell: string): string =>
  /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell

const rows = (job: Report.JobReport): ReadonlyArray<ReadonlyArray<string>> => {
  const start = [Wording.name(job), job.outcome, job.failures.complete ? "yes" : "no"]
  if (job.failures.groups.length === 0) return [[...start, "", "0", "0", "", "", ""]]
  return job.failures.groups.flatMap((group) => {
    const samples = Wording.sampleIds(group).join(" ")
    return group.templates.map(({ count, template }) => [
      ...start,
      Wording.safe(group.code),
      String(group.count),
      String(group.share),
      Wording.safe(template),
      String(count),
      samples
    ])
  })
}
