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
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as RetryAfter from "../resilience/RetryAfter.js"
import * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as Answer from "./Answer.js"
import type * as ErrorBody from "./ErrorBody.js"
import type { Credentials, GenesysConfig } from "./GenesysConfig.js"
import { GenesysError, reasonOfStatus } from "./GenesysError.js"
import type { Reason } from "./Reason.js"

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

const totalTimeout = Duration.seconds(45)

const TokenAnswer = Schema.Struct({
  access_token: Schema.Redacted(Schema.NonEmptyString),
  // Organisations choose 5 minutes to 48 hours; the shortest is assumed where the answer does not say.
  expires_in: Schema.optionalWith(Schema.Positive, { default: () => 300 })
})

const decode = Answer.decode(TokenAnswer)

/**
 * One grant with its own attempt timeout, repetitions and total timeout (45 seconds). A refusal is
 * `Unauthorized{stage: "grant"}`; throttling, which the login host answers as `400 invalid_request`, is `RateLimited`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  client: HttpClient.HttpClient,
  config: GenesysConfig["Type"],
  credentials: Extract<Credentials, { readonly _tag: "ClientCredentials" }>
): Effect.Effect<Granted, GenesysError> => {
  const quiet = Answer.quiet(client)
  const attemptTimeout = Duration.decode(config.policy.attemptTimeout ?? Duration.seconds(15))
  const policy = RetryPolicy.make(config.policy.retry)
  const request = HttpClientRequest.post(`${config.loginUrl}/oauth/token`).pipe(
    HttpClientRequest.basicAuth(credentials.clientId, credentials.clientSecret),
    HttpClientRequest.acceptJson,
    HttpClientRequest.setHeader("Genesys-App", config.app),
    HttpClientRequest.bodyText("grant_type=client_credentials", "application/x-www-form-urlencoded")
  )
  const failure = (attempts: number, reason: Reason, correlationId?: string): GenesysError =>
    new GenesysError({
      operation,
      reason,
      idempotent: true,
      attempts,
      retries: attempts - 1,
      ...(correlationId === undefined ? {} : { correlationId })
    })

  return Effect.suspend(() => {
    let attempts = 0
    const attempt = Effect.gen(function* () {
      attempts += 1
      const answer = yield* Effect.mapError(
        Effect.timeoutFail(Answer.exchange(quiet, request), {
          duration: attemptTimeout,
          onTimeout: (): Reason => ({ _tag: "Timeout", afterMillis: Duration.toMillis(attemptTimeout) })
        }),
        (reason) => failure(attempts, reason)
      )
      if (answer.status < 200 || answer.status > 299) {
        const now = yield* Clock.currentTimeMillis
        const retryAfter = RetryAfter.parse(answer.headers["retry-after"], {
          now,
          date: answer.headers["date"]
        })
        const body = Answer.errorBody(answer)
        const reason = refusal(answer.status, body, retryAfter)
        return yield* failure(attempts, reason, Answer.correlationId(answer, body))
      }
      const decoded = decode(answer)
      return Either.isRight(decoded)
        ? { token: decoded.right.access_token, expiresInMillis: decoded.right.expires_in * 1000 }
        : yield* failure(attempts, decoded.left, Answer.correlationId(answer))
    })
    return attempt.pipe(
      Effect.retry(RetryPolicy.schedule(policy, advice)),
      Effect.timeoutFail({
        duration: totalTimeout,
        onTimeout: () =>
          failure(attempts, { _tag: "DeadlineExceeded", afterMillis: Duration.toMillis(totalTimeout) })
      }),
      Effect.withSpan("Auth.grant")
    )
  })
}

const advice: RetryPolicy.Advice<GenesysError> = {
  budget: (error) => error.budget,
  retryAfter: (error) => error.retryAfter
}

const refusal = (status: number, body: ErrorBody.ErrorBody, retryAfter: RetryAfter.RetryAfter): Reason => {
  const throttled = status === 400 && /rate limit exceeded/i.test(body.message ?? "")
  if (throttled)
    return reasonOfStatus({
      status: 429,
      body,
      retryAfter: RetryAfter.delay(retryAfter),
      possiblyApplied: false
    })
  return status === 400 || status === 401 || status === 403
    ? { _tag: "Unauthorized", status, stage: "grant", body }
    : reasonOfStatus({ status, body, retryAfter: RetryAfter.delay(retryAfter), possiblyApplied: false })
}
