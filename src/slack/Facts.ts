/**
 * What a message says, taken from a summary: sorted, made neutral, counted. And the one line that says it all.
 *
 * @since 0.1.0
 */
import * as PlainText from "../text/PlainText.js"
import * as Quantity from "../text/Quantity.js"
import * as Redaction from "../text/Redaction.js"
import * as Mrkdwn from "./Mrkdwn.js"
import type { Group, Outcome, Summary } from "./Summary.js"

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
 * The facts, ready to be laid out.
 *
 * @since 0.1.0
 * @category models
 */
export interface Facts {
  readonly summary: Summary
  readonly mention: Mrkdwn.Mention | undefined
  /** How the job ended, as the rest of a sentence. */
  readonly title: string
  /** By count, then by code; only those that may be shown. */
  readonly groups: ReadonlyArray<Group>
  readonly top: Group | undefined
  /** All codes and all failed records, those that are not shown included. */
  readonly codes: number
  readonly records: number
  /** What could not be read, as a sentence without a full stop; empty where everything was. */
  readonly missing: string
  /** The number of failed records in words. */
  readonly failed: string
  /** Failed records by those processed, 0..1. */
  readonly rate: number | null
  readonly error: string
  readonly nextStep: string
  readonly maxSamples: number
  /** Makes record data neutral, and masks it if asked to. */
  readonly clean: (text: string) => string
}

/**
 * Takes the facts from a summary.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (summary: Summary, options: Options): Facts => {
  const clean =
    options.redact === false ? PlainText.oneLine : (text: string) => Redaction.redact(PlainText.oneLine(text))
  const groups = [...summary.groups].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
  const found = groups.reduce((sum, group) => sum + quantity(group.count), 0)
  const codes = Math.max(quantity(summary.distinctCodes), groups.length)
  const failed = summary.failed ?? (groups.length > 0 && summary.about !== "job" ? found : null)
  const base = processed(summary)
  return {
    summary,
    mention: Mrkdwn.isMention(summary.mention) ? summary.mention : undefined,
    title: titles[summary.outcome] ?? titles.unknown,
    groups: groups.slice(0, bounded(options.maxGroups, 10, 40)),
    top: groups[0],
    codes,
    // With every code at hand, what was read counts. Otherwise the total that was told may know of more.
    records: codes > groups.length ? Math.max(found, quantity(summary.failed)) : found,
    missing: missingOf(summary, codes === groups.length ? found : undefined),
    failed: `${failed !== null && !summary.failuresComplete ? "at least " : ""}${Quantity.count(failed)}`,
    rate: failed === null || base === 0 ? null : failed / base,
    error: clean(summary.error ?? ""),
    nextStep: PlainText.oneLine(summary.nextStep ?? ""),
    maxSamples: bounded(options.maxSamples, 3, 3),
    clean
  }
}

/**
 * The whole in one line of mark-up, at most `longestText` UTF-16 code units and never cut as a whole: it is
 * the notification, what screen readers say, and the message where the layout is refused.
 *
 * @since 0.1.0
 * @category rendering
 */
export const text = (facts: Facts): string => {
  const { summary, top } = facts
  const line = [
    facts.mention === undefined ? "" : `${facts.mention} `,
    `Genesys Cloud job ${Mrkdwn.code(summary.job, 130)} ${facts.title}: ${countsOf(facts)}`,
    facts.codes === 0 ? "." : `, ${Quantity.counted(facts.codes, "error code")}.`,
    top === undefined ? "" : ` Top: ${Mrkdwn.code(facts.clean(top.code), 70)} ${Quantity.count(top.count)}.`,
    ` Run ${Mrkdwn.code(summary.runId, 50)}.`
  ].join("")
  const room = longestText - line.length - " Error: ".length
  return facts.error === "" || room < 20 ? line : `${line} Error: ${Mrkdwn.code(facts.error, room)}`
}

/**
 * A number of things, nothing where it is not one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const quantity = (value: number | null | undefined): number =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0

/**
 * UTF-16 code units in the one line of text. Slack cuts at 40,000 characters and advises 4,000; a
 * notification shows far less.
 *
 * @since 0.1.0
 * @category models
 */
export const longestText = 500

const titles: Readonly<Record<Outcome, string>> = {
  succeeded: "succeeded",
  partial: "ended with failures",
  failed: "failed",
  cancelled: "was cancelled",
  expired: "ended, but its results have expired",
  "timed-out": "did not end in time",
  unknown: "is in an unknown state"
}

/** `found`: what the codes add up to, where all codes are at hand. */
const missingOf = (summary: Summary, found: number | undefined): string => {
  if (summary.about === "job") return ""
  if (!summary.failuresComplete) {
    return summary.groups.length === 0 && summary.failed === null
      ? "The failed records could not be read"
      : "Not all failed records could be read: the counts are lower bounds"
  }
  const counted = quantity(summary.failed)
  return found !== undefined && found < counted && summary.reconciled === null
    ? `Only ${Quantity.count(found)} of ${Quantity.counted(counted, "failed record")} could be read: the counts of the codes are lower bounds`
    : ""
}

const countsOf = ({ failed, rate, summary }: Facts): string => {
  if (failed === Quantity.count(null)) return "the number of failed records is unknown"
  const base = processed(summary)
  if (failed === "0")
    return base === 0 ? "no failed records" : `none of ${Quantity.counted(base, "record")} failed`
  return base === 0
    ? `failed records: ${failed}`
    : `${failed} of ${Quantity.counted(base, "record")} failed (${Quantity.percent(rate)})`
}

const processed = (summary: Summary): number => quantity(summary.processed) || quantity(summary.total)

const bounded = (value: number | undefined, fallback: number, most: number): number =>
  value === undefined || Number.isNaN(value) ? fallback : Math.max(0, Math.min(Math.floor(value), most))
