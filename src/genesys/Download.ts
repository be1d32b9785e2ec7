/**
 * Files that the platform points to: streamed, bounded in size, resumed after a fault.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import type { HttpClientResponse } from "@effect/platform/HttpClientResponse"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as RetryAfter from "../resilience/RetryAfter.js"
import * as RetryPolicy from "../resilience/RetryPolicy.js"
import * as Answer from "./Answer.js"
import type { Auth } from "./Auth.js"
import * as BaseUrl from "./BaseUrl.js"
import type * as Call from "./Call.js"
import type { GenesysConfig } from "./GenesysConfig.js"
import { GenesysError, reasonOfStatus } from "./GenesysError.js"
import type { Reason } from "./Reason.js"

/**
 * Makes the download method of the door. A transient fault, in the middle of the file too, is repeated under the retry
 * policy; bytes that were already delivered are asked for no more (`Range`, RFC 9110 section 14.2) or skipped. The URL
 * appears in no error and no span.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (door: {
  readonly client: HttpClient.HttpClient
  readonly config: GenesysConfig["Type"]
  readonly auth: Auth["Type"]
  readonly retryPolicy: RetryPolicy.Policy
  readonly attemptTimeout: Duration.Duration
  readonly defaultDeadline: Duration.Duration
}): ((download: Call.Download) => Stream.Stream<Uint8Array, GenesysError>) => {
  const apiOrigin = new URL(door.config.apiUrl).origin
  return (download) =>
    Stream.suspend(() => {
      let attempts = 0
      let delivered = 0
      const fail = (reason: Reason): GenesysError =>
        new GenesysError({
          operation: download.operation,
          reason,
          idempotent: true,
          attempts,
          retries: Math.max(0, attempts - 1)
        })
      const url = parse(Redacted.value(download.url), apiOrigin)
      if (url === undefined) {
        return Stream.fail(
          fail({ _tag: "Undecodable", status: 200, detail: "the link to the file is not a usable URL" })
        )
      }

      const request = Effect.gen(function* () {
        attempts += 1
        const plain = HttpClientRequest.get(url.href, {
          headers: delivered === 0 ? {} : { range: `bytes=${delivered}-` }
        })
        if (url.origin !== apiOrigin) return plain
        const token = yield* door.auth.token
        return HttpClientRequest.bearerToken(plain, token.value)
      })

      const open = Effect.gen(function* () {
        const response = yield* Effect.mapError(
          Effect.timeoutFail(Effect.mapError(door.client.execute(yield* request), Answer.reasonOfClient), {
            duration: door.attemptTimeout,
            onTimeout: (): Reason => ({
              _tag: "Timeout",
              afterMillis: Duration.toMillis(door.attemptTimeout)
            })
          }),
          fail
        )
        if (response.status === 200 || response.status === 206) return bytes(response)
        const text = yield* Effect.mapError(response.text, (error) => fail(Answer.reasonOfClient(error)))
        const now = yield* Clock.currentTimeMillis
        const headers = response.headers
        const wait = RetryAfter.parse(headers["retry-after"], { now, date: headers["date"] })
        const body = Answer.errorBody({ status: response.status, headers, text })
        return yield* fail(
          reasonOfStatus({
            status: response.status,
            // A file server may echo the signed URL; only its codes are kept.
            body: url.origin === apiOrigin ? body : { codes: body.codes.filter((code) => code.length < 60) },
            retryAfter: RetryAfter.delay(wait),
            possiblyApplied: false
          })
        )
      })

      const bytes = (response: HttpClientResponse): Stream.Stream<Uint8Array, GenesysError> => {
        let skip = response.status === 206 ? 0 : delivered
        return response.stream.pipe(
          Stream.mapError((error) => fail(Answer.reasonOfClient(error))),
          Stream.timeoutFail(
            () => fail({ _tag: "Timeout", afterMillis: Duration.toMillis(door.attemptTimeout) }),
            door.attemptTimeout
          ),
          Stream.map((chunk) => {
            const fresh = chunk.subarray(Math.min(skip, chunk.length))
            skip -= chunk.length - fresh.length
            return fresh
          }),
          Stream.filter((chunk) => chunk.length > 0),
          Stream.mapEffect((chunk) => {
            delivered += chunk.length
            return delivered > download.maxBytes
              ? Effect.fail(
                  fail({
                    _tag: "Undecodable",
                    status: response.status,
                    detail: `the file is larger than ${download.maxBytes} bytes`
                  })
                )
              : Effect.succeed(chunk)
          })
        )
      }

      const total =
        download.deadline === undefined ? door.defaultDeadline : Duration.decode(download.deadline)
      return Stream.unwrap(
        Effect.map(Clock.currentTimeMillis, (now) => {
          const deadline = now + Duration.toMillis(total)
          const policy = RetryPolicy.schedule(door.retryPolicy, advice, { deadline })
          return Stream.unwrap(open).pipe(
            Stream.retry(policy),
            Stream.withSpan("GenesysHttp.download", {
              kind: "client",
              captureStackTrace: false,
              attributes: { operation: download.operation, "server.foreign": url.origin !== apiOrigin }
            })
          )
        })
      )
    })
}

/** A file too large stays too large. */
const advice: RetryPolicy.Advice<GenesysError> = {
  budget: (error) => (error.reason._tag === "Undecodable" ? "none" : error.budget),
  retryAfter: (error) => error.retryAfter
}

const parse = (text: string, apiOrigin: string): URL | undefined => {
  try {
    const url = new URL(text, apiOrigin)
    const safe = url.protocol === "https:" || (url.protocol === "http:" && BaseUrl.isLoopback(url.hostname))
    return safe && url.username === "" ? url : undefined
  } catch {
    return undefined
  }
}
