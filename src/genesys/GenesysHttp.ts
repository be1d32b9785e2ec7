/**
 * The door to the Genesys Cloud API.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type { GenesysError } from "./GenesysError.js"

/**
 * What may be said of one call.
 *
 * @since 0.1.0
 * @category models
 */
export interface CallOptions {
  /** Values of the `{names}` in the path template; each is percent-encoded as one path segment. */
  readonly params?: Readonly<Record<string, string>> | undefined
  /** Query parameters; `undefined` values are left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
  /** Total time for the call, waits and repetitions included. Default: 5 minutes. */
  readonly deadline?: Duration.DurationInput | undefined
  /** `false` sends the request once. Default: `true`. */
  readonly retry?: boolean | undefined
  /**
   * Declares that repeating the request is safe, because the operation is idempotent or honours its
   * `Idempotency-Key`. Default: by method (GET, HEAD, OPTIONS, PUT, DELETE).
   */
  readonly idempotent?: boolean | undefined
  /** Names one logical operation for its `Idempotency-Key`. Default: a fresh one per call. */
  readonly operationId?: string | undefined
}

/**
 * One call: method, path template (`/api/v2/users/{userId}`), optional JSON body, and the Schema of the answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call<A, I> extends CallOptions {
  readonly method: "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE"
  readonly path: string
  readonly body?: unknown
  readonly schema: Schema.Schema<A, I>
}

/**
 * The answer to a call.
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
 * A download of a file that the platform points to.
 *
 * @since 0.1.0
 * @category models
 */
export interface Download {
  /** The URL, a secret when it is signed. A foreign host never receives the access token. */
  readonly url: Redacted.Redacted
  /** What errors and spans call it, for example `failed entities of knowledge-import`. */
  readonly operation: string
  /** The download fails when it is larger. */
  readonly maxBytes: number
  readonly deadline?: Duration.DurationInput | undefined
}

/**
 * @since 0.1.0
 * @category tags
 */
export class GenesysHttp extends Context.Tag("genesys-jobs/GenesysHttp")<
  GenesysHttp,
  {
    readonly request: <A, I>(call: Call<A, I>) => Effect.Effect<Reply<A>, GenesysError>
    readonly download: (download: Download) => Stream.Stream<Uint8Array, GenesysError>
  }
>() {}
