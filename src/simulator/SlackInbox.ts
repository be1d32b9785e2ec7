/**
 * The simulated Slack webhook: takes messages as Slack takes them and keeps what came.
 *
 * Which word answers which fault, and with which status:
 * docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and the error lists of the API methods.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.js"
import * as BlockKit from "./BlockKit.js"
import type * as SlackScript from "./SlackScript.js"

/**
 * A message that came to the webhook. `accepted` says whether it shows in the channel; `answer` is what the sender was
 * told; `faults` are the limits that it breaks, and `mentions` the mentions that would call people.
 *
 * @since 0.1.0
 * @category models
 */
export interface Message {
  readonly ordinal: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly accepted: boolean
  readonly status: number | null
  readonly answer: string | null
  readonly faults: ReadonlyArray<BlockKit.Fault>
  readonly mentions: ReadonlyArray<string>
  readonly text: string | null
  readonly payload: unknown
}

/**
 * Everything that came, oldest first.
 *
 * @since 0.1.0
 * @category models
 */
export type State = ReadonlyArray<Message>

/**
 * What a request to the webhook brings.
 *
 * @since 0.1.0
 * @category models
 */
export interface Post {
  readonly method: string
  readonly path: string
  readonly contentType: string | undefined
  readonly body: string
}

/**
 * Answers a post and keeps it. Posts to another path reach no channel and are not kept.
 *
 * @since 0.1.0
 * @category combinators
 */
export const receive = (
  state: State,
  script: SlackScript.SlackScript,
  now: number,
  post: Post
): readonly [Answer.Answer, State] => {
  if (post.path !== script.path) return [unknownWebhook(script.path, post.path), state]
  const ordinal = state.length + 1
  const payload = parse(post.body)
  const verdict = validate(script, post, payload)
  const scripted = script.answers[ordinal - 1] ?? script.always
  const previous = state.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  const tooFast = script.minGapMillis !== undefined && now - previous < script.minGapMillis
  const { answer, posted } = reply(tooFast ? rateLimited : scripted, verdict, now)
  const message: Message = {
    ordinal,
    at: now,
    accepted: posted,
    status: answer.delivery._tag === "Whole" ? answer.status : null,
    answer: answer.delivery._tag === "Whole" ? Answer.body(answer) : null,
    faults: verdict?.faults ?? [],
    mentions: mentions(payload),
    text: Predicate.isReadonlyRecord(payload) && typeof payload["text"] === "string" ? payload["text"] : null,
    payload: payload ?? post.body
  }
  return [answer, [...state, message]]
}

/** Slack's word for a message that it does not take, and the reasons. */
interface Refusal {
  readonly error: string
  readonly faults: ReadonlyArray<BlockKit.Fault>
}

const validate = (script: SlackScript.SlackScript, post: Post, payload: unknown): Refusal | undefined => {
  const fail = (error: string, at: string, reason: string): Refusal => ({ error, faults: [{ at, reason }] })
  if (post.method !== "POST") return fail("invalid_payload", "", "must be a POST")
  if (!/^application\/json\b/i.test(post.contentType ?? "")) {
    return fail("invalid_payload", "", "content type must be application/json")
  }
  if (!Predicate.isReadonlyRecord(payload)) return fail("invalid_payload", "", "must be a JSON object")
  const { text, blocks, attachments } = payload
  if (text !== undefined && typeof text !== "string")
    return fail("invalid_payload", "/text", "must be a string")
  if ((text ?? "").trim() === "" && isEmpty(blocks) && isEmpty(attachments)) {
    return fail("no_text", "/text", "text, blocks or attachments are needed")
  }
  if ((text ?? "").length > 40_000)
    return fail("msg_too_long", "/text", "must not have more than 40000 characters")
  return blocks === undefined
    ? checkAttachments(attachments)
    : (checkBlocks(script, blocks) ?? checkAttachments(attachments))
}

const checkBlocks = (script: SlackScript.SlackScript, blocks: unknown): Refusal | undefined => {
  if (!Array.isArray(blocks)) {
    return { error: "invalid_blocks_format", faults: [{ at: "/blocks", reason: "must be a list" }] }
  }
  const refused = blocks.findIndex(
    (block) =>
      script.refuseBlocks.includes("*") ||
      (Predicate.isReadonlyRecord(block) && script.refuseBlocks.includes(String(block["type"])))
  )
  const faults = [
    ...(refused < 0 ? [] : [{ at: `/blocks/${refused}`, reason: "refused by the scenario" }]),
    ...BlockKit.check(blocks)
  ]
  if (faults.length > 0) return { error: "invalid_blocks", faults }
  const characters = BlockKit.characters(blocks)
  return characters > script.maxCharacters
    ? {
        error: "msg_blocks_too_long",
        faults: [{ at: "/blocks", reason: `${characters} characters, ${script.maxCharacters} are allowed` }]
      }
    : undefined
}

