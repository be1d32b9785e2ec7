/**
 * The report as JUnit XML: a suite a job, a case a code, so that a CI server shows which codes failed.
 *
 * @since 0.1.0
 */
import * as Quantity from "../text/Quantity.js"
import * as Markup from "./Markup.js"
import * as NextSteps from "./NextSteps.js"
import type * as Report from "./Report.js"
import * as Totals from "./Totals.js"
import * as Wording from "./Wording.js"

/**
 * One XML document. The first case of a suite is the job itself, failed or in error where its codes do not tell all.
 * Each code is one failed case, or, where the failures of the job are tolerated, one that passed and says so.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (report: Report.Report): string => {
  const suites = report.jobs.map(suiteOf)
  const head = attributes({
    name: "genesys-jobs",
    tests: total(suites, "tests"),
    failures: total(suites, "failures"),
    errors: total(suites, "errors"),
    time: seconds(suites.reduce((sum, { millis }) => sum + millis, 0))
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${head}>`,
    ...suites.flatMap(({ lines }) => lines),
    "</testsuites>",
    ""
  ].join("\n")
}

interface Suite {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly millis: number
  readonly lines: ReadonlyArray<string>
}

const suiteOf = (job: Report.JobReport): Suite => {
  const name = Wording.name(job)
  const millis = Math.max(0, Date.parse(job.timing.endedAt) - Date.parse(job.timing.startedAt))
  const verdict = verdictOf(job)
  const groups = job.failures.groups
  const failures = (job.tolerated ? 0 : groups.length) + (verdict === "failure" ? 1 : 0)
  const errors = verdict === "error" ? 1 : 0
  const head = attributes({
    name,
    tests: String(groups.length + 1),
    failures: String(failures),
    errors: String(errors),
    timestamp: job.timing.startedAt.replace(/\.\d+Z?$|Z$/, ""),
    time: seconds(millis)
  })
  const lines = [
    `  <testsuite${head}>`,
    ...jobCase(job, name, verdict, seconds(millis)),
    ...groups.flatMap((group) => groupCase(job, name, group)),
    "  </testsuite>"
  ]
  return { tests: groups.length + 1, failures, errors, millis, lines }
}

type Verdict = "passed" | "failure" | "error"

// Failed records are the cases of their codes; where none were read, the job's own case says that records failed.
const verdictOf = (job: Report.JobReport): Verdict => {
  if (job.error !== undefined) return "error"
  switch (job.outcome) {
    case "succeeded":
      return "passed"
    case "partial":
      return job.failures.groups.length === 0 || !job.failures.complete ? "failure" : "passed"
    case "failed":
    case "cancelled":
    case "expired":
      return "failure"
    case "timed-out":
    case "unknown":
      return "error"
  }
}

const jobCase = (
  job: Report.JobReport,
  name: string,
  verdict: Verdict,
  time: string
): ReadonlyArray<string> => {
  const head = attributes({ classname: name, name: "job", time })
  if (verdict === "passed") return [`    <testcase${head}/>`]
  const problem = Wording.problem(job)
  const message = `${Wording.standing(job)}: ${problem ?? Wording.verdict(job)}`
  const text = [
    ...Totals.of(job).map(([label, value]) => `${label}: ${value}`),
    ...Wording.notes(job),
    ...NextSteps.of(job)
  ]
  return element(head, verdict, attributes({ message, type: job.error?.reason ?? job.outcome }), text)
}

const groupCase = (job: Report.JobReport, name: string, group: Report.Group): ReadonlyArray<string> => {
  const first = group.templates[0]?.template ?? ""
  const least = job.failures.complete ? "" : "at least "
  const message = `${least}${Wording.counted(job, group.count)}: ${Wording.message(first)}`
  const code = Wording.safe(group.code)
  const text = [
    ...group.templates.map(
      ({ count, template }) => `${Quantity.count(count)} × ${Wording.message(template)}`
    ),
    ...group.samples.map(
      (sample) => `${Wording.sampleId(sample) ?? "no id"}: ${Wording.message(sample.message)}`
    )
  ]
  const head = attributes({ classname: name, name: code })
  return job.tolerated
    ? element(head, "system-out", "", [`Within the tolerance: ${message}`, ...text])
    : element(head, "failure", attributes({ message, type: code }), text)
}

const element = (
  head: string,
  kind: "failure" | "error" | "system-out",
  why: string,
  text: ReadonlyArray<string>
): ReadonlyArray<string> => [
  `    <testcase${head}>`,
  `      <${kind}${why}>${text.map(Markup.escape).join("\n")}</${kind}>`,
  "    </testcase>"
]

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => ` ${key}="${Markup.escape(Wording.safe(value))}"`)
    .join("")

const total = (suites: ReadonlyArray<Suite>, field: "tests" | "failures" | "errors"): string =>
  String(suites.reduce((sum, suite) => sum + suite[field], 0))

const seconds = (millis: number): string => (millis / 1000).toFixed(3)
