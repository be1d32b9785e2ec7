/**
 * What came back from a webhook, or did not, read into a verdict. Pure.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as RetryAfter from "../resilience/RetryAfter.js"
import * as SlackCode from "./SlackCode.js"
import type { Reason } from "./SlackError.js"

/**
 * An answer as it came. `body` is `undefined` where it could not be read to its end.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answer {
  readonly status: number
  readonly body: string | undefined
  readonly retryAfter: string | undefined
  readonly date: string | undefined
  /** The present, epoch milliseconds. */
  readonly now: number
}

/**
 * Reads an answer: the body first, then the status. Delivered is only a 200 with the word `ok`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read = (answer: Answer): Either.Either<void, Reason> => {
  const { status } = answer
  const body = answer.body?.trim()
  if (status === 200 && body === "ok") return Either.void
  const said = body === undefined ? {} : wordOf(body)
  const known = Option.flatMap(Option.fromNullable(said.code), SlackCode.find)
  const code = said.code === undefined ? {} : { code: said.code }
  switch (Option.getOrUndefined(known)?.class) {
    case "form":
    case "permanent":
      return Either.left({ _tag: "Rejected", status, ...code })
    case "uncertain":
      return Either.left({ _tag: "Ambiguous", kind: "status", status, ...code })
    case "rate":
      return Either.left(rateLimited(answer, said.retryAfterSeconds))
    case undefined:
      return Either.left(byStatus(answer, body, said))
  }
}

/**
 * Reads a failure without an answer from the codes of Node, undici and fetch, wherever in the chain of
 * causes they sit. Unreachable means that the request was never written.
 *
 * @since 0.1.0
 * @category constructors
 */
export const readFailure = (failure: unknown): Reason => {
  const codes = codesOf(failure, 0)
  const secure = codes.find((code) => tls.test(code))
  if (secure !== undefined) return { _tag: "Unreachable", kind: "tls", code: secure }
  const unsent = codes.find((code) => neverSent.has(code))
  if (unsent !== undefined) return { _tag: "Unreachable", kind: "network", code: unsent }
  const code = codes[codes.length - 1]
  return { _tag: "Ambiguous", kind: "lost", ...(code === undefined ? {} : { code }) }
}

interface Word {
  readonly code?: string
  readonly retryAfterSeconds?: number
}

const byStatus = (answer: Answer, body: string | undefined, said: Word): Reason => {
  const { status } = answer
  if (status === 429) return rateLimited(answer, said.retryAfterSeconds)
  // 0 is what a browser shows of a redirect that it was told not to follow.
  if (status === 0 || (status >= 300 && status < 400)) return { _tag: "Unexpected", kind: "redirect", status }
  if (status >= 200 && status < 300) {
    return body === undefined
      ? { _tag: "Ambiguous", kind: "lost", status }
      : { _tag: "Unexpected", kind: "not-ok", status }
  }
  const code = said.code === undefined ? {} : { code: said.code }
  return status === 408 || (status >= 500 && status !== 501 && status !== 505)
    ? { _tag: "Ambiguous", kind: "status", status, ...code }
    : { _tag: "Rejected", status, ...code }
}

const rateLimited = (answer: Answer, seconds: number | undefined): Reason => {
  const fromHeader = RetryAfter.delay(RetryAfter.parse(answer.retryAfter, answer))
  const wait = Option.orElse(fromHeader, () =>
    RetryAfter.delay(RetryAfter.parse(wholeSeconds(seconds), answer))
  )
  return {
    _tag: "RateLimited",
    ...Option.match(wait, { onNone: () => ({}), onSome: (d) => ({ retryAfterMillis: Duration.toMillis(d) }) })
  }
}

// Rounded up: a wait must not end early.
const wholeSeconds = (seconds: number | undefined): string | undefined =>
  seconds !== undefined && Number.isFinite(seconds) && seconds >= 0 ? String(Math.ceil(seconds)) : undefined

const JsonAnswer = Schema.parseJson(
  Schema.Struct({
    error: Schema.optional(Schema.String),
    retry_after: Schema.optional(Schema.Number)
  })
)

const decodeJson = Schema.decodeUnknownOption(JsonAnswer)

// Longer or differently shaped text is a page of somebody else, and might echo what must not be shown.
const token = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/
const longestToken = 60

const wordOf = (body: string): Word => {
  if (!body.startsWith("{")) return isToken(body) ? { code: body } : {}
  return Option.match(decodeJson(body), {
    onNone: () => ({}),
    onSome: (json) => ({
      ...(json.error !== undefined && isToken(json.error) ? { code: json.error } : {}),
      ...(json.retry_after === undefined ? {} : { retryAfterSeconds: json.retry_after })
    })
  })
}

const isToken = (text: string): boolean => text.length <= longestToken && token.test(text)

const neverSent: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "UND_ERR_CONNECT_TIMEOUT"
])

const tls =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|EPROTO$|HOSTNAME_MISMATCH)/

const systemCode = /^[A-Z][A-Z0-9_]{1,60}$/
const deepestCause = 6

const codesOf = (failure: unknown, depth: number): ReadonlyArray<string> => {
  if (depth >= deepestCause || !Predicate.isRecord(failure)) return []
  const code = failure["code"]
  const nested = Array.isArray(failure["errors"]) ? failure["errors"].slice(0, deepestCause) : []
  return [
    ...(typeof code === "string" && systemCode.test(code) ? [code] : []),
    ...[failure["cause"], ...nested].flatMap((inner) => codesOf(inner, depth + 1))
  ]
}
