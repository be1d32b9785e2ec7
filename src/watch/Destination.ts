/**
 * The places where summaries go: several webhooks, each with its own choice of reports.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type { Outcome } from "../report/Report.js"
import * as Slack from "../slack/Slack.js"
import * as SlackConfig from "../slack/SlackConfig.js"
import * as Notifier from "./Notifier.js"

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
 * A notifier that posts to every destination that wants a report. Destinations with one URL share one pace, since Slack
 * counts by webhook. Fails with everything that is wrong with a webhook, before anything is sent.
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
          return Notifier.make(destinations, options, ({ label, slack }, message) => {
            const poster = posters.get(Redacted.value(slack.webhookUrl).trim())
            return poster === undefined
              ? Effect.dieMessage("Destination: a webhook without its poster")
              : Notifier.post(poster, label, message)
          })
        })
      )
