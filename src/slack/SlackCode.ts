/**
 * The words an incoming webhook answers with, and what each of them means.
 *
 * Sources: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (most strings; several
 * statuses are in Slack's changelog of 2016-05-17) and real answers quoted in public issues.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"

/**
 * What follows from a code.
 *
 * - `form`: Slack refused the form of the message; the bare text may still pass.
 * - `permanent`: no message will pass until somebody changes something.
 * - `rate`: too many messages; surely not posted.
 * - `uncertain`: a fault on Slack's side; the message may have been posted.
 *
 * @since 0.1.0
 * @category models
 */
export type Class = "form" | "permanent" | "rate" | "uncertain"

/**
 * What a code means and what to do about it.
 *
 * @since 0.1.0
 * @category models
 */
export interface SlackCode {
  readonly class: Class
  readonly fix: string
}

/**
 * Looks a code up.
 *
 * @since 0.1.0
 * @category constructors
 */
export const find = (code: string): Option.Option<SlackCode> => Option.fromNullable(codes.get(code))

const newWebhook =
  "Create a new incoming webhook in the settings of the Slack app and use its URL instead (SLACK_WEBHOOK_URL, or the destination's own)."
const refusedForm =
  "Slack refused the layout of the message. Please report this as a bug, with what --dry-run prints."
const ownBug = "The message had no text. Please report this as a bug."
const later = "Nothing is wrong here: Slack asks to send less often. Try again when that time is over."
const slackSide =
  "Look whether the message is in the channel; if not, try again, and see https://slack-status.com."

const form: SlackCode = { class: "form", fix: refusedForm }
const permanent = (fix: string): SlackCode => ({ class: "permanent", fix })

const codes: ReadonlyMap<string, SlackCode> = new Map([
  ["invalid_payload", form],
  ["invalid_blocks", form],
  ["invalid_blocks_format", form],
  ["invalid_attachments", form],
  ["too_many_attachments", form],
  ["msg_blocks_too_long", form],
  ["msg_too_long", form],
  ["only_one_table_allowed", form],
  ["no_text", permanent(ownBug)],
  ["missing_text_or_fallback_or_attachments", permanent(ownBug)],
  [
    "user_not_found",
    permanent(`The person or channel that the webhook posts to does not exist any more. ${newWebhook}`)
  ],
  [
    "channel_not_found",
    permanent(
      "The channel of the webhook is gone, or private without the app in it. Invite the app, or: " +
        newWebhook
    )
  ],
  ["channel_is_archived", permanent(`The channel of the webhook is archived. Restore it, or: ${newWebhook}`)],
  [
    "action_prohibited",
    permanent(
      "An administrator of the workspace forbids this. Ask for the permission, or use another channel."
    )
  ],
  [
    "posting_to_general_channel_denied",
    permanent(
      "The creator of the webhook may not post to #general. Use another channel, or ask an administrator."
    )
  ],
  ["invalid_token", permanent(`The secret part of the webhook URL is wrong or was revoked. ${newWebhook}`)],
  ["no_service", permanent(`The webhook was removed or disabled, or its URL is incomplete. ${newWebhook}`)],
  ["no_service_id", permanent(`The webhook URL is incomplete or was removed. ${newWebhook}`)],
  [
    "no_active_hooks",
    permanent(`The webhook is disabled. Enable it in the settings of the Slack app, or: ${newWebhook}`)
  ],
  ["no_team", permanent(`The workspace of the webhook does not exist. ${newWebhook}`)],
  [
    "team_disabled",
    permanent("The workspace of the webhook is disabled. Use the webhook of another workspace.")
  ],
  ["rate_limited", { class: "rate", fix: later }],
  ["ratelimited", { class: "rate", fix: later }],
  ["rollup_error", { class: "uncertain", fix: slackSide }],
  ["internal_error", { class: "uncertain", fix: slackSide }],
  ["fatal_error", { class: "uncertain", fix: slackSide }],
  ["service_unavailable", { class: "uncertain", fix: slackSide }],
  ["request_timeout", { class: "uncertain", fix: slackSide }]
] satisfies ReadonlyArray<readonly [string, SlackCode]>)
