/**
 * Where a report meets the people who must know. Replace this one layer to tell them another way.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as NextSteps from "../report/NextSteps.js"
import * as Notification from "../report/Notification.js"
import * as Outcome from "../report/Outcome.js"
import type { JobReport } from "../report/Report.js"
import * as Totals from "../report/Totals.js"
import * as Wording from "../report/Wording.js"
import { type Service, Slack } from "../slack/Slack.js"
import * as SlackMessage from "../slack/SlackMessage.js"
import type { Destination } from "./Destination.js"
import * as OutcomeLog from "./OutcomeLog.js"

/**
 * Tells people about an ended job, and says what became of it, once for each destination. It never fails: whether
 * people were told is part of the report, and an alert that was lost does not change the result of the job.
 *
 * @since 0.1.0
 * @category tags
 */
export class Notifier extends Context.Tag("genesys-jobs/Notifier")<
  Notifier,
  { readonly notify: (report: JobReport) => Effect.Effect<ReadonlyArray<Notification.Notification>> }
>() {}

/**
 * When people are told: always, only when the job is not well (`isWell`), or only when the result differs from the one
 * that they were told last.
 *
 * @since 0.1.0
 * @category models
 */
export type When = "always" | "on-failure" | "on-change" | "never"

/**
 * What a summary says beside the report itself.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Default: `always`. */
  readonly when?: When | undefined
  /** What `on-change` compares with. Without it `on-change` is `always`. */
  readonly log?: OutcomeLog.OutcomeLog | undefined
  /** Failures that are tolerated: a job with no more of them is well, and nobody is mentioned. */
  readonly tolerance?: Outcome.Tolerance | undefined
  /** A live mention (`<!subteam^ID>`), used only when the job is not well. */
  readonly mention?: string | undefined
  readonly region?: string | undefined
  /** Tells two posts of one run from two runs. */
  readonly runId?: string | undefined
  /** The job's kind in words, by kind. */
  readonly titleOf?: ((kind: string) => string | undefined) | undefined
  readonly reportFiles?: ReadonlyArray<string> | undefined
  /** `false` shows e-mail addresses, phone numbers and long numbers of records. Default: masked. */
  readonly redact?: boolean | undefined
}

/**
 * The Slack message of a report, whether or not it will be posted.
 *
 * @since 0.1.0
 * @category constructors
 */
export const message = (report: JobReport, options: Options = {}): SlackMessage.Payload =>
  SlackMessage.build(
    {
      job: Wording.name(report),
      kindTitle: options.titleOf?.(report.job.kind),
      outcome: report.outcome,
      state: Totals.state(report),
      failed: Wording.verdict(report),
      codes: Wording.codes(report),
      totals: [...Totals.counts(report), ["Watched", Totals.watched(report)]],
      notes: Wording.notes(report),
      about: report.failures.about,
      groups: report.failures.groups.map((group) => ({
        ...group,
        samples: group.samples.map((sample) => ({
          id: sample.id ?? null,
          message: sample.message,
          recordId: sample.recordId ?? null
        }))
      })),
      failures: report.failures.total,
      region: options.region ?? "",
      runId: options.runId ?? "",
      reportFiles: options.reportFiles ?? [],
      mention: isWell(report) ? undefined : options.mention,
      error: Wording.problem(report) ?? null,
      nextStep: NextSteps.of(report)[0] ?? null
    },
    { redact: options.redact }
  )

/**
 * Whether there is nothing to look at: succeeded, with no failed records or no more than are tolerated.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isWell = (report: JobReport): boolean =>
  (report.outcome === "succeeded" || report.tolerated) && report.error === undefined

/**
 * A notifier that gives each destination that wants a report its own message, by `send`. One destination does not wait
 * for another.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <D extends Destination>(
  destinations: ReadonlyArray<D>,
  options: Options,
  send: (destination: D, message: SlackMessage.Payload) => Effect.Effect<Notification.Notification>
): Notifier["Type"] => ({
  notify: (given) => {
    const report = options.tolerance === undefined ? given : Outcome.judged(given, options.tolerance)
    const told = (destination: D) => {
      const { label, mention = options.mention, when = options.when ?? "always" } = destination
      const reason = reasonToSkip(report, when, destination)
      if (reason !== undefined) return Effect.succeed(Notification.skipped(label, reason))
      const tell = Effect.suspend(() => send(destination, message(report, { ...options, mention })))
      return when === "on-change" && options.log !== undefined
        ? OutcomeLog.whenChanged(
            options.log,
            { region: options.region ?? "", destination: label },
            report,
            tell
          )
        : tell
    }
    return Effect.forEach(destinations, told, { concurrency: 8 })
  }
})

/**
 * Posts to Slack.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerSlack = (options: Options = {}): Layer.Layer<Notifier, never, Slack> =>
  Layer.effect(
    Notifier,
    Effect.map(Slack, (slack) =>
      make([{ label: "slack" }], options, ({ label }, message) => post(slack, label, message))
    )
  )

/**
 * Posts a message and says what became of it. `destination` is how the place is called in reports.
 *
 * @since 0.1.0
 * @category combinators
 */
export const post = (
  slack: Service,
  destination: string,
  message: SlackMessage.Payload
): Effect.Effect<Notification.Notification> =>
  slack.post(message).pipe(
    Effect.map((delivery): Notification.Notification => {
      const twice = delivery.mayBeTwice
        ? ["it may have been posted twice: the first answer was not clear"]
        : []
      return delivery._tag === "Delivered"
        ? Notification.delivered(destination, twice[0])
        : {
            destination,
            result: "degraded",
            reason: [`Slack refused the layout (${delivery.code})`, ...twice].join("; "),
            fix: undefined
          }
    }),
    Effect.catchTag("SlackError", (error) =>
      Effect.succeed(
        Notification.undelivered(
          destination,
          error.message,
          error.isTransient ? error.fix : `${error.fix} Then test it: genesys-jobs doctor --send-test`
        )
      )
    )
  )

/**
 * Tells nobody, and says so in the report.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerNoop: Layer.Layer<Notifier> = Layer.succeed(Notifier, {
  notify: () => Effect.succeed([])
})

/**
 * Why nobody is told about this report, or `undefined` where somebody is. A watch that learned nothing about the job
 * because the reference or the credentials are wrong is a matter of whoever started it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const reasonToSkip = (
  report: JobReport,
  when: When,
  filter: Pick<Destination, "kinds" | "outcomes"> = {}
): string | undefined => {
  if (filter.kinds?.includes(report.job.kind) === false) return "it is for jobs of other kinds"
  if (filter.outcomes?.includes(report.outcome) === false) return "it is for other outcomes"
  if (when === "never") return "notifications are switched off"
  if (when === "on-failure" && isWell(report)) {
    return report.tolerated ? "the failed records are within the tolerance" : "the job succeeded"
  }
  return report.status === undefined && ofTheStarter.has(report.error?.reason ?? "")
    ? "nothing was learned about the job"
    : undefined
}

const ofTheStarter: ReadonlySet<string> = new Set(["Unauthorized", "Forbidden", "NotFound", "Rejected"])
