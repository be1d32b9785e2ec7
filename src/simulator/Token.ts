/**
 * The life of the platform's bearer tokens: pure transitions over one state.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Setting from "./Setting.js"

/**
 * How long tokens live and how the token endpoint misbehaves. The default life is the platform's own: a day less a
 * second.
 *
 * @since 0.1.0
 * @category schemas
 */
export const TokenScript = Schema.Struct({
  expiresInSeconds: Setting.withDefault(Setting.Positive, 86_399, "How long a token is good."),
  claimsSeconds: Setting.optional(Schema.Number, "What the answer says of it, when it shall not be true."),
  idleTimeoutSeconds: Setting.optional(
    Setting.Positive,
    "Tokens die when they were not used for so long (15 minutes in HIPAA organisations)."
  ),
  revokeAfterRequests: Setting.optional(Setting.Count, "Every token dies after so many API requests."),
  revokeAtRequest: Setting.withDefault(
    Schema.Array(Setting.Count),
    [],
    "The token of the n-th API request (all tokens counted together, from 1) is dead when that request comes."
  ),
  rateLimitedGrants: Setting.withDefault(
    Setting.Whole,
    0,
    "The first n grants are refused as rate limited: HTTP 400 invalid_request, as the platform does it."
  ),
  refusalStatus: Setting.withDefault(Schema.Literal(400, 401), 400, "The status of invalid_client."),
  refuse: Setting.optional(
    Schema.Struct({
      error: Schema.String.annotations({ description: "The error, such as invalid_grant." }),
      description: Setting.withDefault(Schema.String, "refused by the scenario", "What is said of it.")
    }),
    "Refuse every grant with this OAuth error, even with the right secret."
  ),
  issued: Setting.withDefault(
    Schema.Array(Setting.Text),
    [],
    "Tokens that are good without a grant. They do not expire, but can be revoked."
  )
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
 * The token of an `Authorization` header, when the platform knows it (dead or alive).
 *
 * @since 0.1.0
 * @category combinators
 */
export const find = (state: State, authorization: string | undefined): Token | undefined => {
  const bearer = bearerOf(authorization)
  return bearer === undefined ? undefined : Option.getOrUndefined(HashMap.get(state.tokens, bearer))
}
