/**
 * Where messages go and how patiently: the webhook URL, checked before anything is sent, and the numbers of
 * the policy.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/**
 * What to do when nobody can say whether a message was posted: `resend` sends it once more and risks a
 * double, `hold` risks a loss.
 *
 * @since 0.1.0
 * @category models
 */
export type OnAmbiguous = "resend" | "hold"

/**
 * A configuration that has been checked. Durations are milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface SlackConfig {
  readonly webhookUrl: Redacted.Redacted
  /** The host of the URL: the only part of it that may be shown. */
  readonly destination: string
  readonly attemptTimeout: number
  readonly deadline: number
  readonly queueTimeout: number
  readonly maxRetries: number
  readonly minInterval: number
  readonly onAmbiguous: OnAmbiguous
}

/**
 * The numbers of the policy. Every one has a default.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy {
  /** Time for one attempt, to the last byte of the answer. Default: 5 seconds. */
  readonly attemptTimeout?: Duration.DurationInput | undefined
  /** Time for one message: its attempts and the waits between them, not the wait for its turn. Default: 60 seconds. */
  readonly deadline?: Duration.DurationInput | undefined
  /** How long a message may wait for its turn behind others. Default: 30 minutes, in which 1,800 messages go out. */
  readonly queueTimeout?: Duration.DurationInput | undefined
  /** Repetitions after an answer that says that nothing was posted: 429, no connection. Default: 5. */
  readonly maxRetries?: number | undefined
  /** Least time between two messages to the webhook. Default: 1 second, which is what Slack allows. */
  readonly minInterval?: Duration.DurationInput | undefined
  /** Default: `resend`. */
  readonly onAmbiguous?: OnAmbiguous | undefined
}

/**
 * A webhook and the policy of its use.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options extends Policy {
  readonly webhookUrl: Redacted.Redacted
  /**
   * Hosts (`chat.example.com` or `chat.example.com:8443`) that are accepted, by https, besides Slack's own and
   * loopback.
   */
  readonly allowedHosts?: ReadonlyArray<string> | undefined
}

/**
 * A configuration that cannot be used, with everything that is wrong with it. Never holds the URL.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidConfig extends Data.TaggedError("InvalidSlackConfig")<{
  readonly problems: ReadonlyArray<string>
}> {
  override get message(): string {
    return this.problems.join("\n")
  }
}

/**
 * Checks options and fills the defaults in. Every problem is reported, not only the first.
 *
 * The URL must be https on `hooks.slack.com` or `hooks.slack-gov.com` (`/services/T…/B…/…`), https on an
 * allowed host, or http or https on a loopback host.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Either.Either<SlackConfig, InvalidConfig> => {
  const url = checkedUrl(Redacted.value(options.webhookUrl), options.allowedHosts ?? [])
  const attemptTimeout = Duration.decodeUnknown(options.attemptTimeout ?? "5 seconds")
  const deadline = Duration.decodeUnknown(options.deadline ?? "60 seconds")
  const queueTimeout = Duration.decodeUnknown(options.queueTimeout ?? "30 minutes")
  const minInterval = Duration.decodeUnknown(options.minInterval ?? "1 second")
  const maxRetries = options.maxRetries ?? 5
  const problems = [
    ...(Either.isLeft(url) ? [url.left] : []),
    ...problemOf("attempt timeout", attemptTimeout, 1),
    ...problemOf("deadline", deadline, 1),
    ...problemOf("queue timeout", queueTimeout, 1),
    ...problemOf("interval", minInterval, 0),
    ...(Number.isInteger(maxRetries) && maxRetries >= 0
      ? []
      : ["The number of Slack retries must be a whole number, 0 or more."])
  ]
  if (problems.length > 0 || Either.isLeft(url)) return Either.left(new InvalidConfig({ problems }))
  return Either.right({
    webhookUrl: Redacted.make(url.right.href),
    destination: url.right.host,
    attemptTimeout: millisOf(attemptTimeout),
    deadline: millisOf(deadline),
    queueTimeout: millisOf(queueTimeout),
    maxRetries,
    minInterval: millisOf(minInterval),
    onAmbiguous: options.onAmbiguous ?? "resend"
  })
}

/**
 * Options from `Config`: `SLACK_WEBHOOK_URL`, and `SLACK_WEBHOOK_HOST` (hosts to accept, separated by
 * commas). A missing URL is `MissingData`, so that `Config.option` tells "no Slack" from "broken Slack".
 *
 * @since 0.1.0
 * @category constructors
 */
