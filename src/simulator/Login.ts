/**
 * The token endpoint of the simulated platform: client credentials and the ways in which they are refused.
 *
 * @since 0.1.0
 */

import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as HashMap from "effect/HashMap"
import * as Schema from "effect/Schema"
import * as Answer from "./Answer.js"
import * as Seed from "./Seed.js"
import * as Setting from "./Setting.js"
import type * as Token from "./Token.js"

/**
 * An OAuth client that may log in.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Client = Schema.Struct({ id: Setting.Text, secret: Setting.Text })

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
  state: Token.State,
  script: Token.TokenScript,
  clients: ReadonlyArray<typeof Client.Type>,
  seed: number,
  now: number,
  request: Grant
): readonly [Answer.Answer, Token.State] => {
  const counted = { ...state, grants: state.grants + 1 }
  const problem = refusal(counted, script, clients, request)
  if (problem !== undefined) return [problem, counted]
  const generation = state.generation + 1
  const value = `sim-${generation}-${Seed.hex(40, seed, "token", generation)}`
  const token: Token.Token = {
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
  state: Token.State,
  script: Token.TokenScript,
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
