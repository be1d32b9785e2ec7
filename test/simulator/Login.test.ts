import { assert, describe, it } from "@effect/vitest"
import * as Encoding from "effect/Encoding"
import * as Schema from "effect/Schema"
import * as Login from "../../src/simulator/Login.js"
import * as Token from "../../src/simulator/Token.js"

const script = Schema.decodeSync(Token.TokenScript)
const clients = [{ id: "app", secret: "s3cr:t" }]
const basic = (credentials: string) => `Basic ${Encoding.encodeBase64(credentials)}`

const good: Login.Grant = {
  method: "POST",
  authorization: basic("app:s3cr:t"),
  contentType: "application/x-www-form-urlencoded; charset=utf-8",
  body: "grant_type=client_credentials"
}

const grant = (
  change: Partial<Login.Grant>,
  options: typeof Token.TokenScript.Encoded = {},
  state?: Token.State
) =>
  Login.grant(state ?? Token.empty(script(options)), script(options), clients, 1, 1000, {
    ...good,
    ...change
  })

const refused = (change: Partial<Login.Grant>, options?: typeof Token.TokenScript.Encoded) => {
  const [{ status, json }] = grant(change, options)
  return [status, json]
}

describe("Login", () => {
  it("grants a bearer token that the platform knows from then on", () => {
    const [answer, state] = grant({}, { expiresInSeconds: 300 })
    assert.strictEqual(answer.status, 200)
    assert.include(answer.json, { token_type: "bearer", expires_in: 300 })
    const { access_token: token } = Schema.decodeUnknownSync(Schema.Struct({ access_token: Schema.String }))(
      answer.json
    )
    assert.include(Token.find(state, `Bearer ${token}`), { generation: 1, client: "app", expiresAt: 301_000 })
  })

  it("gives every grant another token", () => {
    const [first, state] = grant({})
    const [second] = grant({}, {}, state)
    assert.notDeepEqual(first.json, second.json)
  })

  it("can claim another life than the token has", () => {
    assert.include(grant({}, { expiresInSeconds: 5, claimsSeconds: 3600 })[0].json, { expires_in: 3600 })
  })

  it("tells an unknown client from a wrong secret, in both spellings of the description", () => {
    assert.deepStrictEqual(refused({ authorization: basic("other:s3cr:t") }), [
      400,
      { error: "invalid_client", description: "client not found", error_description: "client not found" }
    ])
    assert.deepStrictEqual(refused({ authorization: basic("app:wrong") }, { refusalStatus: 401 }), [
      401,
      {
        error: "invalid_client",
        description: "authentication failed",
        error_description: "authentication failed"
      }
    ])
  })

  it("refuses what is no client-credentials grant", () => {
    const errors = [
      refused({ authorization: undefined }),
      refused({ contentType: "application/json" }),
      refused({ body: "grant_type=password" }),
      refused({ method: "GET" })
    ].map(([status, body]) => [
      status,
      Schema.decodeUnknownSync(Schema.Struct({ error: Schema.String }))(body).error
    ])
    assert.deepStrictEqual(errors, [
      [400, "invalid_client"],
      [400, "invalid_request"],
      [400, "unsupported_grant_type"],
      [405, "invalid_request"]
    ])
  })

  it("refuses the first grants as rate limited, with 400, as the platform does", () => {
    const [first, state] = grant({}, { rateLimitedGrants: 1 })
    assert.strictEqual(first.status, 400)
    assert.include(first.json, { error: "invalid_request" })
    assert.match(JSON.stringify(first.json), /rate limit exceeded;/)
    assert.strictEqual(grant({}, { rateLimitedGrants: 1 }, state)[0].status, 200)
  })

  it("refuses everybody when the scenario says so", () => {
    assert.deepStrictEqual(refused({}, { refuse: { error: "invalid_grant", description: "no" } }), [
      400,
      { error: "invalid_grant", description: "no", error_description: "no" }
    ])
  })
})