export const config: Config.Config<Options> = Config.all({
  webhookUrl: Config.redacted("SLACK_WEBHOOK_URL"),
  allowedHosts: Config.string("SLACK_WEBHOOK_HOST").pipe(
    Config.withDefault(""),
    Config.map((text) =>
      text
        .split(",")
        .map((host) => host.trim())
        .filter((host) => host !== "")
    )
  )
}).pipe(
  Config.mapOrFail((options) =>
    Redacted.value(options.webhookUrl).trim() === ""
      ? Either.left(
          ConfigError.MissingData(["SLACK_WEBHOOK_URL"], "Set it to the URL of an incoming webhook.")
        )
      : Either.right(options)
  )
)

const slackHosts: ReadonlySet<string> = new Set(["hooks.slack.com", "hooks.slack-gov.com"])

const copyAgain =
  "Copy it again from the Incoming Webhooks page of the Slack app: https://hooks.slack.com/services/T…/B…/…"

// What is wrong is said without any part of the URL but its host: the rest is the secret.
const checkedUrl = (given: string, allowedHosts: ReadonlyArray<string>): Either.Either<URL, string> => {
  const text = given.trim()
  if (text === "") return Either.left(`The Slack webhook URL is empty. ${copyAgain}`)
  if (/^["'<]|["'>]$/.test(text)) {
    return Either.left("The Slack webhook URL has quotes or brackets around it. Remove them.")
  }
  const url = parsed(text)
  if (url === undefined || !/^https?:\/\//i.test(text) || /\s/.test(text)) {
    return Either.left(`The Slack webhook URL is not an http(s) URL. ${copyAgain}`)
  }
  if (url.username !== "" || url.password !== "") {
    return Either.left("The Slack webhook URL contains a user name or a password. Remove them.")
  }
  if (slackHosts.has(url.hostname)) return checkedSlackUrl(url)
  if (isLoopback(url.hostname)) return Either.right(url)
  if (!allowedHosts.some((host) => isHost(host, url))) {
    return Either.left(
      `The Slack webhook URL points to ${url.host}, which is not Slack. Use a URL on hooks.slack.com, or set SLACK_WEBHOOK_HOST=${url.host} if that is meant.`
    )
  }
  return url.protocol === "https:"
    ? Either.right(url)
    : Either.left(
        `The Slack webhook URL is http://${url.host}. Plain http is accepted for loopback hosts only: use https.`
      )
}

const checkedSlackUrl = (url: URL): Either.Either<URL, string> => {
  if (url.protocol !== "https:" || url.port !== "") {
    return Either.left(`The Slack webhook URL on ${url.hostname} must be https, without a port.`)
  }
  if (/^\/(?:workflows|triggers)\//.test(url.pathname)) {
    return Either.left(
      "The Slack webhook URL belongs to a workflow, which takes other messages. Create an incoming webhook in a Slack app."
    )
  }
  return /^\/services\/[^/]+\/[^/]+\/[^/]+$/.test(url.pathname)
    ? Either.right(url)
    : Either.left(`The Slack webhook URL is incomplete: it needs three parts after /services/. ${copyAgain}`)
}

const isHost = (allowed: string, url: URL): boolean => {
  const name = allowed.toLowerCase()
  return name === url.host || name === url.hostname
}

const isLoopback = (hostname: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname)

const parsed = (text: string): URL | undefined => {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

const millisOf = (duration: Option.Option<Duration.Duration>): number =>
  Option.match(duration, { onNone: () => 0, onSome: Duration.toMillis })

const problemOf = (
  name: string,
  duration: Option.Option<Duration.Duration>,
  least: number
): ReadonlyArray<string> => {
  const fine = Option.exists(duration, (d) => Duration.isFinite(d) && Duration.toMillis(d) >= least)
  return fine ? [] : [`The Slack ${name} must be a duration of at least ${least} ms, such as "5 seconds".`]
}
