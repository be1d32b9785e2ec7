/**
 * What the simulated platform is about to answer, as a value: faults rewrite it before `Delivery` puts it on the wire.
 *
 * @since 0.1.0
 */
import * as HttpDate from "./HttpDate.js"

/**
 * How the bytes leave: whole; in drops; cut off (`reset` true: TCP reset, false: the connection just ends); never
 * (`silent`, after nothing, the headers or half of the body); or a reset before a single byte.
 *
 * @since 0.1.0
 * @category models
 */
export type Delivery =
  | { readonly _tag: "Whole" }
  | { readonly _tag: "Drip"; readonly bytes: number; readonly everyMillis: number }
  | { readonly _tag: "Cut"; readonly afterBytes: number | undefined; readonly reset: boolean }
  | { readonly _tag: "Silent"; readonly after: "nothing" | "headers" | "half" }
  | { readonly _tag: "Reset" }

/**
 * An answer. `json` is kept as a document so that faults can edit it; `text` wins when both are there.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string | undefined
  readonly gzip: boolean
  readonly delivery: Delivery
  /** Epoch milliseconds before which the same caller was told not to come back. */
  readonly notBefore?: number | undefined
}

/**
 * The error document of the platform, with the field names of its API (`ErrorBody`).
 *
 * @since 0.1.0
 * @category models
 */
export interface ErrorOptions {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly details?: ReadonlyArray<unknown> | undefined
  readonly errors?: ReadonlyArray<unknown> | undefined
  readonly messageParams?: Readonly<Record<string, string>> | undefined
  readonly limit?: { readonly key: string; readonly namespace: string; readonly value: number } | undefined
}

/**
 * A JSON document.
 *
 * @since 0.1.0
 * @category constructors
 */
export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  json: value,
  gzip: false,
  delivery: { _tag: "Whole" }
})

/**
 * A text of any content type.
 *
 * @since 0.1.0
 * @category constructors
 */
export const text = (value: string, contentType: string, status = 200): Answer => ({
  status,
  headers: { "content-type": contentType },
  text: value,
  gzip: false,
  delivery: { _tag: "Whole" }
})

/**
 * A document of a scenario: a string as text, anything else as JSON, `undefined` as no body at all.
 *
 * @since 0.1.0
 * @category constructors
 */
export const document = (body: unknown, status: number): Answer => {
  if (typeof body === "string") return text(body, "text/plain; charset=utf-8", status)
  return body === undefined ? text("", "application/json", status) : json(body, status)
}

/**
 * An error in the platform's form; `contextId` is the correlation id, as on the platform.
 *
 * @since 0.1.0
 * @category constructors
 */
export const error = (correlationId: string, options: ErrorOptions): Answer =>
  json(
    {
      message: options.message,
      code: options.code,
      status: options.status,
      ...(options.messageParams === undefined
        ? {}
        : { messageWithParams: options.message, messageParams: options.messageParams }),
      contextId: correlationId,
      details: options.details ?? [],
      errors: options.errors ?? [],
      ...(options.limit === undefined ? {} : { limit: options.limit })
    },
    options.status
  )

/**
 * The same answer with more headers; their names become lower case.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withHeaders = (answer: Answer, headers: Readonly<Record<string, string>>): Answer => ({
  ...answer,
  headers: {
    ...answer.headers,
    ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  }
})

/**
 * The same answer with a `Retry-After` header in the form asked for, remembered as a promise that the caller can break.
 *
 * @since 0.1.0
 * @category combinators
 */
export const withRetryAfter = (
  answer: Answer,
  form: HttpDate.Form | "none",
  now: number,
  seconds: number
): Answer =>
  form === "none"
    ? answer
    : {
        ...withHeaders(answer, { "retry-after": HttpDate.retryAfter(form, now, seconds) }),
        notBefore: HttpDate.until(form, now, seconds)
      }

/**
 * The body as text, before any content coding.
 *
 * @since 0.1.0
 * @category rendering
 */
export const body = (answer: Answer): string => {
  if (answer.text !== undefined) return answer.text
  return answer.json === undefined ? "" : JSON.stringify(answer.json)
}
