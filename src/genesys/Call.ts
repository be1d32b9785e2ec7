/**
 * A call to the API and its reply.
 *
 * @since 0.1.0
 */
import type * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import type * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import type * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type { Exchange } from "./Alarm.js"
import type { Answer, Reader } from "./Answer.js"
import type { Token } from "./Auth.js"
import type { GenesysError } from "./GenesysError.js"
import type { Reason } from "./Reason.js"

/**
 * The methods of HTTP that the platform uses.
 *
 * @since 0.1.0
 * @category models
 */
export type Method = "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE"

/**
 * What may be said of any call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** What errors, spans and reports call it. Default: method and path template. */
  readonly operation?: string | undefined
  /** Values of the `{names}` in the path template; each becomes one percent-encoded path segment. */
  readonly params?: Readonly<Record<string, string>> | undefined
  /** Query parameters; a list is repeated (`id=a&id=b`), `undefined` values are left out. */
  readonly query?: Query | undefined
  /** More headers, such as `if-match`; those of the door itself (`authorization`, `idempotency-key`) win. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** A JSON value, or a value with its Schema: {@link json}. */
  readonly body?: unknown
  /** A body that is not JSON; wins over `body`. */
  readonly rawBody?: HttpBody.HttpBody | undefined
  /** Total time for the call, waits and repetitions included. Default: the policy's. */
  readonly deadline?: Duration.DurationInput | undefined
  /** `false` sends the request once. Default: `true`. */
  readonly retry?: boolean | undefined
  /**
   * Declares that repeating the request is safe, because the operation is idempotent or honours its `Idempotency-Key`.
   * Default: by method (GET, HEAD, OPTIONS, PUT, DELETE are; RFC 9110, section 9.2.2).
   */
  readonly idempotent?: boolean | undefined
  /** Names one logical operation for its `Idempotency-Key`. Default: a fresh one per call. */
  readonly operationId?: string | undefined
  /** Told of each wait before the request is sent, or sent again; the wait begins afterwards. */
  readonly onWait?: ((wait: Wait) => Effect.Effect<void>) | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export type Query = Readonly<Record<string, Scalar | ReadonlyArray<Scalar> | undefined>>

type Scalar = string | number | boolean

/**
 * A call waits until an instant (epoch milliseconds): after a fault of its own, or because the platform has told this
 * token to wait. `error` is why.
 *
 * @since 0.1.0
 * @category models
 */
export interface Wait {
  readonly until: number
  readonly error: GenesysError
}

/**
 * One call: method, path template (`/api/v2/users/{userId}`), and how the answer is read: by a Schema, or by a function
 * of its body.
 *
 * @since 0.1.0
 * @category models
 */
export type Call<A, I> = Head & ({ readonly schema: Schema.Schema<A, I> } | { readonly decode: Reader<A> })

interface Head extends Options {
  readonly method: Method
  readonly path: string
}

/**
 * The answer to a call. Header names are in lower case.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reply<A> {
  readonly value: A
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly correlationId: string | undefined
  /** A hint of the platform when to ask again, also on 200 and 202. */
  readonly retryAfter: Option.Option<Duration.Duration>
  /** HTTP requests sent for this call. */
  readonly attempts: number
  /** How many of them were repetitions after a fault. */
  readonly retries: number
}

/**
 * One request as the pipe needs it: `send` exchanges it once, `accepts` tells a good answer, and `read` makes its
 * value.
 *
 * @since 0.1.0
 * @category models
 */
export interface Errand<T extends Answer, A> {
  readonly operation: string
  readonly idempotent: boolean
  /** Total time, waits and repetitions included. Default: the policy's. */
  readonly deadline?: Duration.DurationInput | undefined
  /** `false` repeats nothing after a fault. Default: `true`. */
  readonly retry?: boolean | undefined
  /** Told of each wait before a request is sent, or sent again. */
  readonly onWait?: ((wait: Wait) => Effect.Effect<void>) | undefined
  /** What else must not be shown, should the platform repeat it in an error. */
  readonly secrets?: ReadonlyArray<string> | undefined
  readonly send: (token: Token) => Effect.Effect<T, Reason>
  /** The same, where it can be ended by a call: it costs no fiber then, and `send` is not used. */
  readonly begin?: ((token: Token) => Exchange<T, Reason>) | undefined
  readonly accepts: (answer: T) => boolean
  readonly read: (
    answer: T,
    call: {
      /** The platform's hint when to ask again. */
      readonly retryAfter: Option.Option<Duration.Duration>
      readonly attempts: number
      readonly retries: number
    }
  ) => Either.Either<A, Reason>
}

/**
 * A download of a file that the platform points to.
 *
 * @since 0.1.0
 * @category models
 */