const checkAttachments = (attachments: unknown): Refusal | undefined => {
  if (attachments === undefined) return undefined
  if (!Array.isArray(attachments)) {
    return { error: "invalid_attachments", faults: [{ at: "/attachments", reason: "must be a list" }] }
  }
  if (attachments.length > 100) {
    return {
      error: "too_many_attachments",
      faults: [{ at: "/attachments", reason: "must not have more than 100" }]
    }
  }
  const faults = attachments.flatMap((attachment: unknown, index) =>
    Predicate.isReadonlyRecord(attachment) && attachment["blocks"] !== undefined
      ? BlockKit.check(attachment["blocks"], `/attachments/${index}/blocks`)
      : []
  )
  return faults.length > 0 ? { error: "invalid_attachments", faults } : undefined
}

const reply = (
  scripted: SlackScript.SlackAnswer,
  verdict: Refusal | undefined,
  now: number
): { readonly answer: Answer.Answer; readonly posted: boolean } => {
  switch (scripted.type) {
    case "check":
      return verdict === undefined
        ? { answer: Answer.text("ok", "text/html"), posted: true }
        : { answer: slackError(verdict.error), posted: false }
    case "rateLimited":
      return {
        answer: Answer.withRetryAfter(
          Answer.json({ retry_after: scripted.retryAfterSeconds, ok: false, error: "rate_limited" }, 429),
          scripted.form,
          now,
          scripted.retryAfterSeconds
        ),
        posted: false
      }
    case "error":
      return { answer: slackError(scripted.error, scripted.status), posted: scripted.posted }
    case "body":
      return {
        answer: Answer.text(scripted.body, scripted.contentType, scripted.status),
        posted: scripted.posted
      }
    case "hang":
      return {
        answer: { ...Answer.text("", "text/html"), delivery: { _tag: "Silent", after: "nothing" } },
        posted: scripted.posted
      }
    case "reset":
      return {
        answer: { ...Answer.text("", "text/html"), delivery: { _tag: "Reset" } },
        posted: scripted.posted
      }
  }
}

const rateLimited: SlackScript.SlackAnswer = { type: "rateLimited", retryAfterSeconds: 1, form: "seconds" }

const slackError = (error: string, status?: number | undefined): Answer.Answer =>
  Answer.text(error, "text/html", status ?? statuses.get(error) ?? 400)

const statuses: ReadonlyMap<string, number> = new Map(
  Object.entries({
    user_not_found: 400,
    channel_not_found: 404,
    channel_is_archived: 410,
    action_prohibited: 403,
    posting_to_general_channel_denied: 403,
    invalid_token: 403,
    team_disabled: 403,
    no_service: 404,
    no_service_id: 404,
    no_active_hooks: 404,
    no_team: 404,
    rollup_error: 500
  })
)

/** A wrong secret at a known hook is another error than a hook that does not exist. */
const unknownWebhook = (known: string, path: string): Answer.Answer => {
  const hook = known.slice(0, known.lastIndexOf("/") + 1)
  return slackError(path.startsWith(hook) ? "invalid_token" : "no_service")
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0)

const parse = (body: string): unknown =>
  Either.getOrUndefined(Schema.decodeUnknownEither(Schema.parseJson())(body))

/** Mentions are live in mrkdwn and in the top-level text; rich text and tables show them as they are written. */
const mentions = (payload: unknown): ReadonlyArray<string> => {
  const found: Array<string> = []
  const visit = (node: unknown, literal: boolean): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item, literal)
    } else if (Predicate.isReadonlyRecord(node)) {
      const type = node["type"]
      const quiet = literal || type === "rich_text" || type === "table" || type === "plain_text"
      if (!quiet && typeof node["text"] === "string") found.push(...(node["text"].match(live) ?? []))
      if (type === "broadcast" || type === "usergroup" || type === "user")
        found.push(String(node["range"] ?? type))
      for (const value of Object.values(node)) if (typeof value === "object") visit(value, quiet)
    }
  }
  visit(payload, false)
  return found
}

const live = /<(?:!(?:channel|here|everyone|subteam\^)|@[UW])[^>]*>/g
