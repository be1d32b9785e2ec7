/**
 * Whether people can be told.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Slack from "../slack/Slack.js"
import * as SlackConfig from "../slack/SlackConfig.js"
import * as SlackMessage from "../slack/SlackMessage.js"
import type { Webhook } from "../watch/Destination.js"
import * as Check from "./Check.js"

/**
 * The webhooks as they are configured; nothing is sent. `wanted` says that somebody asked for a message to be posted.
 *
 * @since 0.1.0
 * @category constructors
 */
export const shape = (webhooks: ReadonlyArray<Webhook>, wanted: boolean): ReadonlyArray<Check.Check> => {
  if (webhooks.length > 0) {
    return webhooks.map(({ label, slack }) =>
      Check.ok("slack", `${label}: a webhook on ${hostOf(slack)}; --send-test posts a message to it`)
    )
  }
  return wanted
    ? [
        Check.ofFault("slack", {
          what: "SLACK_WEBHOOK_URL is not set, so there is nowhere to post a test message.",
          fix: "Set it to the URL of an incoming webhook."
        })
      ]
    : [Check.skipped("slack", "no webhook is set: results are reported on the terminal only")]
}

const hostOf = (slack: SlackConfig.Options): string =>
  Either.match(SlackConfig.make(slack), {
    onLeft: () => "an unknown host",
    onRight: ({ destination }) => destination
  })

/**
 * Posts a test message to a webhook.
 *
 * @since 0.1.0
 * @category constructors
 */
export const sendTest = ({
  label,
  slack
}: Webhook): Effect.Effect<Check.Check, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const config = yield* SlackConfig.make({ ...slack, deadline: "20 seconds", maxRetries: 1 })
    const poster = yield* Slack.make(config)
    const delivery = yield* poster.post(
      SlackMessage.note(
        `genesys-jobs doctor: a test message to "${label}". Summaries of jobs will be posted here.`
      )
    )
    return Check.ok(
      "slack",
      delivery._tag === "Delivered"
        ? `${label}: the test message was delivered`
        : `${label}: the test message was delivered, without its layout (${delivery.code})`
    )
  }).pipe(
    Effect.catchTags({
      SlackError: (error) =>
        Effect.succeed(
          Check.failed("slack", { detail: `${label}: ${error.message}`, fix: error.fix, exitCode: 9 })
        ),
      InvalidSlackConfig: (error) =>
        Effect.succeed(
          Check.failed("slack", { detail: `${label}: ${error.message}`, fix: undefined, exitCode: 2 })
        )
    })
  )
