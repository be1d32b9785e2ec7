/**
 * Builds the Slack message of one watched job. Pure and total: for any summary the payload keeps every
 * limit of Block Kit, carries a complete line of text beside its blocks, and contains no mention but the
 * one that was asked for.
 *
 * Order: outcome, totals, what went wrong as a whole, groups by count with templates and samples, then run,
 * region and what was left out. Where the whole would be too long, samples go first, then templates, then
 * codes.
 *
 * @since 0.1.0
 */
import * as PlainText from "../text/PlainText.js"
import * as Quantity from "../text/Quantity.js"
import * as BlockKit from "./BlockKit.js"
import * as Facts from "./Facts.js"
import * as Mrkdwn from "./Mrkdwn.js"
import * as Repetition from "./Repetition.js"
import type { Group, Sample, Summary } from "./Summary.js"

export type { Payload } from "./BlockKit.js"
export type { Options } from "./Facts.js"
export { render } from "./Preview.js"
export type { Group, Outcome, Sample, Summary } from "./Summary.js"

/**
 * Builds the message of a summary.
 *
 * @since 0.1.0
 * @category constructors
 */
export const build = (summary: Summary, options: Facts.Options = {}): BlockKit.Payload => {
  const facts = Facts.make(summary, options)
  let plan: Plan = facts.groups.map(() => "samples")
  let payload = layout(facts, plan)
  while (plan.length > 0 && bytesOf(payload) > BlockKit.limits.message - Repetition.bytes) {
    plan = shrink(plan)
    payload = layout(facts, plan)
  }
  return payload
}

/**
 * A message of one paragraph without layout, for instance to test a webhook. The text may come from outside.
 *
 * @since 0.1.0
 * @category constructors
 */
export const note = (text: string): BlockKit.Payload => ({
  text: Mrkdwn.escape(text, Facts.longestText) || "(empty)",
  ...quiet
})

/** How much is shown of each group that is shown. */
type Plan = ReadonlyArray<"samples" | "templates" | "code">

const quiet = { unfurl_links: false, unfurl_media: false } as const

const templatesShown = 3
const filesShown = 3

const layout = (facts: Facts.Facts, plan: Plan): BlockKit.Payload => ({
  text: Facts.text(facts),
  blocks: [
    BlockKit.header(
      `${Mrkdwn.literal(facts.summary.kindTitle ?? "", 90) || "Genesys Cloud job"} ${facts.title}`
    ),
    ...(facts.mention === undefined ? [] : [BlockKit.section(facts.mention)]),
    BlockKit.fields(fieldsOf(facts)),
    ...adviceOf(facts),
    ...plan.flatMap((detail, index) => {
      const group = facts.groups[index]
      return group === undefined ? [] : [blockOf(facts, group, detail)]
    }),
    BlockKit.context(footnotesOf(facts, plan))
  ],
  ...quiet
})

const fieldsOf = (facts: Facts.Facts): ReadonlyArray<readonly [string, string]> => {
  const { summary } = facts
  const of = summary.total === null ? "" : ` of ${Quantity.count(summary.total)}`
  return [
    ["Status", summary.state === null ? "unknown" : Mrkdwn.code(summary.state, 80)],
    ["Processed", `${Quantity.count(summary.processed)}${of}`],
    ["Failed", facts.failed],
    ["Failure rate", Quantity.percent(facts.rate)],
    ["Duration", Quantity.duration(summary.durationMillis)],
    ["Job", Mrkdwn.code(summary.job, 200)],
    ...(Facts.quantity(summary.warnings) === 0
      ? []
      : [["Warnings", Quantity.count(summary.warnings)] as const])
  ]
}

const adviceOf = ({ error, nextStep }: Facts.Facts): ReadonlyArray<BlockKit.Block> => {
  const lines = [
    ...(error === "" ? [] : [labelled("Error: ", error)]),
    ...(nextStep === "" ? [] : [labelled("Next step: ", nextStep)])
  ]
  return lines.length === 0 ? [] : [BlockKit.richText(lines)]
}

const labelled = (label: string, text: string): BlockKit.RichTextSection =>
  BlockKit.line({ type: "text", text: label, style: { bold: true } }, BlockKit.literal(text, 400))

