/**
 * `--dry-run`: the Slack message is shown instead of posted.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as Notification from "../report/Notification.js"
import * as Style from "../report/Style.js"
import * as SlackMessage from "../slack/SlackMessage.js"
import type { Destination } from "../watch/Destination.js"
import * as Notifier from "../watch/Notifier.js"
import { type Output, Stdio } from "./Stdio.js"
import * as Webhooks from "./Webhooks.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface DryRun {
  readonly layer: Layer.Layer<Notifier.Notifier>
  /** Prints what would have been posted: to stdout, or to stderr where stdout carries JSON. */
  readonly print: (output: "text" | "json" | "ndjson") => Effect.Effect<void, never, Stdio>
}

/**
 * A notifier for the same destinations that posts nothing. Without a destination the message is shown all the same.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  destinations: ReadonlyArray<Destination>,
  options: Notifier.Options
): Effect.Effect<DryRun> =>
  Effect.map(Ref.make<ReadonlyArray<Kept>>([]), (kept) => ({
    layer: Layer.succeed(
      Notifier.Notifier,
      Notifier.make<Destination>(
        destinations.length === 0 ? [{ label: Webhooks.ofEnvironment }] : destinations,
        options,
        ({ label }, message) =>
          Effect.as(
            Ref.update(kept, (messages) => [...messages, { label, message }]),
            Notification.skipped(label, "dry run")
          )
      )
    ),
    print: (output) =>
      Effect.gen(function* () {
        const stdio = yield* Stdio
        const stream = output === "text" ? stdio.out : stdio.err
        for (const { label, message } of yield* Ref.get(kept)) {
          const to = destinations.length > 1 ? ` to ${label}` : ""
          yield* stream.write(`\nSlack message${to} (not posted):\n\n${preview(message, stream)}\n`)
          yield* stream.write(`\nPayload:\n\n${JSON.stringify(message, null, 2)}\n`)
        }
      })
  }))

/**
 * The message as it would look, in the width and in the letters that an output has.
 *
 * @since 0.1.0
 * @category rendering
 */
export const preview = (message: SlackMessage.Payload, output: Output): string =>
  SlackMessage.render(
    message,
    output.isTty ? output.columns() : 100,
    Style.make({ unicode: output.unicode }).plain
  )

interface Kept {
  readonly label: string
  readonly message: SlackMessage.Payload
}
