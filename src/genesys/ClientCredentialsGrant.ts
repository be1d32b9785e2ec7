/**
 * The OAuth 2 client-credentials grant (RFC 6749, section 4.4) as the Genesys Cloud login host speaks it.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as CircuitBreaker from "../resilience/CircuitBreaker.js"
import * as Monotonic from "../resilience/Monotonic.js"
import * as RetryAfter from "../resilience/RetryAfter.js"
import * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as Answer from "./Answer.js"
import { limitsOf } from "./DoorPolicy.js"
import type * as ErrorBody from "./ErrorBody.js"
import type { Credentials, GenesysConfig } from "./GenesysConfig.js"
import { type GenesysError, reasonOfStatus } from "./GenesysError.js"
import * as Ledger from "./Ledger.js"
import type { Reason } from "./Reason.js"
import * as Secrets from "./Secrets.js"

/**
 * What errors and spans call the grant.
 *
 * @since 0.1.0
 * @category models
 */
export const operation = "POST /oauth/token"

/**
 * A granted token and its life in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Granted {
  readonly token: Redacted.Redacted
  readonly expiresInMillis: number
}

/**
 * The longest that a grant takes, its repetitions included: 45 seconds.
 *
 * @since 0.1.0
 * @category models
 */
export const totalTimeout = Duration.seconds(45)

const TokenAnswer = Schema.Struct({
  access_token: Schema.Redacted(Schema.NonEmptyString),
  // Organisations choose 5 minutes to 48 hours; the shortest is assumed where the answer does not say.
  expires_in: Schema.optionalWith(Schema.Positive, { default: () => 300 })
})

const decode = Answer.decode(Answer.reader(TokenAnswer))

/**
 * One grant with its own attempt timeout, repetitions and total timeout (45 seconds). A refusal is
 * `Unauthorized{stage: "grant"}`; throttling, which the login host answers as `400 invalid_request`, is `RateLimited`.
 * `onFault` is told of each attempt that failed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  client: HttpClient.HttpClient,
  config: GenesysConfig["Type"],
  credentials: Extract<Credentials, { readonly _tag: "ClientCredentials" }>,
  breaker?: CircuitBreaker.CircuitBreaker | undefined,
  onFault: (error: GenesysError) => void = () => {}
): Effect.Effect<Granted, GenesysError> => {
  const quiet = Answer.quiet(client)
  const secrets = Secrets.ofConfig(config)
  const { attemptTimeout } = limitsOf(config.policy)
  const policy = RetryPolicy.make(config.policy.retry)
  const request = HttpClientRequest.post(`${config.loginUrl}/oauth/token`).pipe(
    HttpClientRequest.basicAuth(credentials.clientId, credentials.clientSecret),
    HttpClientRequest.acceptJson,
    HttpClientRequest.setHeader("Genesys-App", config.app),
    HttpClientRequest.bodyText("grant_type=client_credentials", "application/x-www-form-urlencoded")
  )

  const attempt = (ledger: Ledger.Ledger): Effect.Effect<Granted, GenesysError> =>
    Effect.gen(function* () {
      Ledger.sending(ledger, undefined)
      const answer = yield* Answer.exchange(quiet, request).pipe(
        Effect.timeoutFail({ duration: attemptTimeout, onTimeout: () => Ledger.timedOut(attemptTimeout) }),
        Effect.mapError((reason) => Ledger.error(ledger, reason))
      )
      if (Answer.isOk(answer)) {
        const decoded = decode(answer)
        return Either.isRight(decoded)
          ? { token: decoded.right.access_token, expiresInMillis: decoded.right.expires_in * 1000 }
          : yield* Ledger.error(ledger, decoded.left, Answer.correlationId(answer))
      }
      const now = yield* Clock.currentTimeMillis
      const wait = RetryAfter.parse(answer.headers["retry-after"], { now, date: answer.headers["date"] })
      const body = Answer.errorBody(answer, secrets)
      const reason = refusal(answer.status, body, answer.text.slice(0, 2_000), RetryAfter.delay(wait))
      return yield* Ledger.error(ledger, reason, Answer.correlationId(answer, body))
    })

  return Effect.flatMap(Monotonic.now, (now) => {
    const ledger = Ledger.make({ operation, idempotent: true })
    return guarded(attempt(ledger), ledger, breaker).pipe(
      Effect.tapError((error) => Effect.sync(() => onFault(error))),
      RetryPolicy.retry({
        policy,
        advice,
        call: {
          deadline: now + Duration.toMillis(totalTimeout),
          onRetry: () => Effect.sync(() => Ledger.retrying(ledger))
        },
        onStop: (error, stop) => Effect.fail(Ledger.final(ledger, error, stop.reason))
      }),
      Effect.timeoutFail({
        duration: totalTimeout,
        onTimeout: () => Ledger.error(ledger, Ledger.outOfTime(totalTimeout))
      })
    )
  }).pipe(Effect.withSpan("Auth.grant", { kind: "client", captureStackTrace: false }))
}

/** Each attempt asks the circuit of the login host; an open one ends the grant. */
const guarded = (
  attempt: Effect.Effect<Granted, GenesysError>,
  ledger: Ledger.Ledger,
  breaker: CircuitBreaker.CircuitBreaker | undefined
): Effect.Effect<Granted, GenesysError> =>
  breaker === undefined
    ? attempt
    : breaker
        .protect(attempt, (error) => (error.countsAgainstBreaker ? "failure" : "neutral"))
        .pipe(
          Effect.catchTag("CircuitOpen", ({ until }) =>
            Effect.fail(Ledger.error(ledger, { _tag: "CircuitOpen", until }))
          )
        )

const advice: RetryPolicy.Advice<GenesysError> = {
  budget: (error) => error.budget,
  retryAfter: (error) => error.retryAfter
}

const refusal = (
  status: number,
  body: ErrorBody.ErrorBody,
  words: string,
  retryAfter: Option.Option<Duration.Duration>
): Reason => {
  // The login host answers throttling with 400 `invalid_request`, and says so in one of several fields.
  const throttled = status === 400 && /rate limit exceeded/i.test(words)
  if (throttled) {
    const wait = Option.isSome(retryAfter) ? { retryAfterMillis: Duration.toMillis(retryAfter.value) } : {}
    return { _tag: "RateLimited", status, body, ...wait }
  }
  return status === 400 || status === 401 || status === 403
    ? { _tag: "Unauthorized", status, stage: "grant", body }
    : reasonOfStatus({ status, body, retryAfter, possiblyApplied: false })
}
