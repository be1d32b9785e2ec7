/**
 * Posts one message to an incoming webhook. Retries what is safe to retry, within a deadline; says whether
 * the message was delivered, delivered without its layout, refused, or lost.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Clock from "effect/Clock"
import type * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import type { Payload } from "./BlockKit.js"
import * as Pacer from "./Pacer.js"
import * as Repetition from "./Repetition.js"
import * as SlackConfig from "./SlackConfig.js"
import { type Reason, SlackError } from "./SlackError.js"
import * as SlackPolicy from "./SlackPolicy.js"
import * as Webhook from "./Webhook.js"

/**
 * The message is in the channel. `Degraded`: only its text, since Slack refused the layout with `code`. `mayBeTwice`:
 * an earlier attempt had no clear answer, and may have been posted too.
 *
 * @since 0.1.0
 * @category models
 */
export type Delivery = Data.TaggedEnum<{
  readonly Delivered: { readonly attempts: number; readonly mayBeTwice: boolean }
  readonly Degraded: { readonly attempts: number; readonly mayBeTwice: boolean; readonly code: string }
}>

/**
 * Constructors and matchers of the two deliveries.
 *
 * @since 0.1.0
 * @category constructors
 */
export const Delivery = Data.taggedEnum<Delivery>()

/**
 * What posts messages.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Posts a message. Delivered means HTTP 200 with the body `ok` and nothing else. */
  readonly post: (message: Payload) => Effect.Effect<Delivery, SlackError>
}

/**
 * Where summaries go. Anything that takes a message may stand in its place.
 *
 * @since 0.1.0
 * @category tags
 */
export class Slack extends Context.Tag("genesys-jobs/Slack")<Slack, Service>() {}

/**
 * Messages by what became of them. Tags: `result` (`delivered`, `degraded`, `undelivered`) and `reason`
 * (`ok`, the code, the tag of the error's reason).
 *
 * @since 0.1.0
 * @category models
 */
export const deliveries: Metric.Metric.Counter<number> = Metric.counter(
  "genesys_jobs_slack_deliveries_total",
  {
    description: "Slack messages by what became of them",
    incremental: true
  }
)

/**
 * One poster for one webhook. Its pace is shared by all fibers that use this value; a second value has a
 * pace of its own.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (config: SlackConfig.SlackConfig): Effect.Effect<Service, never, HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const webhook = yield* Webhook.make(config.webhookUrl)
    const pacer = yield* Pacer.make(config.minInterval)

    // Time goes by in attempts and in the waits between them. Waiting for a turn behind other messages is neither.
    const send = Effect.fnUntraced(function* (message: Payload) {
      let payload = message
      let spent = SlackPolicy.nothingSpent
      let left = config.deadline
      // Why the message has not been delivered yet: it tells more than "the time is over".
      let last: Reason = { _tag: "DeadlineExceeded", afterMillis: config.queueTimeout }
      const failed = () =>
        new SlackError({ destination: config.destination, reason: last, attempts: spent.attempts })
      for (;;) {
        const queuedAt = yield* Clock.currentTimeMillis
        if (!(yield* pacer.take(queuedAt + config.queueTimeout))) return yield* failed()
        const sentAt = yield* Clock.currentTimeMillis
        spent = { ...spent, attempts: spent.attempts + 1 }
        const verdict = yield* webhook.send(payload, Math.min(config.attemptTimeout, left))
        if (Either.isRight(verdict)) return deliveryOf(spent)
        last = verdict.left
        const step = SlackPolicy.next(last, spent, { ...config, hasBlocks: payload.blocks !== undefined })
        yield* Effect.logDebug("slack attempt failed", {
          attempt: spent.attempts,
          reason: last._tag,
          next: step._tag
        })
        if (step._tag === "GiveUp") return yield* failed()
        const wait = step._tag === "Wait" ? yield* waitOf(step) : 0
        const now = yield* Clock.currentTimeMillis
        if (last._tag === "RateLimited") yield* pacer.holdUntil(now + wait)
        left -= now - sentAt + wait
        if (left <= 0) return yield* failed()
        if (step._tag === "SendText") payload = bareText(payload)
        else if (step.spent.resends > spent.resends) payload = Repetition.of(payload, spent.attempts + 1)
        spent = step.spent
        yield* Effect.sleep(wait)
      }
    })

    return {
      post: Effect.fn("Slack.post")(
        (message: Payload) => send(message),
        (delivery) => observed(config, delivery)
      )
    }
  })

/**
 * Slack from a value. Fails with everything that is wrong with the options, before anything is sent.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerOptions = (
  options: SlackConfig.Options
): Layer.Layer<Slack, SlackConfig.InvalidConfig, HttpClient.HttpClient> =>
  Layer.effect(
    Slack,
    Effect.flatMap(
      Effect.suspend(() => SlackConfig.make(options)),
      make
    )
  )

/**
 * Slack from `Config` (see `SlackConfig.config`), with the default numbers of the policy.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig: Layer.Layer<
  Slack,
  ConfigError.ConfigError | SlackConfig.InvalidConfig,
  HttpClient.HttpClient
> = Layer.unwrapEffect(Effect.map(SlackConfig.config, layerOptions))

const bareText = ({ blocks: _, ...message }: Payload): Payload => message

const deliveryOf = ({ attempts, degraded, resends }: SlackPolicy.Spent): Delivery =>
  Option.match(degraded, {
    onNone: () => Delivery.Delivered({ attempts, mayBeTwice: resends > 0 }),
    onSome: (code) => Delivery.Degraded({ attempts, mayBeTwice: resends > 0, code })
  })

const waitOf = (step: Data.TaggedEnum.Value<SlackPolicy.Step, "Wait">): Effect.Effect<number> =>
  Option.match(step.advisedMillis, {
    onSome: Effect.succeed,
    onNone: () => Random.nextRange(0, SlackPolicy.backoffCeiling(step.round))
  })

const observed = (
  config: SlackConfig.SlackConfig,
  delivery: Effect.Effect<Delivery, SlackError>
): Effect.Effect<Delivery, SlackError> =>
  Effect.tapBoth(delivery, {
    onSuccess: (d) =>
      d._tag === "Delivered"
        ? observe(config, "delivered", "ok", d.attempts)
        : observe(config, "degraded", d.code, d.attempts),
    onFailure: (error) => observe(config, "undelivered", error.reason._tag, error.attempts)
  })

const observe = (
  config: SlackConfig.SlackConfig,
  result: "delivered" | "degraded" | "undelivered",
  reason: string,
  attempts: number
): Effect.Effect<void> =>
  Effect.zipRight(
    Effect.annotateCurrentSpan({
      "slack.destination": config.destination,
      "slack.result": result,
      "slack.reason": reason,
      "slack.attempts": attempts
    }),
    Metric.update(deliveries.pipe(Metric.tagged("result", result), Metric.tagged("reason", reason)), 1)
  )
