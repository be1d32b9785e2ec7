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

const Count = Schema.Int.pipe(Schema.positive())
const Whole = Schema.Int.pipe(Schema.nonNegative())
const Millis = Schema.Number.pipe(Schema.finite(), Schema.nonNegative())
const Status = Schema.Int.pipe(Schema.between(100, 599))
const Headers = Schema.Record({ key: Schema.String, value: Schema.String })

/**
 * What goes wrong. `latency` and the faults that spoil the true answer (`resetMidBody`, `truncated`, `json`, `drip`,
 * `gzip`, `contentType`, `silence`) add up; of those that answer themselves the first one in the list wins.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Fault = Schema.Union(
  Schema.Struct({
    type: Schema.Literal("latency"),
    millis: Millis,
    jitterMillis: Schema.optionalWith(Millis, { exact: true })
  }),
  Schema.Struct({
    type: Schema.Literal("rateLimited"),
    retryAfterSeconds: Schema.optionalWith(Whole, { exact: true, default: () => 1 }),
    form: Schema.optionalWith(HttpDate.FormOrNone, { exact: true, default: () => "seconds" as const })
  }),
  Schema.Struct({
    type: Schema.Literal("status"),
    status: Status,
    code: Schema.optionalWith(Schema.String, { exact: true }),
    message: Schema.optionalWith(Schema.String, { exact: true }),
    headers: Schema.optionalWith(Headers, { exact: true }),
    /** The whole body instead of the platform's error document; a string is sent as it is. */
    body: Schema.optionalWith(Schema.Unknown, { exact: true }),
    retryAfterSeconds: Schema.optionalWith(Whole, { exact: true }),
    form: Schema.optionalWith(HttpDate.FormOrNone, { exact: true, default: () => "seconds" as const })
  }),
  Schema.Struct({
    type: Schema.Literal("revokeToken"),
    code: Schema.optionalWith(Schema.String, { exact: true, default: () => "bad.credentials" })
  }),
  Schema.Struct({ type: Schema.Literal("resetBeforeHeaders") }),
  Schema.Struct({ type: Schema.Literal("hang") }),
  Schema.Struct({
    type: Schema.Literal("html"),
    status: Schema.optionalWith(Status, { exact: true, default: () => 200 }),
    body: Schema.optionalWith(Schema.String, { exact: true })
  }),
  Schema.Struct({
    type: Schema.Literal("empty"),
    status: Schema.optionalWith(Status, { exact: true, default: () => 200 })
  }),
  Schema.Struct({
    type: Schema.Literal("redirect"),
    location: Schema.String,
    status: Schema.optionalWith(Status, { exact: true })
  }),
  Schema.Struct({
    type: Schema.Literal("json"),
    /** JSON pointers (`/total`, `/entities/*\/errorCode`) to take away. */
    remove: Schema.optionalWith(Schema.Array(Schema.String), { exact: true, default: () => [] }),
    /** JSON pointers to set: an unknown field, another type, another value. */
    set: Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.Unknown }), {
      exact: true,
      default: () => ({})
    })
  }),
  Schema.Struct({
    type: Schema.Literal("resetMidBody"),
    afterBytes: Schema.optionalWith(Whole, { exact: true })
  }),
  Schema.Struct({
    type: Schema.Literal("truncated"),
    afterBytes: Schema.optionalWith(Whole, { exact: true }),
    /** `clean`: a complete answer whose JSON stops early. `cut`: the connection ends before the announced length. */
    how: Schema.optionalWith(Schema.Literal("clean", "cut"), { exact: true, default: () => "clean" as const })
  }),
  Schema.Struct({
    type: Schema.Literal("silence"),
    after: Schema.optionalWith(Schema.Literal("headers", "half"), {
      exact: true,
      default: () => "headers" as const
    })
  }),
  Schema.Struct({
    type: Schema.Literal("drip"),
    bytes: Schema.optionalWith(Count, { exact: true, default: () => 256 }),
    everyMillis: Schema.optionalWith(Millis, { exact: true, default: () => 20 })
  }),
  Schema.Struct({ type: Schema.Literal("gzip") }),
  Schema.Struct({ type: Schema.Literal("contentType"), value: Schema.String })
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
