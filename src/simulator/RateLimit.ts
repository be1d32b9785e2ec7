/**
 * A limit of requests in a fixed window, as the platform counts them for a token.
 *
 * @since 0.1.0
 */
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.js"
import * as HttpDate from "./HttpDate.js"
import * as Setting from "./Setting.js"

/**
 * A limit for each token in a fixed window that starts with its first request, told in the `inin-ratelimit-*` headers
 * of every answer; beyond it 429.
 *
 * @since 0.1.0
 * @category schemas
 */
export const RateLimit = Schema.Struct({
  allowed: Setting.Count.annotations({ description: "Requests of a token in a window." }),
  windowSeconds: Setting.Positive.annotations({ description: "How long a window is." }),
  form: Setting.withDefault(HttpDate.FormOrNone, "seconds", "The form of Retry-After on the 429.")
})

/**
 * @since 0.1.0
 * @category models
 */
export type RateLimit = typeof RateLimit.Type

/**
 * The running windows by caller: when they began (epoch milliseconds) and how many requests came.
 *
 * @since 0.1.0
 * @category models
 */
export type State = HashMap.HashMap<string, { readonly began: number; readonly count: number }>

/**
 * What the window says after a request.
 *
 * @since 0.1.0
 * @category models
 */
export interface Verdict {
  readonly count: number
  readonly allowed: boolean
  /** Whole seconds until the window ends, at least 1. */
  readonly resetSeconds: number
}

/**
 * Counts a request of the caller.
 *
 * @since 0.1.0
 * @category combinators
 */
export const take = (
  state: State,
  limit: RateLimit,
  caller: string,
  now: number
): readonly [Verdict, State] => {
  const running = Option.filter(
    HashMap.get(state, caller),
    ({ began }) => now < began + limit.windowSeconds * 1000
  )
  const began = Option.match(running, { onNone: () => now, onSome: (window) => window.began })
  const count = Option.match(running, { onNone: () => 1, onSome: (window) => window.count + 1 })
  const resetSeconds = Math.max(1, Math.ceil((began + limit.windowSeconds * 1000 - now) / 1000))
  return [
    { count, allowed: count <= limit.allowed, resetSeconds },
    HashMap.set(state, caller, { began, count })
  ]
}

/**
 * The headers of any answer under the limit.
 *
 * @since 0.1.0
 * @category rendering
 */
export const headers = (limit: RateLimit, verdict: Verdict): Readonly<Record<string, string>> => ({
  "inin-ratelimit-count": String(verdict.count),
  "inin-ratelimit-allowed": String(limit.allowed),
  "inin-ratelimit-reset": String(verdict.resetSeconds)
})

/**
 * The 429 of a caller beyond the limit.
 *
 * @since 0.1.0
 * @category rendering
 */
export const refusal = (
  limit: RateLimit,
  verdict: Verdict,
  correlationId: string,
  now: number
): Answer.Answer =>
  Answer.withRetryAfter(
    Answer.error(correlationId, {
      status: 429,
      code: "too.many.requests.retry.after",
      message: `Rate limit exceeded the maximum. Retry the request in [${verdict.resetSeconds}] seconds`,
      limit: {
        key: "client.credentials.token.rate.per.minute",
        namespace: "platform.api",
        value: limit.allowed
      }
    }),
    limit.form,
    now,
    verdict.resetSeconds
  )
