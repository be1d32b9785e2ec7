/**
 * The token endpoint of the simulated platform and the life of its tokens: pure transitions over one state.
 *
 * @since 0.1.0
 */

import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.js"
import * as Seed from "./Seed.js"

const Whole = Schema.Int.pipe(Schema.nonNegative())
const Count = Schema.Int.pipe(Schema.positive())
const Seconds = Schema.Number.pipe(Schema.positive(), Schema.finite())

/**
 * An OAuth client that may log in.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Client = Schema.Struct({ id: Schema.NonEmptyString, secret: Schema.NonEmptyString })

/**
 * How long tokens live and how the token endpoint misbehaves. The default life is the platform's own: a day less a
 * second.
 *
 * @since 0.1.0
 * @category schemas
 */
export const TokenScript = Schema.Struct({
  expiresInSeconds: Schema.optionalWith(Seconds, { default: () => 86_399 }),
  /** What the answer says, when it shall not be true. */
  claimsSeconds: Schema.optional(Schema.Number),
  /** Tokens die when they were not used for so long (15 minutes in HIPAA organisations). */
  idleTimeoutSeconds: Schema.optional(Seconds),
  /** Every token dies after so many API requests. */
  revokeAfterRequests: Schema.optional(Count),
  /** The token of the n-th API request (all tokens counted together, from 1) is dead when that request comes. */
  revokeAtRequest: Schema.optionalWith(Schema.Array(Count), { default: () => [] }),
  /** The first n grants are refused as rate limited: HTTP 400 `invalid_request`, as the platform does it. */
  rateLimitedGrants: Schema.optionalWith(Whole, { default: () => 0 }),
  /** The status of `invalid_client`. */
  refusalStatus: Schema.optionalWith(Schema.Literal(400, 401), { default: () => 400 as const }),
  /** Refuse every grant with this OAuth error, such as `invalid_grant`, even with the right secret. */
  refuse: Schema.optional(
    Schema.Struct({
      error: Schema.String,
      description: Schema.optionalWith(Schema.String, { default: () => "refused by the scenario" })
    })
  ),
  /** Tokens that are good without a grant. They do not expire, but can be revoked. */
  issued: Schema.optionalWith(Schema.Array(Schema.NonEmptyString), { default: () => [] })
})

/**
 * @since 0.1.0
 * @category models
 */
export type TokenScript = typeof TokenScript.Type

/**
 * Long-lived tokens, no misbehaviour.
 *
 * @since 0.1.0
 * @category models
 */
export const defaults: TokenScript = Schema.decodeSync(TokenScript)({})

/**
 * A token that was given out. Times are epoch milliseconds; generations count from 1 (0 for tokens issued beforehand).
 *
 * @since 0.1.0
 * @category models
 */
export interface Token {
  readonly generation: number
  readonly client: string
  readonly expiresAt: number
  readonly usedAt: number
  readonly requests: number
  readonly revoked: boolean
}

/**
 * All tokens, and how many requests the login and the API have seen.
 *
 * @since 0.1.0
 * @category models
 */
export interface State {
  readonly tokens: HashMap.HashMap<string, Token>
  readonly generation: number
  readonly grants: number
  readonly apiRequests: number
}

/**
 * Nobody has logged in yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const empty = (script: TokenScript): State => ({
  tokens: HashMap.fromIterable(
    script.issued.map((value) => [
      value,
      {
        generation: 0,
        client: "issued",
        expiresAt: Number.POSITIVE_INFINITY,
        usedAt: Number.POSITIVE_INFINITY,
        requests: 0,
        revoked: false
      }
    ])
  ),
  generation: 0,
  grants: 0,
  apiRequests: 0
})

/**
 * What a request to the token endpoint brings.
 *
 * @since 0.1.0
 * @category models
 */
export interface Grant {
  readonly method: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly body: string
}

/**
 * Answers a grant request (client credentials: Basic header, form body) and remembers the token.
 *
 * @since 0.1.0
 * @category combinators
 */
export const grant = (
  state: State,
  script: TokenScript,
  clients: ReadonlyArray<typeof Client.Type>,
  seed: number,
  now: number,
  request: Grant
): readonly [Answer.Answer, State] => {
  const counted = { ...state, grants: state.grants + 1 }
  const problem = refusal(counted, script, clients, request)
  if (problem !== undefined) return [problem, counted]
  const generation = state.generation + 1
  const value = `sim-${generation}-${Seed.hex(40, seed, "token", generation)}`
  const token: Token = {
    generation,
    client: credentialsOf(request.authorization)?.id ?? "",
    expiresAt: now + script.expiresInSeconds * 1000,
    usedAt: now,
    requests: 0,
    revoked: false
  }
  return [
    Answer.withHeaders(
      Answer.json({
        access_token: value,
        token_type: "bearer",
        expires_in: script.claimsSeconds ?? script.expiresInSeconds
      }),
      { "cache-control": "no-store" }
    ),
    { ...counted, generation, tokens: HashMap.set(state.tokens, value, token) }
  ]
}

