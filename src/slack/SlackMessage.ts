/**
 * Builds the Slack message of one watched job. Pure and total: for any summary the payload keeps every
 * limit of Block Kit, carries a complete line of text beside its blocks, and contains no mention but the
 * one that was asked for.
 *
 * Order: outcome, totals, what went wrong as a whole and what is to be known of the numbers, groups with templates and
 * samples, then run, region and what was left out. Where the whole would be too long, samples go first, then
 * templates, then codes.
 *
 * @since 0.1.0
 */
import * as LeftOut from "../text/LeftOut.js"
import * as PlainText from "../text/PlainText.js"
import * as Quantity from "../text/Quantity.js"
import * as Redaction from "../text/Redaction.js"
import * as BlockKit from "./BlockKit.js"
import * as GroupBlock from "./GroupBlock.js"
import * as Mrkdwn from "./Mrkdwn.js"
import * as Repetition from "./Repetition.js"
import type { Outcome, Summary } from "./Summary.js"

export type { Payload } from "./BlockKit.js"
export { render } from "./Preview.js"
export type { Group, Outcome, Sample, Summary } from "./Summary.js"

/**
 * What may be shown, and how much of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Masks e-mail addresses, phone numbers and long runs of digits in record data. Default: `true`. */
  readonly redact?: boolean | undefined
  /** Codes shown at most, up to 40. Default: 10. */
  readonly maxGroups?: number | undefined
  /** Samples shown for a code at most, up to 3. Default: 3. */
  readonly maxSamples?: number | undefined
}

/**
 * Builds the message of a summary.
 *
 * @since 0.1.0
 * @category constructors
 */
export const build = (summary: Summary, options: Options = {}): BlockKit.Payload => {
  const parts = partsOf(summary, options)
  const { groups } = parts
  let plan: Plan = groups.map(() => "samples")
  const frame = GroupBlock.bytesOf({ text: parts.text, blocks: parts.top, ...quiet }) + 1
  const size = () =>
    plan.reduce(
      (sum, detail, index) => sum + (groups[index]?.sizes[detail].bytes ?? 0),
      frame + GroupBlock.bytesOf(footnotesOf(parts, plan))
    )
  while (plan.length > 0 && size() > BlockKit.limits.message - Repetition.bytes) plan = shrink(plan)
  return layout(parts, plan)
}

/**
 * A message of one paragraph without layout, for instance to test a webhook. The text may come from outside.
 *
 * @since 0.1.0
 * @category constructors
 */
export const note = (text: string): BlockKit.Payload => ({
  text: Mrkdwn.escape(text, longestText) || "(empty)",
  ...quiet
})

/** How much is shown of each group that is shown. */
type Plan = ReadonlyArray<GroupBlock.Detail>

interface Parts {
  readonly summary: Summary
  readonly clean: (text: string) => string
  readonly groups: ReadonlyArray<GroupBlock.GroupBlock>
  readonly top: ReadonlyArray<BlockKit.Block>
  readonly text: Mrkdwn.MrkdwnText
  readonly files: ReadonlyArray<Mrkdwn.MrkdwnText>
}

const quiet = { unfurl_links: false, unfurl_media: false } as const

const filesShown = 3

// UTF-16 code units in the one line of text. Slack cuts at 40,000 characters and advises 4,000; a notification shows
// far less.
const longestText = 500

const titles: Readonly<Record<Outcome, string>> = {
  succeeded: "succeeded",
  partial: "ended with failures",
  failed: "failed",
  cancelled: "was cancelled",
  expired: "ended, but its results have expired",
  "timed-out": "did not end in time",
  unknown: "is in an unknown state"
}

const partsOf = (summary: Summary, options: Options): Parts => {
  const clean =
    options.redact === false ? PlainText.oneLine : (text: string) => Redaction.redact(PlainText.oneLine(text))
  const mention = Mrkdwn.isMention(summary.mention) ? [Mrkdwn.mention(summary.mention)] : []
  const error = clean(summary.error ?? "")
  const title = titles[summary.outcome]
  const maxSamples = bounded(options.maxSamples, 3, 3)
  return {
    summary,
    clean,
    groups: summary.groups
      .slice(0, bounded(options.maxGroups, 10, 40))
      .map((group) => GroupBlock.make(group, summary, { clean, maxSamples })),
    top: [
      BlockKit.header(`${Mrkdwn.literal(summary.kindTitle ?? "", 90) || "Genesys Cloud job"} ${title}`),
      ...mention.map(BlockKit.section),
      BlockKit.fields([
        ["State", Mrkdwn.code(summary.state, 80)],
        ...summary.totals.slice(0, 8).map(([label, value]) => [label, Mrkdwn.words(value, 100)] as const),
        ["Job", Mrkdwn.code(summary.job, 200)]
      ]),
      ...saidOf([
        ["Error: ", error],
        ["Next step: ", PlainText.oneLine(summary.nextStep ?? "")],
        ...summary.notes.slice(0, 5).map((note) => ["Note: ", clean(note)] as const)
      ])
    ],
    text: textOf(summary, { clean, error, mention, title: Mrkdwn.words(title, 100) }),
    files: summary.reportFiles.slice(0, filesShown).map((file) => Mrkdwn.code(file, 150))
  }
}

