/**
 * Faults as data: what can go wrong with an answer, and the functions that make it go wrong. `FaultRule` says when.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.js"
import * as HttpDate from "./HttpDate.js"
import * as Pointer from "./Pointer.js"
import * as Seed from "./Seed.js"
import * as Setting from "./Setting.js"

const retryAfterForm = Setting.withDefault(HttpDate.FormOrNone, "seconds", "The form of Retry-After.")
const status = Setting.withDefault(Setting.Status, 200, "Its status.")
const afterBytes = Setting.optional(Setting.Whole, "How much of the body is sent; half of it when left out.")

/**
 * What goes wrong. `latency` and the faults that spoil the true answer (`resetMidBody`, `truncated`, `json`, `drip`,
 * `gzip`, `contentType`, `silence`) add up; of those that answer themselves the first one in the list wins.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Fault = Schema.Union(
  Schema.Struct({
    type: Setting.word("latency", "The answer comes later."),
    millis: Setting.Time.annotations({ description: "By how much." }),
    jitterMillis: Setting.optional(Setting.Time, "And by up to so much more.")
  }),
  Schema.Struct({
    type: Setting.word("rateLimited", "429 with Retry-After."),
    retryAfterSeconds: Setting.withDefault(Setting.Whole, 1, "Its Retry-After."),
    form: retryAfterForm
  }),
  Schema.Struct({
    type: Setting.word("status", "Another status."),
    status: Setting.Status.annotations({ description: "The status." }),
    code: Setting.optional(Schema.String, "The code in the platform's error document."),
    message: Setting.optional(Schema.String, "The message in it."),
    headers: Setting.optional(Setting.Headers, "More headers."),
    body: Setting.optional(
      Schema.Unknown,
      "The whole body instead of the platform's error document; a string is sent as it is."
    ),
    retryAfterSeconds: Setting.optional(Setting.Whole, "Its Retry-After."),
    form: retryAfterForm
  }),
  Schema.Struct({
    type: Setting.word("revokeToken", "The token is no longer good: 401."),
    code: Setting.withDefault(Schema.String, "bad.credentials", "The code in the platform's error document.")
  }),
  Schema.Struct({ type: Setting.word("resetBeforeHeaders", "The connection is reset without an answer.") }),
  Schema.Struct({ type: Setting.word("hang", "No answer.") }),
  Schema.Struct({
    type: Setting.word("html", "A web page."),
    status,
    body: Setting.optional(Schema.String, "Its text.")
  }),
  Schema.Struct({ type: Setting.word("empty", "An empty body."), status }),
  Schema.Struct({
    type: Setting.word("redirect", "A redirect."),
    location: Setting.HeaderValue.annotations({ description: "Where to." }),
    status: Setting.optional(Setting.Status, "Its status, 302 when left out.")
  }),
  Schema.Struct({
    type: Setting.word("json", "The document is changed."),
    remove: Setting.withDefault(
      Schema.Array(Schema.String),
      [],
      "JSON pointers to take away, such as /total, /entities/*/errorCode."
    ),
    set: Setting.withDefault(
      Schema.Record({ key: Schema.String, value: Schema.Unknown }),
      {},
      "JSON pointers to set: an unknown field, another type, another value."
    )
  }),
  Schema.Struct({
    type: Setting.word("resetMidBody", "The connection is reset within the answer."),
    afterBytes
  }),
  Schema.Struct({
    type: Setting.word("truncated", "JSON that stops early."),
    afterBytes,
    how: Setting.withDefault(
      Schema.Literal("clean", "cut"),
      "clean",
      "clean: a complete answer whose JSON stops early. cut: the connection ends before the announced length."
    )
  }),
  Schema.Struct({
    type: Setting.word("silence", "The answer stops."),
    after: Setting.withDefault(
      Schema.Literal("headers", "half"),
      "headers",
      "After its headers, or half-way."
    )
  }),
  Schema.Struct({
    type: Setting.word("drip", "The answer comes in drops."),
    bytes: Setting.withDefault(Setting.Count, 256, "How large a drop is."),
    everyMillis: Setting.withDefault(Setting.Time, 20, "How often one comes.")
  }),
  Schema.Struct({ type: Setting.word("gzip", "A compressed answer.") }),
  Schema.Struct({
    type: Setting.word("contentType", "Another content type."),
    value: Setting.HeaderValue.annotations({ description: "Which." })
  })
)

/**
 * @since 0.1.0
 * @category models
 */
export type Fault = typeof Fault.Type

/**
 * The answer of a fault that answers by itself, `undefined` for one that only spoils or delays the true answer.
 *
 * @since 0.1.0
 * @category combinators
 */
