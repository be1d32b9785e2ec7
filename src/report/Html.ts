/**
 * The report as one HTML file, to be mailed, kept or printed.
 *
 * @since 0.1.0
 */
import * as LeftOut from "../text/LeftOut.js"
import * as Quantity from "../text/Quantity.js"
import * as Chart from "./Chart.js"
import * as Markup from "./Markup.js"
import * as NextSteps from "./NextSteps.js"
import * as Page from "./Page.js"
import type * as Report from "./Report.js"
import * as Totals from "./Totals.js"
import * as Wording from "./Wording.js"

/**
 * - `series`: the readings of a job over time, if they were kept.
 * - `maxGroups`: codes in the table (500); the chart shows the first twelve.
 * - `failuresFile`: where the failed records were written.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly series?: ((job: Report.JobReport["job"]) => ReadonlyArray<Chart.Point>) | undefined
  readonly maxGroups?: number | undefined
  readonly failuresFile?: string | undefined
}

/**
 * One self-contained document: outcome, totals, charts, groups with templates and samples, a search in the page. It
 * loads nothing, follows the reader's light or dark setting, prints, and can be read without its script.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (report: Report.Report, options: Options = {}): string => {
  const title = titleOf(report)
  const overview = report.jobs.length > 1 ? overviewOf(report) : ""
  const sections = report.jobs.map((job, index) => section(job, `job${index + 1}`, options))
  return Page.page(
    title,
    `<header><h1>Genesys Cloud job report</h1></header>\n<main>\n${overview}${sections.join("\n")}\n</main>\n<footer><p>${outside(Wording.origin(report))}</p></footer>`
  )
}

const maxBars = 12

const titleOf = (report: Report.Report): string => {
  const [only, ...others] = report.jobs
  return only !== undefined && others.length === 0
    ? `${Wording.standing(only)}: ${Wording.name(only)}`
    : `Genesys Cloud jobs: ${Quantity.counted(report.jobs.length, "job")}`
}

const badge = (outcome: Report.Outcome): string =>
  `<span class="outcome ${Wording.tone[outcome]}">${Wording.outcome[outcome]}</span>`

// Text from outside may be written from right to left; <bdi> keeps that from its surroundings.
const outside = (text: string): string => `<bdi>${Markup.escape(text)}</bdi>`

// A per cent sign stays with its number.
const unbroken = (text: string): string => Markup.escape(text).replaceAll(" %", "&nbsp;%")

// A code breaks between its words, and a word only where it is long.
const breakable = (code: string): string => {
  const words = code.match(/[^_.:/-]{1,16}[_.:/-]*|[_.:/-]+/gu) ?? []
  return `<bdi>${words.map(Markup.escape).join("<wbr>")}</bdi>`
}

const stepOf = (step: string): string => {
  const [before, command, after] = NextSteps.parts(step)
  return command === ""
    ? outside(step)
    : `${outside(before)}<code>${outside(command)}</code>${Markup.escape(after)}`
}

const overviewOf = (report: Report.Report): string =>
  `<nav aria-label="Jobs"><table><caption>All jobs</caption><thead><tr><th scope="col">Job</th><th scope="col">Outcome</th><th scope="col">Failed records</th></tr></thead><tbody>${report.jobs
    .map(
      (job, index) =>
        `<tr><th scope="row"><a href="#job${index + 1}">${outside(Wording.name(job))}</a></th><td>${badge(job.outcome)}</td><td>${unbroken(Wording.verdict(job))}</td></tr>`
    )
    .join("")}</tbody></table></nav>\n`

const section = (job: Report.JobReport, id: string, options: Options): string => {
  const problem = Wording.problem(job)
  const steps = NextSteps.of(job, options.failuresFile)
  return [
    `<section id="${id}" aria-labelledby="${id}-h">`,
    `<h2 id="${id}-h">${badge(job.outcome)}${outside(Wording.name(job))}</h2>`,
    `<p>${unbroken(Wording.sentence(Wording.verdict(job)))}</p>`,
    ...(problem === undefined ? [] : [`<p class="note bad"><strong>Error:</strong> ${outside(problem)}</p>`]),
    ...Wording.notes(job).map((note) => `<p class="note">${outside(note)}</p>`),
    totals(job),
    ...progress(job, id, options),
    ...codes(job, id, options.maxGroups ?? 500),
    `<p><strong>Summary:</strong> ${outside(Wording.notification(job))}</p>`,
    ...(steps.length === 0
      ? []
      : ["<h3>Next</h3>", `<ul>${steps.map((step) => `<li>${stepOf(step)}</li>`).join("")}</ul>`]),
    "</section>"
  ].join("\n")
}

const totals = (job: Report.JobReport): string => {
  const rows = [
    ...Totals.of(job),
    ["Started", instant(job.timing.startedAt)] as const,
    ["Ended", instant(job.timing.endedAt)] as const
  ]
  return `<dl>${rows.map(([label, value]) => `<div><dt>${label}</dt><dd>${outside(Wording.safe(value))}</dd></div>`).join("")}</dl>`
}

const instant = (iso: string): string => iso.replace(/^(\S+)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, "$1 $2 UTC")

const progress = (job: Report.JobReport, id: string, options: Options): ReadonlyArray<string> => {
  const chart = Chart.progress(`${id}-p`, "Progress over time", options.series?.(job.job) ?? [])
  return chart === "" ? [] : ["<h3>Progress</h3>", chart]
}

const codes = (job: Report.JobReport, id: string, maxGroups: number): ReadonlyArray<string> => {
  const all = job.failures.groups
  if (all.length === 0) return []
  const shown = all.slice(0, maxGroups)
  const rest = Wording.codesLeftOut(job, shown.length)
  const read = job.failures.complete ? "" : " read"
  const caption = `${Quantity.counted(shown.length, "code")}, ${Wording.counted(job, job.failures.total, "failed record")}${read}`
  return [
    "<h3>Errors by code</h3>",
    Chart.bars(
      `${id}-c`,
      job.failures.about === "job" ? "Reasons by code" : "Failed records by code",
      barsOf(all),
      job.failures.total
    ),
    `<div class="search" data-table="${id}-t" role="search" hidden><label for="${id}-s">Search codes and messages</label><input type="search" id="${id}-s"><output for="${id}-s" aria-live="polite"></output></div>`,
    `<table id="${id}-t"><caption>${Markup.escape(caption)}</caption>`,
    '<thead><tr><th scope="col">Code</th><th scope="col" class="number">Count</th><th scope="col" class="number">Share</th><th scope="col">Messages and examples</th></tr></thead>',
    ...shown.map((group) => groupRow(group, job.failures.total)),
    "</table>",
    ...(rest === undefined ? [] : [`<p>${Markup.escape(rest)}</p>`])
  ]
}

const barsOf = (groups: ReadonlyArray<Report.Group>): ReadonlyArray<Chart.Bar> => {
  const shown = groups.slice(0, maxBars)
  const rest = groups.slice(maxBars)
  return [
    ...shown.map(({ code, count }) => ({ label: Wording.safe(code), count })),
    ...(rest.length === 0
      ? []
      : [
          {
            label: rest.some(({ code }) => code === LeftOut.other)
              ? "all other codes"
              : Quantity.counted(rest.length, "other code"),
            count: rest.reduce((total, { count }) => total + count, 0)
          }
        ])
  ]
}

const groupRow = (group: Report.Group, total: number): string => {
  const messages = group.templates.map(
    ({ count, template }) =>
      `<li>${outside(Wording.message(template))}${group.templates.length === 1 ? "" : ` <span class="number">(${Quantity.count(count)})</span>`}</li>`
  )
  const samples = group.samples.map(
    (sample) =>
      `<li><code>${outside(Wording.sampleId(sample) ?? "no id")}</code> ${outside(Wording.message(sample.message))}</li>`
  )
  const examples =
    samples.length === 0
      ? ""
      : `<details><summary>${Quantity.counted(samples.length, "example")}</summary><ul>${samples.join("")}</ul></details>`
  return `<tbody><tr><th scope="row" class="code">${breakable(Wording.safe(group.code))}</th><td class="number">${Quantity.count(group.count)}</td><td class="number">${Quantity.share(group.count, total)}</td><td><ul>${messages.join("")}</ul>${examples}</td></tr></tbody>`
}
