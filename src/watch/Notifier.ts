/**
 * Where a report meets the people who must know. Replace this one layer to tell them another way.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as NextSteps from "../report/NextSteps.js"
import * as Outcome from "../report/Outcome.js"
import type { JobReport, Notification } from "../report/Report.js"
import { type Service, Slack } from "../slack/Slack.js"
import * as SlackMessage from "../slack/SlackMessage.js"
import * as OutcomeLog from "./OutcomeLog.js"

/**
 * Tells people about an ended job. It never fails: whether they were told is part of the report, and an alert that was
 * lost does not change the result of the job.
 *
 * @since 0.1.0
 * @category tags
 */
export class Notifier extends Context.Tag("genesys-jobs/Notifier")<
  Notifier,
  { readonly notify: (report: JobReport) => Effect.Effect<Notification> }
>() {}

/**
 * When people are told: always, only when the job did not succeed without failures, or only when the result differs
 * from the one that they were told last.
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
  /** A live mention (`<!subteam^ID>`), used only when the job did not succeed without failures. */
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
export const message = (report: JobReport, options: Options = {}): SlackMessage.Payload => {
  const failed = Outcome.failed(report)
  return SlackMessage.build(
    {
      job: `${report.job.kind}${report.job.id === "" ? "" : `/${report.job.id}`}`,
      kindTitle: options.titleOf?.(report.job.kind),
      outcome: report.outcome,
      state: report.status?.state ?? null,
      processed: report.status?.processed ?? null,
      total: report.status?.total ?? null,
      failed: !failed.exact && failed.count === 0 ? null : failed.count,
      warnings: report.status?.warnings ?? null,
      failuresComplete: failed.exact,
      reconciled: report.failures.reconciled ?? null,
      distinctCodes: report.failures.distinctCodes,
      about: report.failures.about,
      groups: report.failures.groups.map((group) => ({
        ...group,
        samples: group.samples.map((sample) => ({
          id: sample.id ?? null,
          message: sample.message,
          recordId: sample.recordId ?? null
        }))
      })),
      durationMillis: Date.parse(report.timing.endedAt) - Date.parse(report.timing.startedAt),
      region: options.region ?? "",
      runId: options.runId ?? "",
      reportFiles: options.reportFiles ?? [],
      mention: isWell(report) ? undefined : options.mention,
      error: report.error?.message ?? (report.failures.complete ? null : (report.failures.reason ?? null)),
      nextStep: NextSteps.of(report)[0] ?? null
    },
    { redact: options.redact }
  )
}

/**
 * Whether there is nothing to look at: succeeded, with no failed records.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isWell = (report: JobReport): boolean =>
  report.outcome === "succeeded" && report.error === undefined

/**
 * Posts to Slack.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerSlack = (options: Options = {}): Layer.Layer<Notifier, never, Slack> =>
  Layer.effect(
    Notifier,
    Effect.map(Slack, (slack) => ({
      notify: (report) => {
        const reason = reasonToSkip(report, options.when ?? "always")
        if (reason !== undefined) return Effect.succeed(skipped("slack", reason))
        const tell = Effect.suspend(() => post(slack, "slack", message(report, options)))
        return options.when === "on-change" && options.log !== undefined
          ? OutcomeLog.whenChanged(
              options.log,
              { region: options.region ?? "", destination: "slack" },
              report,
              tell
            )
          : tell
      }
    }))
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
): Effect.Effect<Notification> =>
  slack.post(message).pipe(
    Effect.map((delivery): Notification => {
      const twice = delivery.mayBeTwice
        ? ["it may have been posted twice: the first answer was not clear"]
        : []
      return delivery._tag === "Delivered"
        ? { destination, result: "delivered", reason: twice[0] }
        : {
            destination,
            result: "degraded",
            reason: [`Slack refused the layout (${delivery.code})`, ...twice].join("; ")
          }
    }),
    Effect.catchTag("SlackError", (error) =>
      Effect.succeed<Notification>({ destination, result: "undelivered", reason: error.message })
    )
  )

/**
 * Tells nobody, and says so in the report.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerNoop: Layer.Layer<Notifier> = Layer.succeed(Notifier, {
  notify: () => Effect.succeed(skipped("none", "no destination is configured"))
})

/**
 * Why nobody is told about this report, or `undefined` where somebody is. A watch that learned nothing about the job
 * because the reference or the credentials are wrong is a matter of whoever started it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const reasonToSkip = (report: JobReport, when: When): string | undefined => {
  if (when === "never") return "notifications are switched off"
  if (when === "on-failure" && isWell(report)) return "the job succeeded"
  return report.status === undefined && ofTheStarter.has(report.error?.reason ?? "")
    ? "nothing was learned about the job"
    : undefined
}

const ofTheStarter: ReadonlySet<string> = new Set(["Unauthorized", "Forbidden", "NotFound", "Rejected"])

const skipped = (destination: string, reason: string): Notification => ({
  destination,
  result: "skipped",
  reason
})