/**
 * Why a token is not accepted: the code and the words of the platform's 401.
 *
 * @since 0.1.0
 * @category models
 */
export interface Refusal {
  readonly code: string
  readonly message: string
}

/**
 * Lets an API request in, or says why not; counts it either way.
 *
 * @since 0.1.0
 * @category combinators
 */
export const admit = (
  state: State,
  script: TokenScript,
  now: number,
  bearer: string | undefined
): readonly [Either.Either<Token, Refusal>, State] => {
  const apiRequests = state.apiRequests + 1
  const counted = { ...state, apiRequests }
  if (bearer === undefined) {
    return [
      Either.left({
        code: "authentication.required",
        message: "No authentication bearer token specified in authorization header."
      }),
      counted
    ]
  }
  const known = HashMap.get(state.tokens, bearer)
  if (Option.isNone(known)) {
    return [Either.left({ code: "bad.credentials", message: "Invalid login credentials." }), counted]
  }
  const requests = known.value.requests + 1
  const revoked =
    known.value.revoked ||
    script.revokeAtRequest.includes(apiRequests) ||
    (script.revokeAfterRequests !== undefined && requests > script.revokeAfterRequests)
  const idle =
    script.idleTimeoutSeconds !== undefined && now - known.value.usedAt > script.idleTimeoutSeconds * 1000
  const token: Token = { ...known.value, requests, revoked, usedAt: idle ? known.value.usedAt : now }
  const next = { ...counted, tokens: HashMap.set(state.tokens, bearer, token) }
  if (revoked) return [Either.left({ code: "bad.credentials", message: "Invalid login credentials." }), next]
  if (idle || now >= token.expiresAt) {
    return [
      Either.left({ code: "credentials.expired", message: "The supplied credentials are expired." }),
      next
    ]
  }
  return [Either.right(token), next]
}

/**
 * The same state, in which the token is worth nothing any more.
 *
 * @since 0.1.0
 * @category combinators
 */
export const revoke = (state: State, bearer: string): State => ({
  ...state,
  tokens: HashMap.modify(state.tokens, bearer, (token) => ({ ...token, revoked: true }))
})

/**
 * The bearer token of an `Authorization` header.
 *
 * @since 0.1.0
 * @category combinators
 */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : /^bearer (\S+)$/i.exec(authorization)?.[1]

/**
 * The client id and secret of a Basic `Authorization` header.
 *
 * @since 0.1.0
 * @category combinators
 */
export const credentialsOf = (
  authorization: string | undefined
): { readonly id: string; readonly secret: string } | undefined => {
  const encoded = /^basic (\S+)$/i.exec(authorization ?? "")?.[1]
  if (encoded === undefined) return undefined
  const decoded = Encoding.decodeBase64String(encoded)
  if (Either.isLeft(decoded)) return undefined
  const colon = decoded.right.indexOf(":")
  return colon < 0 ? undefined : { id: decoded.right.slice(0, colon), secret: decoded.right.slice(colon + 1) }
}

const refusal = (
  state: State,
  script: TokenScript,
  clients: ReadonlyArray<typeof Client.Type>,
  request: Grant
): Answer.Answer | undefined => {
  if (request.method !== "POST") return oauthError("invalid_request", "method not allowed", 405)
  if (state.grants <= script.rateLimitedGrants) {
    return oauthError("invalid_request", "rate limit exceeded; too many token requests for this client", 400)
  }
  if (!(request.contentType ?? "").toLowerCase().startsWith("application/x-www-form-urlencoded")) {
    return oauthError("invalid_request", "content type must be application/x-www-form-urlencoded", 400)
  }
  const form = new URLSearchParams(request.body)
  if (form.get("grant_type") !== "client_credentials") {
    return oauthError("unsupported_grant_type", "only client_credentials is simulated", 400)
  }
  const given = credentialsOf(request.authorization)
  const client = given === undefined ? undefined : clients.find(({ id }) => id === given.id)
  if (client === undefined) return oauthError("invalid_client", "client not found", script.refusalStatus)
  if (client.secret !== given?.secret) {
    return oauthError("invalid_client", "authentication failed", script.refusalStatus)
  }
  return script.refuse === undefined
    ? undefined
    : oauthError(script.refuse.error, script.refuse.description, script.refusalStatus)
}

/** The platform sends both spellings of the description. */
const oauthError = (error: string, description: string, status: number): Answer.Answer =>
  Answer.json({ error, description, error_description: description }, status)
