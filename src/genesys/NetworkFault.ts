/**
 * What a failure without an answer means: read from the error codes of Node, undici and fetch, wherever in the chain of
 * causes they sit.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import type { Reason } from "./Reason.js"

/** Name resolution and refused connections: nothing was sent. */
const unsent: ReadonlySet<string> = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "UND_ERR_CONNECT_TIMEOUT"
])

const network: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "ETIMEDOUT",
  "ECONNABORTED",
  "EPIPE",
  "ESOCKETTIMEDOUT",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_SOCKET_CONNECTION_TIMEOUT",
  "HPE_INVALID_EOF_STATE"
])

const cancelled: ReadonlySet<string> = new Set(["ABORT_ERR", "UND_ERR_ABORTED", "ERR_CANCELED"])
const aborted: ReadonlySet<string> = new Set(["AbortError", "CanceledError"])

/** Misuse of undici is our own fault, not the network's. */
const misuse: ReadonlySet<string> = new Set([
  "UND_ERR_INVALID_ARG",
  "UND_ERR_INVALID_RETURN_VALUE",
  "UND_ERR_NOT_SUPPORTED",
  "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH"
])

const tls =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|EPROTO$|HOSTNAME_MISMATCH)/

const maxDepth = 6

/**
 * Classifies the cause of a failed request. `duringBody` when the head of the answer had already arrived: then any
 * fault that is neither a cancellation nor of TLS is a connection that was cut.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reasonOf = (failure: unknown, duringBody = false): Reason => {
  const chain = causes(failure)
  const names = chain.flatMap((link) => (typeof link["name"] === "string" ? [link["name"]] : []))
  const codes = chain.flatMap((link) => (typeof link["code"] === "string" ? [link["code"]] : []))
  const innermost = chain[chain.length - 1]
  const host = chain.map(hostOf).find((each) => each !== undefined)
  const fault = (
    kind: "network" | "tls" | "cancelled" | "other",
    sent: "no" | "maybe",
    code?: string
  ): Reason => ({
    _tag: "Transport",
    kind,
    sent,
    ...(code === undefined ? {} : { code }),
    ...(host === undefined ? {} : { host }),
    ...(innermost === undefined ? {} : { cause: bare(innermost) })
  })
  if (names.some((name) => aborted.has(name)) || codes.some((code) => cancelled.has(code)))
    return fault("cancelled", "maybe")
  const secure = codes.find((code) => tls.test(code))
  if (secure !== undefined) return fault("tls", "no", secure)
  const lost = codes.find(isOfNetwork)
  if (lost !== undefined) {
    // Any other code says so only together with the system call that failed.
    const never =
      unsent.has(lost) || chain.some((link) => link["code"] === lost && link["syscall"] === "connect")
    return fault("network", never && !duringBody ? "no" : "maybe", lost)
  }
  // The answer had begun: whatever stopped it, the request was good.
  if (duringBody || chain.some(isFetchFailure) || names.includes("TimeoutError"))
    return fault("network", "maybe", codes[0])
  return fault("other", "maybe", codes[0])
}

/**
 * Error and all it was caused by, outermost first. Of an `AggregateError` (both address families failed) the first part
 * counts.
 */
const causes = (failure: unknown): ReadonlyArray<Readonly<Record<string, unknown>>> => {
  const chain: Array<Readonly<Record<string, unknown>>> = []
  let link: unknown = failure
  while (Predicate.isRecord(link) && chain.length < maxDepth) {
    chain.push(link)
    const parts: unknown = link["errors"]
    link = link["cause"] ?? (Array.isArray(parts) ? parts[0] : undefined)
  }
  return chain
}

/** Errors of name resolution hold the name, errors of connections the address. */
const hostOf = ({ address, hostname, port }: Readonly<Record<string, unknown>>): string | undefined => {
  if (typeof hostname === "string") return hostname
  return typeof address === "string" ? `${address}${typeof port === "number" ? `:${port}` : ""}` : undefined
}

const isOfNetwork = (code: string): boolean =>
  unsent.has(code) || network.has(code) || (code.startsWith("UND_ERR_") && !misuse.has(code))

/** fetch hides the code in browsers: a TypeError is all there is. */
const isFetchFailure = (link: Readonly<Record<string, unknown>>): boolean =>
  link["name"] === "TypeError" &&
  typeof link["message"] === "string" &&
  /^(?:fetch failed|Failed to fetch|NetworkError|Load failed|terminated)/.test(link["message"])

/** Only what identifies the fault is kept: errors of clients may hold the request and its headers. */
const bare = (
  link: Readonly<Record<string, unknown>>
): { readonly name: string; readonly message: string } => ({
  name: typeof link["name"] === "string" ? link["name"] : "Error",
  message: typeof link["code"] === "string" ? link["code"] : "no code"
})
