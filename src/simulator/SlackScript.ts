/**
 * How the simulated Slack webhook behaves.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as HttpDate from "./HttpDate.js"
import * as Setting from "./Setting.js"

const posted = Setting.withDefault(
  Schema.Boolean,
  false,
  "The message shows in the channel all the same, as it may after a 500 or a lost answer."
)

/**
 * The answer to one message. `check` validates it as Slack does and takes it when it is good. The others answer
 * without looking; `posted` says whether the message shows in the channel all the same, as it may after a 500 or a
 * lost answer.
 *
 * @since 0.1.0
 * @category schemas
 */
export const SlackAnswer = Schema.Union(
  Schema.Struct({
    type: Setting.word("check", "Looks at the message as Slack does, and takes it when it is good.")
  }),
  Schema.Struct({
    type: Setting.word("rateLimited", "429."),
    retryAfterSeconds: Setting.withDefault(Setting.Whole, 1, "Its Retry-After."),
    form: Setting.withDefault(HttpDate.FormOrNone, "seconds", "The form of Retry-After.")
  }),
  Schema.Struct({
    type: Setting.word("error", "One of Slack's errors."),
    error: Schema.String.annotations({
      description: "Slack's word, such as invalid_token, no_service, rollup_error."
    }),
    status: Setting.optional(Setting.Status, "Its status, where it is not Slack's own."),
    posted
  }),
  Schema.Struct({
    type: Setting.word("body", "Any answer."),
    status: Setting.withDefault(Setting.Status, 200, "Its status."),
    body: Schema.String.annotations({ description: "Its text." }),
    contentType: Setting.withDefault(Setting.HeaderValue, "text/html", "Its content type."),
    posted
  }),
  Schema.Struct({ type: Setting.word("hang", "No answer."), posted }),
  Schema.Struct({ type: Setting.word("reset", "The connection is reset."), posted })
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
  path: Setting.withDefault(
    Schema.String.pipe(
      Schema.pattern(/^\/services\/[^/]+\/[^/]+\/[^/]+$/, {
        message: () => "expected a path such as /services/T000/B000/SECRET"
      })
    ),
    "/services/T000/B000/SECRET",
    "The path of the webhook."
  ),
  answers: Setting.withDefault(
    Schema.Array(SlackAnswer),
    [],
    "The answer to the first message, the second, and so on."
  ),
  always: Setting.withDefault(SlackAnswer, { type: "check" }, "The answer to all messages after answers."),
  refuseBlocks: Setting.withDefault(
    Schema.Array(Schema.String),
    [],
    "Block types answered with invalid_blocks, * for any block."
  ),
  maxCharacters: Setting.withDefault(
    Setting.Count,
    13_000,
    "Characters of all blocks together; more is msg_blocks_too_long."
  ),
  minGapMillis: Setting.optional(
    Setting.Positive,
    "Messages that come closer than this to the one before are answered 429. Slack wants about one a second."
  )
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
