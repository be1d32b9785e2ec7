/**
 * The one error of a post to Slack. It answers the questions that the policy and the reader ask; no status
 * arithmetic lives anywhere else. It never holds the webhook URL, nor a cause that could.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Match from "effect/Match"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Quantity from "../text/Quantity.js"
import * as SlackCode from "./SlackCode.js"

/**
 * Slack asked to send less often; surely not posted. `retryAfterMillis` is what it asked to wait.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RateLimited = Schema.TaggedStruct("RateLimited", {
  retryAfterMillis: Schema.optional(Schema.Number)
})

/**
 * Slack, or something in front of it, refused; surely not posted. `code` is Slack's word, absent where
 * there was none.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Rejected = Schema.TaggedStruct("Rejected", {
  status: Schema.Number,
  code: Schema.optional(Schema.String)
})

/**
 * The message may or may not have been posted: a fault on Slack's side after it got the message, no answer
 * in time, or an answer that was lost. A webhook takes no key that would make a repetition harmless.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Ambiguous = Schema.TaggedStruct("Ambiguous", {
  kind: Schema.Literal("status", "timeout", "lost"),
  status: Schema.optional(Schema.Number),
  code: Schema.optional(Schema.String)
})

/**
 * No connection; surely not posted. `code` is the system's word (`ECONNREFUSED`).
 *
 * @since 0.1.0
 * @category schemas
 */
export const Unreachable = Schema.TaggedStruct("Unreachable", {
  kind: Schema.Literal("network", "tls", "request"),
  code: Schema.optional(Schema.String)
})

/**
 * The message waited too long for its turn, behind others or because Slack asked to send none; it was not sent.
 * `afterMillis` is the time that it had.
 *
 * @since 0.1.0
 * @category schemas
 */
export const DeadlineExceeded = Schema.TaggedStruct("DeadlineExceeded", { afterMillis: Schema.Number })

/**
 * An answer that no webhook gives: a success without the word `ok`, or a redirect (never followed).
 *
 * @since 0.1.0
 * @category schemas
 */
export const Unexpected = Schema.TaggedStruct("Unexpected", {
  kind: Schema.Literal("not-ok", "redirect"),
  status: Schema.Number
})

/**
 * The closed union of reasons.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Reason = Schema.Union(
  RateLimited,
  Rejected,
  Ambiguous,
  Unreachable,
  DeadlineExceeded,
  Unexpected
)

/**
 * Why a message was not delivered.
 *
 * @since 0.1.0
 * @category models
 */
export type Reason = typeof Reason.Type

/**
 * A message was not delivered, or nobody can say whether it was.
 *
 * - `destination`: the host of the webhook, nothing more of its URL.
 * - `attempts`: requests that were sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class SlackError extends Schema.TaggedError<SlackError>("genesys-jobs/SlackError")("SlackError", {
  destination: Schema.String,
  reason: Reason,
  attempts: Schema.Number
}) {
  override get message(): string {
    const tries = this.attempts > 1 ? ` (${this.attempts} attempts)` : ""
    return `Slack (${this.destination}): ${describe(this.reason)}${tries}`
  }

  /** What to do about it, in a sentence or two. */
  get fix(): string {
    return advice(this.reason)
  }

  /** Whether the same message may pass later without anybody changing anything. */
  get isTransient(): boolean {
    const tag = this.reason._tag
    return (
      tag === "RateLimited" ||
      tag === "Ambiguous" ||
      tag === "DeadlineExceeded" ||
      (this.reason._tag === "Unreachable" && this.reason.kind === "network")
    )
  }

  /** Whether the message may be in the channel all the same. */
  get mayHaveBeenPosted(): boolean {
    return (
      this.reason._tag === "Ambiguous" || (this.reason._tag === "Unexpected" && this.reason.kind === "not-ok")
    )
  }

  /** What Slack asked callers to wait. */
  get retryAfter(): Option.Option<Duration.Duration> {
    return this.reason._tag === "RateLimited"
      ? Option.map(Option.fromNullable(this.reason.retryAfterMillis), Duration.millis)
      : Option.none()
  }

  /** Slack's word, or the system's. */
  get code(): Option.Option<string> {
    return "code" in this.reason ? Option.fromNullable(this.reason.code) : Option.none()
  }
}

