/**
 * The places where summaries go: several webhooks, each with its own choice of reports.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { JobReport, Notification, Outcome } from "../report/Report.js"
import * as Slack from "../slack/Slack.js"
import * as SlackConfig from "../slack/SlackConfig.js"
import type * as SlackMessage from "../slack/SlackMessage.js"
import * as Notifier from "./Notifier.js"
import * as OutcomeLog from "./OutcomeLog.js"

/**
 * Who is told what. A filter that is left out lets everything pass.
 *
 * @since 0.1.0
 * @category models
 */
export interface Destination {
  /** Fit to be shown, and different from all others: the webhook itself is a secret. */
  readonly label: string
  readonly kinds?: ReadonlyArray<string> | undefined
  readonly outcomes?: ReadonlyArray<Outcome> | undefined
  /** Default: what the notifier's options say. */
  readonly when?: Notifier.When | undefined
  /** Default: what the notifier's options say. */
  readonly mention?: string | undefined
}

/**
 * A destination and its webhook.
 *
 * @since 0.1.0
 * @category models
 */
export interface Webhook extends Destination {
  readonly slack: SlackConfig.Options
}

/**
 * Why a destination is not told about this report, or `undefined` where it is. What `on-change` needs to know is not
 * looked at.
 *
 * @since 0.1.0
 * @category combinators
 */
export const reasonToSkip = (
  destination: Destination,
  report: JobReport,
  options: Notifier.Options = {}
): string | undefined => {
  if (destination.kinds?.includes(report.job.kind) === false) return "it is for jobs of other kinds"
  if (destination.outcomes?.includes(report.outcome) === false) return "it is for other outcomes"
  return Notifier.reasonToSkip(report, destination.when ?? options.when ?? "always")
}

/**
 * Several results as the one that a report holds: the destinations that were tried and the worst of what became of
 * them, with a reason for each that did not get its whole message. Where none was tried, all of them and why.
 *
 * @since 0.1.0
 * @category combinators
 */
export const combine = (parts: ReadonlyArray<Notification>): Notification => {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const tried = parts.filter(({ result }) => result !== "skipped")
  const told = tried.length === 0 ? parts : tried
  const destination = told.map((part) => part.destination).join(", ")
  const result = worstFirst.find((each) => told.some((part) => part.result === each)) ?? "skipped"
  const reasons = told.flatMap(({ destination, reason }) =>
    reason === undefined ? [] : [[destination, reason] as const]
  )
  const [first] = reasons
  const alike = reasons.length === told.length && reasons.every(([, reason]) => reason === first?.[1])
  return {
    destination: destination === "" ? "none" : destination,
    result,
    reason: alike ? first?.[1] : reasons.map((pair) => pair.join(": ")).join("; ") || undefined
  }
}

const worstFirst = ["undelivered", "degraded", "delivered", "skipped"] as const

/**
 * A notifier that gives each destination that wants a report its own message, by `send`. One destination does not wait
 * for another.
 *
 * @since 0.1.0
 * @category constructors
 */
export const notifier = <D extends Destination>(
  destinations: ReadonlyArray<D>,
  options: Notifier.Options,
  send: (destination: D, message: SlackMessage.Payload) => Effect.Effect<Notification>
): Notifier.Notifier["Type"] => ({
  notify: (report) =>
    Effect.map(
      Effect.forEach(
        destinations,
        (destination) => {
          const own = { ...options, mention: destination.mention ?? options.mention }
          const reason = reasonToSkip(destination, report, options)
          if (reason !== undefined) {
            return Effect.succeed<Notification>({ destination: destination.label, result: "skipped", reason })
          }
          const tell = Effect.suspend(() => send(destination, Notifier.message(report, own)))
          return (destination.when ?? options.when) === "on-change" && options.log !== undefined
            ? OutcomeLog.whenChanged(
                options.log,
                { region: options.region ?? "", destination: destination.label },
                report,
                tell
              )
            : tell
        },
        { concurrency: 8 }
      ),
      combine
    )
})

/**
 * Posts to every destination that wants a report. Destinations with one URL share one pace, since Slack counts by
 * webhook. Fails with everything that is wrong with a webhook, before anything is sent.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerNotifier = (
  destinations: ReadonlyArray<Webhook>,
  options: Notifier.Options = {}
): Layer.Layer<Notifier.Notifier, SlackConfig.InvalidConfig, HttpClient.HttpClient> =>
  destinations.length === 0
    ? Notifier.layerNoop
    : Layer.effect(
        Notifier.Notifier,
        Effect.gen(function* () {
          const posters = new Map<string, Slack.Service>()
          for (const { slack } of destinations) {
            const url = Redacted.value(slack.webhookUrl).trim()
            if (posters.has(url)) continue
            posters.set(url, yield* Slack.make(yield* SlackConfig.make(slack)))
          }
          return notifier(destinations, options, ({ label, slack }, message) => {
            const poster = posters.get(Redacted.value(slack.webhookUrl).trim())
            return poster === undefined
              ? Effect.dieMessage("Destination: a webhook without its poster")
              : Notifier.post(poster, label, message)
          })
        })
      )