export const replacement = (fault: Fault, correlationId: string, now: number): Answer.Answer | undefined => {
  switch (fault.type) {
    case "rateLimited":
      return Answer.withRetryAfter(
        Answer.error(correlationId, rateLimitedBody(fault.retryAfterSeconds)),
        fault.form,
        now,
        fault.retryAfterSeconds
      )
    case "status": {
      const base = Answer.withHeaders(statusAnswer(fault, correlationId), fault.headers ?? {})
      return fault.retryAfterSeconds === undefined
        ? base
        : Answer.withRetryAfter(base, fault.form, now, fault.retryAfterSeconds)
    }
    case "revokeToken":
      return Answer.error(correlationId, {
        status: 401,
        code: fault.code,
        message: "Invalid login credentials."
      })
    case "resetBeforeHeaders":
      return { ...Answer.text("", "text/plain"), delivery: { _tag: "Reset" } }
    case "hang":
      return { ...Answer.text("", "text/plain"), delivery: { _tag: "Silent", after: "nothing" } }
    case "html":
      return Answer.text(fault.body ?? maintenancePage, "text/html; charset=utf-8", fault.status)
    case "empty":
      return Answer.text("", "application/json", fault.status)
    case "redirect":
      return Answer.withHeaders(Answer.text("", "text/html", fault.status ?? 302), {
        location: fault.location
      })
    default:
      return undefined
  }
}

/**
 * The true answer, spoiled by the faults that work on it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const spoil = (answer: Answer.Answer, fault: Fault): Answer.Answer => {
  switch (fault.type) {
    case "json": {
      if (answer.json === undefined) return answer
      const removed = fault.remove.reduce<unknown>(Pointer.remove, answer.json)
      const edited = Object.entries(fault.set).reduce<unknown>(
        (document, [pointer, value]) => Pointer.set(document, pointer, value),
        removed
      )
      return { ...answer, json: edited }
    }
    case "resetMidBody":
      return { ...answer, delivery: { _tag: "Cut", afterBytes: fault.afterBytes, reset: true } }
    case "truncated": {
      if (fault.how === "cut") {
        return { ...answer, delivery: { _tag: "Cut", afterBytes: fault.afterBytes, reset: false } }
      }
      const whole = Answer.body(answer)
      return { ...answer, text: whole.slice(0, fault.afterBytes ?? Math.floor(whole.length / 2)) }
    }
    case "silence":
      return { ...answer, delivery: { _tag: "Silent", after: fault.after } }
    case "drip":
      return { ...answer, delivery: { _tag: "Drip", bytes: fault.bytes, everyMillis: fault.everyMillis } }
    case "gzip":
      return { ...answer, gzip: true }
    case "contentType":
      return Answer.withHeaders(answer, { "content-type": fault.value })
    default:
      return answer
  }
}

/**
 * How long the faults hold an answer back, in milliseconds.
 *
 * @since 0.1.0
 * @category combinators
 */
export const latency = (faults: ReadonlyArray<Fault>, seed: number, ordinal: number): number =>
  faults.reduce(
    (sum, fault) =>
      fault.type === "latency"
        ? sum + fault.millis + (fault.jitterMillis ?? 0) * Seed.fraction(seed, "latency", ordinal)
        : sum,
    0
  )

/** The body of a 429 as the platform has sent it since November 2021; the limit names what was hit. */
const rateLimitedBody = (seconds: number): Answer.ErrorOptions => ({
  status: 429,
  code: "too.many.requests.retry.after",
  message: `Rate limit exceeded the maximum. Retry the request in [${seconds}] seconds`,
  limit: { key: "client.credentials.token.rate.per.minute", namespace: "platform.api", value: 300 }
})

const statusAnswer = (
  fault: Extract<Fault, { readonly type: "status" }>,
  correlationId: string
): Answer.Answer => {
  if (typeof fault.body === "string") return Answer.text(fault.body, "text/plain", fault.status)
  if (fault.body !== undefined) return Answer.json(fault.body, fault.status)
  return Answer.error(correlationId, {
    status: fault.status,
    code: fault.code ?? codes[fault.status] ?? "internal.server.error",
    message: fault.message ?? "The request could not be answered (injected by the simulator)."
  })
}

const codes: Readonly<Record<number, string>> = {
  400: "bad.request",
  401: "bad.credentials",
  403: "not.authorized",
  404: "not.found",
  408: "client.timeout",
  409: "conflict",
  413: "request.entity.too.large",
  415: "unsupported.media.type",
  429: "too.many.requests.retry.after",
  500: "internal.server.error",
  501: "not.implemented",
  502: "bad.gateway",
  503: "service.unavailable",
  504: "request.timeout"
}

const maintenancePage =
  "<!doctype html><html><head><title>Maintenance</title></head><body><h1>We will be back soon</h1></body></html>"