/**
 * Whether a refusal is about the form of the message, so that its bare text may still pass. A `400` or
 * `413` with an unknown word is taken as one: nothing was posted, and an alert must not be lost to its
 * layout.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isAboutForm = (reason: Reason): boolean => {
  if (reason._tag !== "Rejected") return false
  const known = Option.flatMap(Option.fromNullable(reason.code), SlackCode.find)
  return Option.match(known, {
    onSome: (code) => code.class === "form",
    onNone: () => reason.status === 400 || reason.status === 413
  })
}

/**
 * A reason in words, without the destination.
 *
 * @since 0.1.0
 * @category rendering
 */
export const describe: (reason: Reason) => string = Match.type<Reason>().pipe(
  Match.tagsExhaustive({
    RateLimited: (r) =>
      r.retryAfterMillis === undefined
        ? "too many messages (429)"
        : `too many messages (429), to be tried again after ${Quantity.duration(r.retryAfterMillis)}`,
    Rejected: (r) => `the message was refused (${r.status})${said(r.code)}`,
    Ambiguous: (r) =>
      r.kind === "timeout"
        ? "no answer in time; the message may have been posted"
        : r.kind === "lost"
          ? `the answer was lost${said(r.code)}; the message may have been posted`
          : `a fault on Slack's side (${r.status ?? "no status"})${said(r.code)}; the message may have been posted`,
    Unreachable: (r) =>
      r.kind === "tls"
        ? `the secure connection could not be established${said(r.code)}`
        : r.kind === "network"
          ? `not reachable${said(r.code)}`
          : `the request could not be made${said(r.code)}`,
    DeadlineExceeded: (r) => `not sent: no turn within ${Quantity.duration(r.afterMillis)}`,
    Unexpected: (r) =>
      r.kind === "redirect"
        ? `answered with a redirect (${r.status}), which is not followed`
        : `answered ${r.status}, but not with "ok"`
  })
)

const advice: (reason: Reason) => string = Match.type<Reason>().pipe(
  Match.tagsExhaustive({
    RateLimited: () => adviceOfCode("rate_limited"),
    Rejected: (r) =>
      Option.getOrElse(Option.map(Option.flatMap(Option.fromNullable(r.code), SlackCode.find), fixOf), () =>
        r.status === 407
          ? "The proxy wants credentials: put them into HTTPS_PROXY."
          : r.status === 404 || r.status === 410
            ? "The webhook does not exist. Create a new one and use its URL instead (SLACK_WEBHOOK_URL, or the destination's own)."
            : "Check that the URL (SLACK_WEBHOOK_URL, or the destination's own) is that of an incoming webhook and that no proxy answers in its place."
      ),
    Ambiguous: () => adviceOfCode("rollup_error"),
    Unreachable: (r) =>
      r.kind === "tls"
        ? "Check the clock and the certificates of this machine (NODE_EXTRA_CA_CERTS behind an inspecting proxy)."
        : r.kind === "network"
          ? "Check the network of this machine, its DNS and HTTPS_PROXY."
          : "Check the URL of the webhook.",
    DeadlineExceeded: () =>
      "Many messages waited for their turn (one a second), or Slack asked to send none for long. Post fewer, or try again later.",
    Unexpected: (r) =>
      r.kind === "redirect"
        ? "A proxy or a wrong URL stands in between. Check the URL of the webhook."
        : "Something other than Slack may have answered. Look whether the message is in the channel, and check the URL of the webhook and the proxy."
  })
)

const fixOf = (code: SlackCode.SlackCode): string => code.fix

const adviceOfCode = (code: string): string =>
  Option.getOrElse(Option.map(SlackCode.find(code), fixOf), () => "")

const said = (code: string | undefined): string => (code === undefined ? "" : `: ${code}`)
