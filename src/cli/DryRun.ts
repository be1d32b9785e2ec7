/**
 * `--dry-run`: the Slack message is shown instead of posted.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import * as SlackMessage from "../slack/SlackMessage.js"
import * as Notifier from "../watch/Notifier.js"
import { Stdio } from "./Stdio.js"

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
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Notifier.Options): Effect.Effect<DryRun> =>
  Effect.map(Ref.make<ReadonlyArray<SlackMessage.Payload>>([]), (kept) => ({
    layer: Layer.succeed(Notifier.Notifier, {
      notify: (report) => {
        const reason = Notifier.reasonToSkip(report, options.when ?? "always")
        return reason === undefined
          ? Effect.as(
              Ref.update(kept, (messages) => [...messages, Notifier.message(report, options)]),
              { destination: "slack", result: "skipped" as const, reason: "dry run" }
            )
          : Effect.succeed({ destination: "slack", result: "skipped" as const, reason })
      }
    }),
    print: (output) =>
      Effect.gen(function* () {
        const stdio = yield* Stdio
        const stream = output === "text" ? stdio.out : stdio.err
        for (const message of yield* Ref.get(kept)) {
          yield* stream.write(`\nSlack message (not posted):\n\n${SlackMessage.render(message)}\n`)
          yield* stream.write(`\nPayload:\n\n${JSON.stringify(message, null, 2)}\n`)
        }
      })
  }))
