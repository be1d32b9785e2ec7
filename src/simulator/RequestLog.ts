/**
 * What the simulator saw: one entry for every request, without secrets, told by `GET /__requests`.
 *
 * @since 0.1.0
 */

/**
 * A request and its answer.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entry {
  readonly ordinal: number
  /** Epoch milliseconds at which it came. */
  readonly at: number
  readonly method: string
  /** Without the secret part of a webhook. */
  readonly path: string
  /** Signatures are masked. */
  readonly query: Readonly<Record<string, string>>
  /** The `Host` header: the file host differs from the API host by its port. */
  readonly host: string
  readonly target: "login" | "api" | "files" | "slack"
  /** `null` while nothing was answered, and for ever after a hang or a reset before the headers. */
  readonly status: number | null
  /** Milliseconds until the answer was ready, injected latency included. */
  readonly tookMillis: number | null
  /** The caller hung up before the answer was out. */
  readonly aborted: boolean
  /** Types of the faults applied. */
  readonly faults: ReadonlyArray<string>
  /** Whether the request carried a bearer token. */
  readonly bearer: boolean
  /** Which token it was: 1 for the first granted, 0 for one issued beforehand, `null` for none or an unknown one. */
  readonly tokenGeneration: number | null
  /** The OAuth client that logs in or owns the token. */
  readonly client: string | null
  readonly userAgent: string | null
  readonly idempotencyKey: string | null
  /** The id that the answer carries. */
  readonly correlationId: string
  /**
   * The moment (epoch milliseconds) before which this caller had been told not to come back, `null` when none is open.
   */
  readonly retryAfterUntil: number | null
  /** It came inside that time. See `isEarly`. */
  readonly tooEarly: boolean
}

/**
 * A wait that a caller was told: when, until when, and on which connection.
 *
 * @since 0.1.0
 * @category models
 */
export interface Wait {
  readonly toldAt: number
  readonly until: number
  readonly connection: number
}

/**
 * Whether a request breaks the wait. On the connection that brought the `Retry-After`, every request before the end
 * does. On another one a request may have been on its way when the answer went out, so the first 50 ms do not count.
 *
 * @since 0.1.0
 * @category predicates
 */
export const isEarly = (wait: Wait | undefined, now: number, connection: number): boolean =>
  wait !== undefined &&
  now < wait.until &&
  (connection === wait.connection || now - wait.toldAt > inFlightMillis)

const inFlightMillis = 50

/**
 * A log that keeps the last `limit` entries or a few more. It is a mutable object because simulated jobs may be asked
 * thousands of times a second; every access is a single step of one process.
 *
 * @since 0.1.0
 * @category models
 */
export interface RequestLog {
  /** Adds an entry and gives the function that completes it. After `clear` that function does nothing. */
  readonly open: (entry: (ordinal: number) => Entry) => (change: Partial<Entry>) => void
  readonly entries: () => ReadonlyArray<Entry>
  readonly clear: () => void
}

/**
 * An empty log. Ordinals start at 1.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (limit = 100_000): RequestLog => {
  let log: { readonly entries: Array<Entry>; dropped: number } = { entries: [], dropped: 0 }
  return {
    open: (entry) => {
      const opened = log
      if (opened.entries.length >= limit * 2) opened.dropped += opened.entries.splice(0, limit).length
      const ordinal = opened.dropped + opened.entries.length + 1
      opened.entries.push(entry(ordinal))
      return (change) => {
        const at = ordinal - opened.dropped - 1
        const known = opened.entries[at]
        if (known !== undefined) opened.entries[at] = { ...known, ...change }
      }
    },
    entries: () => log.entries.slice(),
    clear: () => {
      log = { entries: [], dropped: 0 }
    }
  }
}
