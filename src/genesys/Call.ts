/**
 * A call to the API and its reply.
 *
 * @since 0.1.0
 */
import type * as HttpBody from "@effect/platform/HttpBody"
import * as Data from "effect/Data"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
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
 * Query parameters by name.
 *
 * @since 0.1.0
 * @category models
 */
export type Query = Readonly<Record<string, Scalar | ReadonlyArray<Scalar> | undefined>>

/**
 * One value of a query parameter.
 *
 * @since 0.1.0
 * @category models
 */
export type Scalar = string | number | boolean

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
 * of its body, in which integers beyond 2^53 are `bigint`.
 *
 * @since 0.1.0
 * @category models
 */
export type Call<A, I> = Head & ({ readonly schema: Schema.Schema<A, I> } | { readonly decode: Reader<A> })

/**
 * A call but for the reading of its answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface Head extends Options {
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
  /**
   * Asked when the policy gives up on a fault: succeeds, after whatever wait, when the download shall go on where it
   * stopped, and fails with what it shall fail with. Default: it fails.
   */
  readonly onFault?: ((error: GenesysError) => Effect.Effect<void, GenesysError>) | undefined
  /** Told at the end, whatever it is, how many requests it took and how many of them were repetitions. */
  readonly onEnd?: ((spent: Pick<GenesysError, "attempts" | "retries">) => Effect.Effect<void>) | undefined
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