/**
 * The whole in one line, never cut as a whole: it is the notification, what screen readers say, and the message where
 * the layout is refused.
 */
const textOf = (
  summary: Summary,
  parts: {
    readonly clean: (text: string) => string
    readonly error: string
    readonly mention: ReadonlyArray<Mrkdwn.MrkdwnText>
    readonly title: Mrkdwn.MrkdwnText
  }
): Mrkdwn.MrkdwnText => {
  const { clean, error, mention, title } = parts
  const [first] = summary.groups
  const top = first === undefined || first.code === LeftOut.other ? undefined : first
  const codes = first === undefined ? Mrkdwn.text`.` : Mrkdwn.text`, ${Mrkdwn.words(summary.codes, 40)}.`
  const line = Mrkdwn.join([
    ...mention.map((mention) => Mrkdwn.text`${mention} `),
    Mrkdwn.text`Genesys Cloud job ${Mrkdwn.code(summary.job, 100)} ${title}: ${Mrkdwn.words(summary.failed, 100)}${codes}`,
    ...(top === undefined
      ? []
      : [
          Mrkdwn.text` Top: ${Mrkdwn.code(clean(top.code), 60)} ${Mrkdwn.words(Quantity.count(top.count), 30)}.`
        ]),
    Mrkdwn.text` Run ${Mrkdwn.code(summary.runId, 40)}.`
  ])
  const room = longestText - line.length - " Error: ".length
  return error === "" || room < 20 ? line : Mrkdwn.text`${line} Error: ${Mrkdwn.code(error, room)}`
}

/** Sentences that hold text from outside: as literal text, in which nothing is parsed. */
const saidOf = (
  sentences: ReadonlyArray<readonly [label: string, text: string]>
): ReadonlyArray<BlockKit.Block> => {
  const lines = sentences.flatMap(([label, text]) => (text === "" ? [] : [labelled(label, text)]))
  return lines.length === 0 ? [] : [BlockKit.richText(lines)]
}

const labelled = (label: string, text: string): BlockKit.RichTextSection =>
  BlockKit.line({ type: "text", text: label, style: { bold: true } }, BlockKit.literal(text, 400))

const layout = (parts: Parts, plan: Plan): BlockKit.Payload => ({
  text: parts.text,
  blocks: [
    ...parts.top,
    ...plan.flatMap((detail, index) => {
      const group = parts.groups[index]
      return group === undefined ? [] : [group.sizes[detail].block]
    }),
    footnotesOf(parts, plan)
  ],
  ...quiet
})

const footnotesOf = ({ files, groups, summary }: Parts, plan: Plan): BlockKit.Context => {
  const moreCodes = LeftOut.codes(
    summary.groups.slice(plan.length),
    summary.about === "job" ? "reason" : "record"
  )
  const leftOut = leftOutOf(groups, plan)
  const moreFiles = summary.reportFiles.length - files.length
  const listed = Mrkdwn.join(files, ", ")
  const more =
    moreFiles === 0
      ? Mrkdwn.text``
      : Mrkdwn.text` and ${Mrkdwn.words(Quantity.counted(moreFiles, "more file"), 40)}`
  return BlockKit.context([
    Mrkdwn.text`Run ${Mrkdwn.code(summary.runId, 80)}, region ${Mrkdwn.code(summary.region, 80)}`,
    ...(moreCodes === undefined ? [] : [Mrkdwn.escape(moreCodes, 200)]),
    ...(leftOut === "" ? [] : [Mrkdwn.text`Left out to fit Slack's limits: ${Mrkdwn.words(leftOut, 100)}`]),
    ...(files.length === 0
      ? []
      : [
          summary.groups.length === 0
            ? Mrkdwn.text`Report: ${listed}${more}`
            : Mrkdwn.text`Full list: ${listed}${more}`
        ])
  ])
}

const leftOutOf = (groups: ReadonlyArray<GroupBlock.GroupBlock>, plan: Plan): string => {
  const sum = (size: (group: GroupBlock.GroupBlock, detail: GroupBlock.Detail) => number): number =>
    groups.reduce((total, group, index) => {
      const detail = plan[index]
      return detail === undefined ? total : total + size(group, detail)
    }, 0)
  const samples = sum((group, detail) => (detail === "samples" ? 0 : group.samples))
  const templates = sum((group, detail) => (detail === "code" ? group.templates : 0))
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

const bounded = (value: number | undefined, fallback: number, most: number): number =>
  value === undefined || Number.isNaN(value) ? fallback : Math.max(0, Math.min(Math.floor(value), most))
