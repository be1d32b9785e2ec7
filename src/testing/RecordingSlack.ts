/**
 * A Slack for tests that keeps what it is given.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Payload } from "../slack/BlockKit.js"
import { Delivery, Slack } from "../slack/Slack.js"
import type { SlackError } from "../slack/SlackError.js"

/**
 * `messages`: every message that was posted, oldest first.
 *
 * @since 0.1.0
 * @category tags
 */
export class RecordingSlack extends Context.Tag("genesys-jobs/testing/RecordingSlack")<
  RecordingSlack,
  { readonly messages: Effect.Effect<ReadonlyArray<Payload>> }
>() {}

/**
 * A Slack that delivers every message at its first attempt, or does what `deliver` says.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  deliver: (message: Payload) => Effect.Effect<Delivery, SlackError> = () =>
    Effect.succeed(Delivery.Delivered({ attempts: 1, mayBeTwice: false }))
): Layer.Layer<RecordingSlack | Slack> =>
  Layer.effectContext(
    Effect.sync(() => {
      const messages: Array<Payload> = []
      const post = (message: Payload) =>
        Effect.suspend(() => {
          messages.push(message)
          return deliver(message)
        })
      return Context.make(Slack, { post }).pipe(
        Context.add(RecordingSlack, { messages: Effect.sync(() => messages.slice()) })
      )
    })
  )
