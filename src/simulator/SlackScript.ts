/**
 * How the simulated Slack webhook behaves.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as HttpDate from "./HttpDate.js"

const Count = Schema.Int.pipe(Schema.positive())

/**
 * The answer to one message. `check` validates it as Slack does and takes it when it is good. The others answer
 * without looking; `posted` says whether the message shows in the channel all the same, as it may after a 500 or a
 * lost answer.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SlackAnswer = Schema.Union(
  Schema.Struct({ type: Schema.Literal("check") }),
  Schema.Struct({
    type: Schema.Literal("rateLimited"),
    retryAfterSeconds: Schema.optionalWith(Schema.Int.pipe(Schema.nonNegative()), {
      exact: true,
      default: () => 1
    }),
    form: Schema.optionalWith(HttpDate.FormOrNone, {
      exact: true,
      default: () => "seconds" as const
    })
  }),
  Schema.Struct({
    type: Schema.Literal("error"),
    /** Slack's word, such as `invalid_token`, `no_service`, `rollup_error`. */
    error: Schema.String,
    status: Schema.optionalWith(Schema.Int.pipe(Schema.between(100, 599)), { exact: true }),
    posted: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false })
  }),
  Schema.Struct({
    type: Schema.Literal("body"),
    status: Schema.optionalWith(Schema.Int.pipe(Schema.between(100, 599)), {
      exact: true,
      default: () => 200
    }),
    body: Schema.String,
    contentType: Schema.optionalWith(Schema.String, { exact: true, default: () => "text/html" }),
    posted: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false })
  }),
  Schema.Struct({
    type: Schema.Literal("hang"),
    posted: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false })
  }),
  Schema.Struct({
    type: Schema.Literal("reset"),
    posted: Schema.optionalWith(Schema.Boolean, { exact: true, default: () => false })
  })
)

/**
 * @since 0.1.0
 * @category models
 */
export type SlackAnswer = typeof SlackAnswer.Type

/**
 * The webhook: its path (a secret, as Slack's is), the answers to the first messages, and what it refuses.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SlackScript = Schema.Struct({
  path: Schema.optionalWith(Schema.String.pipe(Schema.pattern(/^\/services\/[^/]+\/[^/]+\/[^/]+$/)), {
    exact: true,
    default: () => "/services/T000/B000/SECRET"
  }),
  /** The answer to the first message, the second, ...; later ones are checked. */
  answers: Schema.optionalWith(Schema.Array(SlackAnswer), { exact: true, default: () => [] }),
  /** The answer to all messages after `answers`. */
  always: Schema.optionalWith(SlackAnswer, { exact: true, default: () => ({ type: "check" as const }) }),
  /** Block types answered with `invalid_blocks`, `*` for any block. */
  refuseBlocks: Schema.optionalWith(Schema.Array(Schema.String), { exact: true, default: () => [] }),
  /** Characters of all blocks together; more is `msg_blocks_too_long`. */
  maxCharacters: Schema.optionalWith(Count, { exact: true, default: () => 13_000 }),
  /** Messages that come closer than this to the one before are answered 429. Slack wants about one a second. */
  minGapMillis: Schema.optionalWith(Schema.Number.pipe(Schema.positive()), { exact: true })
})

/**
 * @since 0.1.0
 * @category models
 */
export type SlackScript = typeof SlackScript.Type

/**
 * A webhook that takes every good message.
 *
 * @since 0.1.0
 * @category models
 */
export const defaults: SlackScript = Schema.decodeSync(SlackScript)({})
