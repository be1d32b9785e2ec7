/**
 * The options of `watch`, as written and as read.
 *
 * @since 0.1.0
 */
import * as Jobs from "../jobs/Jobs.js"
import { isMention } from "../slack/Mrkdwn.js"
import type { OnAmbiguous } from "../slack/SlackConfig.js"
import * as Flags from "./Flags.js"

/**
 * What the command line may hold.
 *
 * @since 0.1.0
 * @category constructors
 */
export const flags = {
  interval: Flags.text("interval", "TIME", "Gap between polls when the job tells no progress. Default: 10s."),
  maxInterval: Flags.text(
    "max-interval",
    "TIME",
    "The longest gap of the adaptive pace. Default: 60s, or --interval if longer."
  ),
  pace: Flags.choice("pace", ["adaptive", "fixed"], "Poll where the end is expected, or at a fixed gap."),
  timeout: Flags.text(
    "timeout",
    "TIME",
    "Time for the whole watch; then what is known is reported. Default: 24h."
  ),
  pageSize: Flags.text("page-size", "N", "Failed records asked for per page. Default: 100."),
  pageConcurrency: Flags.text("page-concurrency", "N", "Pages in flight at once. Default: 8."),
  samples: Flags.text("samples", "N", "Examples kept per error code. Default: 3."),
  notify: Flags.choiceOrNone(
    "notify",
    ["always", "on-failure", "on-change", "never"],
    "When Slack is told; on-change: unlike the last time.",
    "always"
  ),
  mention: Flags.text("mention", "MENTION", "Whom to mention, on failure only: '<!subteam^S0123ABCD>'."),
  onAmbiguous: Flags.choice(
    "on-ambiguous",
    ["resend", "hold"],
    "When nobody can say whether Slack posted: send once more, or not."
  ),
  noRedact: Flags.boolean("no-redact", "Show e-mail addresses, phone numbers and long numbers in Slack."),
  output: Flags.output,
  report: Flags.texts(
    "report",
    "FILE",
    "Also write the report to FILE: .json .md .csv .html .xml (JUnit). Repeatable."
  ),
  failures: Flags.text("failures", "FILE", "Write every failed record to a .ndjson or .csv file."),
  dryRun: Flags.boolean("dry-run", "Print the Slack message and post nothing."),
  maxErrors: Flags.text("max-errors", "N", "Failed records that are tolerated: reported, but exit code 0."),
  maxErrorRate: Flags.text("max-error-rate", "SHARE", "The same as a share of the records: 2%."),
  environment: Flags.environment,
  profile: Flags.profile,
  config: Flags.config,
  quiet: Flags.quiet,
  noProgress: Flags.noProgress
}

/**
 * The options after parsing by the command line's grammar.
 *
 * @since 0.1.0
 * @category models
 */
export interface Written {
  readonly interval: string | undefined
  readonly maxInterval: string | undefined
  readonly pace: "adaptive" | "fixed"
  readonly timeout: string | undefined
  readonly pageSize: string | undefined
  readonly pageConcurrency: string | undefined
  readonly samples: string | undefined
  readonly notify: "always" | "on-failure" | "on-change" | "never" | undefined
  readonly mention: string | undefined
  readonly onAmbiguous: OnAmbiguous
  readonly noRedact: boolean
  readonly output: "text" | "json" | "ndjson"
  readonly report: ReadonlyArray<string>
  readonly failures: string | undefined
  readonly dryRun: boolean
  readonly maxErrors: string | undefined
  readonly maxErrorRate: string | undefined
  readonly environment: string | undefined
  readonly profile: string | undefined
  readonly config: string | undefined
  readonly quiet: boolean
  readonly noProgress: boolean
}

/**
 * The numbers of a watch, read; what cannot be read is noted in the reader.
 *
 * @since 0.1.0
 * @category combinators
 */
export const read = (written: Written, reader: Flags.Reader) => {
  if (written.mention !== undefined && !isMention(written.mention)) {
    reader.faults.push({
      what: `--mention ${written.mention} is not a mention that Slack understands.`,
      fix: "Write <!subteam^S0123ABCD>, <@U0123ABCD>, <!here> or <!channel>, in quotes; names do not work."
    })
  }
  const interval = reader.duration("interval", written.interval, "10s")
  // Whoever asks for a longer gap than the longest there is by default means it.
  const maxInterval = Math.max(
    written.maxInterval === undefined ? interval : 0,
    reader.duration("max-interval", written.maxInterval, "1m")
  )
  if ((Flags.durationMillis(written.maxInterval ?? "") ?? interval) < interval) {
    reader.faults.push({
      what: `--max-interval ${written.maxInterval} is shorter than --interval ${written.interval ?? "10s"}.`,
      fix: "Give a longer one, or leave it out."
    })
  }
  return {
    interval,
    maxInterval,
    timeout: reader.duration("timeout", written.timeout, "24h"),
    pace: written.pace,
    pageSize: reader.whole("page-size", written.pageSize, 100, 1),
    pageConcurrency: reader.whole("page-concurrency", written.pageConcurrency, 8, 1, Jobs.maxConcurrency),
    samples: reader.whole("samples", written.samples, 3, 0),
    tolerance: {
      maxErrors:
        written.maxErrors === undefined ? undefined : reader.whole("max-errors", written.maxErrors, 0, 0),
      maxErrorRate: reader.rate("max-error-rate", written.maxErrorRate)
    }
  }
}