export interface Download {
  /** The URL; a secret when it is signed. A host that is not the API's never receives the access token. */
  readonly url: Redacted.Redacted
  /** What errors and spans call it, for example `failed entities of knowledge-import`. */
  readonly operation: string
  /** A larger file is an error. */
  readonly maxBytes: number
  /** Total time. Default: the policy's deadline. */
  readonly deadline?: Duration.DurationInput | undefined
}

/**
 * What errors, spans and reports call the call: its own name for it, or method and path template.
 *
 * @since 0.1.0
 * @category combinators
 */
export const operation = (call: Head): string => call.operation ?? `${call.method} ${call.path}`

/**
 * Whether repeating the call is safe.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isIdempotent = (call: { readonly method: Method } & Options): boolean =>
  call.idempotent ?? (call.method !== "POST" && call.method !== "PATCH")

/**
 * A body with the Schema that writes it.
 *
 * @since 0.1.0
 * @category models
 */
export class Json extends Data.TaggedClass("Json")<{
  readonly encoded: Either.Either<unknown, ParseResult.ParseError>
}> {}

/**
 * A typed body: `http.post(path, Answer, { body: Call.json(Question, question) })`. A value that does not fit its
 * Schema ends the call before anything is sent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const json = <A, I>(schema: Schema.Schema<A, I>, value: A): Json =>
  new Json({ encoded: Schema.encodeEither(schema)(value) })

/**
 * The path with its parameters filled in. The left side names a parameter that has no value, or one that would leave
 * the path (`.`, `..`, empty), or says `path` where the template is none.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fillPath = (
  template: string,
  params: Readonly<Record<string, string>> | undefined
): Either.Either<string, string> => {
  // Anything else could lead to another host, and the token with it.
  if (!template.startsWith("/")) return Either.left("path")
  let bad: string | undefined
  const path = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = params !== undefined && Object.hasOwn(params, name) ? params[name] : undefined
    if (value !== undefined && unreserved.test(value)) return value
    if (value !== undefined && isSegment(value)) return encodeURIComponent(value)
    bad ??= `parameter ${name}`
    return ""
  })
  return bad === undefined ? Either.right(path) : Either.left(bad)
}

/** Ids, nearly always: nothing in them is encoded (RFC 3986, section 2.3), neither in a path nor in a query. */
const unreserved = /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/

const isSegment = (value: string): boolean =>
  value !== "" && value !== "." && value !== ".." && !/\p{Surrogate}/u.test(value)

/**
 * A request that is ready to be sent, without authentication, and what its `Idempotency-Key` is made of.
 *
 * @since 0.1.0
 * @category models
 */
export interface Prepared {
  readonly request: HttpClientRequest.HttpClientRequest
  /** The path with its query, as it is sent. */
  readonly path: string
  readonly body: unknown
}

/**
 * Why a call cannot be sent. `code` names what is wrong with it: a parameter, the path or the body.
 *
 * @since 0.1.0
 * @category models
 */
export interface Unsendable {
  readonly code: string
  readonly cause?: unknown
}

/**
 * The request of a call, or why there is none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const prepare = (
  base: { readonly apiUrl: string; readonly app: string },
  call: Head
): Either.Either<Prepared, Unsendable> =>
  Either.flatMap(
    Either.mapLeft(fillPath(call.path, call.params), (code) => ({ code })),
    (filled): Either.Either<Prepared, Unsendable> => {
      const path = withQuery(filled, call.query)
      const plain = HttpClientRequest.make(call.method)(base.apiUrl + path, {
        headers: { accept: "application/json", "genesys-app": base.app, ...call.headers }
      })
      if (call.rawBody !== undefined) {
        const raw = call.rawBody._tag === "Uint8Array" ? Encoding.encodeBase64(call.rawBody.body) : undefined
        return Either.right({ request: HttpClientRequest.setBody(plain, call.rawBody), path, body: raw })
      }
      if (call.body === undefined) return Either.right({ request: plain, path, body: undefined })
      const encoded = call.body instanceof Json ? call.body.encoded : Either.right(call.body)
      const written = Either.flatMap(encoded, (body) =>
        Either.try(() => ({ request: HttpClientRequest.bodyUnsafeJson(plain, body), path, body }))
      )
      return Either.mapLeft(written, (cause) => ({ code: "body", cause }))
    }
  )

const withQuery = (path: string, query: Options["query"]): string => {
  let written = ""
  for (const name in query) {
    const value = query[name]
    for (const each of isList(value) ? value : [value]) {
      if (each !== undefined) written += `${written === "" ? "" : "&"}${parameter(name, String(each))}`
    }
  }
  return written === "" ? path : `${path}${path.includes("?") ? "&" : "?"}${written}`
}

const isList = (value: Query[string]): value is ReadonlyArray<Scalar> => Array.isArray(value)

const parameter = (name: string, value: string): string =>
  unreserved.test(name) && unreserved.test(value)
    ? `${name}=${value}`
    : new URLSearchParams([[name, value]]).toString()