const blockOf = (facts: Facts.Facts, group: Group, detail: Plan[number]): BlockKit.RichText => {
  const templates = group.templates.slice(0, templatesShown)
  const more = group.templates.length - templates.length
  const samples = group.samples.slice(0, facts.maxSamples)
  const title = BlockKit.line(BlockKit.literal(facts.clean(group.code), 80, { bold: true, code: true }), {
    type: "text",
    text:
      facts.summary.about === "job"
        ? "  the job as a whole"
        : `  ${Quantity.counted(group.count, "record")}, ${Quantity.percent(group.share)}`
  })
  const bullets = [
    ...templates.map(
      ({ count, template }) => `${Quantity.count(count)} × ${messageOf(facts, template, 200)}`
    ),
    ...(more === 0 ? [] : [`and ${Quantity.counted(more, "more template")}`])
  ]
  return BlockKit.richText([
    title,
    ...(detail === "code" || bullets.length === 0 ? [] : [BlockKit.bullets(bullets)]),
    ...(detail !== "samples" || samples.length === 0
      ? []
      : [BlockKit.preformatted(samples.map((sample) => sampleOf(facts, sample)))])
  ])
}

const sampleOf = (facts: Facts.Facts, sample: Sample): string => {
  const ids = [...new Set([sample.id, sample.recordId])].flatMap((id) =>
    id === null || id === "" ? [] : [shortened(facts, id, 60)]
  )
  return `${ids.join(" / ") || "(no id)"}: ${messageOf(facts, sample.message, 160)}`
}

const shortened = (facts: Facts.Facts, text: string, max: number): string =>
  PlainText.truncate(facts.clean(text), max)

const messageOf = (facts: Facts.Facts, text: string, max: number): string =>
  shortened(facts, text, max) || "(no message)"

const footnotesOf = (facts: Facts.Facts, plan: Plan): ReadonlyArray<string> => {
  const { summary } = facts
  const shown = facts.groups
    .slice(0, plan.length)
    .reduce((sum, group) => sum + Facts.quantity(group.count), 0)
  const codes = facts.codes - plan.length
  const leftOut = leftOutOf(facts, plan)
  const files = summary.reportFiles.slice(0, filesShown).map((file) => Mrkdwn.code(file, 150))
  const moreFiles = summary.reportFiles.length - files.length
  return [
    `Run ${Mrkdwn.code(summary.runId, 80)}, region ${Mrkdwn.code(summary.region, 80)}`,
    ...(codes > 0
      ? [
          `+${Quantity.counted(codes, "more code")} (${Quantity.counted(Math.max(0, facts.records - shown), "record")})`
        ]
      : []),
    ...(leftOut === "" ? [] : [`Left out to fit Slack's limits: ${leftOut}`]),
    ...(facts.missing === "" ? [] : [facts.missing]),
    ...(summary.reconciled === false
      ? ["The failed records read differ from the job's own error count"]
      : []),
    ...(files.length === 0
      ? []
      : [
          `${facts.records === 0 ? "Report" : "Full list"}: ${files.join(", ")}${moreFiles > 0 ? ` and ${Quantity.counted(moreFiles, "more file")}` : ""}`
        ])
  ]
}

const leftOutOf = (facts: Facts.Facts, plan: Plan): string => {
  const sum = (size: (group: Group, detail: Plan[number]) => number): number =>
    facts.groups.reduce((total, group, index) => {
      const detail = plan[index]
      return detail === undefined ? total : total + size(group, detail)
    }, 0)
  const samples = sum((group, detail) =>
    detail === "samples" ? 0 : Math.min(group.samples.length, facts.maxSamples)
  )
  const templates = sum((group, detail) => (detail === "code" ? group.templates.length : 0))
  return [
    ...(samples === 0 ? [] : [Quantity.counted(samples, "sample")]),
    ...(templates === 0 ? [] : [Quantity.counted(templates, "template")])
  ].join(", ")
}

const shrink = (plan: Plan): Plan => {
  const withSamples = plan.lastIndexOf("samples")
  if (withSamples >= 0) return plan.with(withSamples, "templates")
  const withTemplates = plan.lastIndexOf("templates")
  return withTemplates >= 0 ? plan.with(withTemplates, "code") : plan.slice(0, -1)
}

const encoder = new TextEncoder()

const bytesOf = (payload: BlockKit.Payload): number => encoder.encode(JSON.stringify(payload)).length
