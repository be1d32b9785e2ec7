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
import * as SlackConfig from "./SlackConfig.js"
import { type Reason, SlackError } from "./SlackError.js"
import * as SlackPolicy from "./SlackPolicy.js"
import * as Webhook from "./Webhook.js"

/**
 * The message is in the channel. `Degraded`: only its text, since Slack refused the layout with `code`.
 *
 * @since 0.1.0
 * @category models
 */
export type Delivery = Data.TaggedEnum<{
  readonly Delivered: { readonly attempts: number }
  readonly Degraded: { readonly attempts: number; readonly code: string }
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

    const failed = (reason: Reason, spent: SlackPolicy.Spent) =>
      new SlackError({ destination: config.destination, reason, attempts: spent.attempts })

    // `last` is why the message has not been delivered yet: it tells more than "the time is over".
    const send = (
      message: Payload,
      deadline: number,
      before: SlackPolicy.Spent,
      last: Option.Option<Reason>
    ): Effect.Effect<Delivery, SlackError> =>
      Effect.gen(function* () {
        yield* Effect.mapError(pacer.take(deadline), () =>
          failed(
            Option.getOrElse(last, () => tooLate(config)),
            before
          )
        )
        const spent = { ...before, attempts: before.attempts + 1 }
        const sentAt = yield* Clock.currentTimeMillis
        const verdict = yield* webhook.send(message, Math.min(config.attemptTimeout, deadline - sentAt))
        if (Either.isRight(verdict)) return deliveryOf(spent)
        const reason = verdict.left
        const step = SlackPolicy.next(reason, spent, { ...config, hasBlocks: message.blocks !== undefined })
        yield* Effect.logDebug("slack attempt failed", {
          attempt: spent.attempts,
          reason: reason._tag,
          next: step._tag
        })
        if (step._tag === "GiveUp") return yield* failed(step.reason, spent)
        if (step._tag === "SendText") {
          return yield* send(bareText(message), deadline, step.spent, Option.some(reason))
        }
        const wait = yield* waitOf(step)
        const now = yield* Clock.currentTimeMillis
        if (reason._tag === "RateLimited") yield* pacer.holdUntil(now + wait)
        if (now + wait >= deadline) return yield* failed(reason, spent)
        yield* Effect.sleep(wait)
        return yield* send(message, deadline, step.spent, Option.some(reason))
      })

    const post = Effect.fn("Slack.post")(
      function* (message: Payload) {
        const now = yield* Clock.currentTimeMillis
        return yield* send(message, now + config.deadline, SlackPolicy.nothingSpent, Option.none())
      },
      (delivery) => observed(config, delivery)
    )

    return { post }
  })

/**
 * Slack from a value. Fails with everything that is wrong with the options, before anything is sent.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
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
 * Slack from `Config` (see `SlackConfig.config`), with the numbers of the policy as code.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig = (
  policy: SlackConfig.Policy = {}
): Layer.Layer<Slack, ConfigError.ConfigError | SlackConfig.InvalidConfig, HttpClient.HttpClient> =>
  Layer.unwrapEffect(Effect.map(SlackConfig.config, (options) => layer({ ...policy, ...options })))

const bareText = ({ blocks: _, ...message }: Payload): Payload => message

const tooLate = (config: SlackConfig.SlackConfig): Reason => ({
  _tag: "DeadlineExceeded",
  afterMillis: config.deadline
})

const deliveryOf = ({ attempts, degraded }: SlackPolicy.Spent): Delivery =>
  Option.match(degraded, {
    onNone: () => Delivery.Delivered({ attempts }),
    onSome: (code) => Delivery.Degraded({ attempts, code })
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
