/**
 * The HTTP request of a call, without authentication.
 *
 * @since 0.1.0
 */
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as ExactJson from "../text/ExactJson.js"
import { type Head, Json, type Options, type Query, type Scalar } from "./Call.js"

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
export const make = (
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
        Either.try(() => ({
          request: HttpClientRequest.bodyText(plain, ExactJson.stringify(body), "application/json"),
          path,
          body
        }))
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
