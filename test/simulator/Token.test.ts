import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as HashMap from "effect/HashMap"
import * as Schema from "effect/Schema"
import * as Token from "../../src/simulator/Token.js"

const script = Schema.decodeSync(Token.TokenScript)

/** A platform that has given out the tokens `one` and `two`, both good for a minute. */
const start: Token.State = {
  ...Token.empty(script({})),
  tokens: HashMap.make(
    ["one", { generation: 1, client: "c", expiresAt: 60_000, usedAt: 0, requests: 0, revoked: false }],
    ["two", { generation: 2, client: "c", expiresAt: 60_000, usedAt: 0, requests: 0, revoked: false }]
  )
}

/** What requests with these tokens, at these times, are told: `ok` or the code of the 401. */
const told = (
  options: typeof Token.TokenScript.Encoded,
  requests: ReadonlyArray<readonly [string | undefined, number]>
) => {
  let state = start
  return requests.map(([bearer, now]) => {
    const [admitted, next] = Token.admit(state, script(options), now, bearer)
    state = next
    return Either.match(admitted, { onLeft: ({ code }) => code, onRight: () => "ok" })
  })
}

describe("Token", () => {
  it("lets a token in until it expires", () => {
    assert.deepStrictEqual(
      told({}, [
        ["one", 59_999],
        ["one", 60_000]
      ]),
      ["ok", "credentials.expired"]
    )
  })

  it("tells no token from a wrong one", () => {
    assert.deepStrictEqual(
      told({}, [
        [undefined, 0],
        ["three", 0]
      ]),
      ["authentication.required", "bad.credentials"]
    )
  })

  it("revokes every token after so many requests", () => {
    assert.deepStrictEqual(
      told({ revokeAfterRequests: 2 }, [
        ["one", 0],
        ["one", 0],
        ["one", 0],
        ["two", 0]
      ]),
      ["ok", "ok", "bad.credentials", "ok"]
    )
  })

  it("revokes the token of the n-th request of all, for good", () => {
    assert.deepStrictEqual(
      told({ revokeAtRequest: [2] }, [
        ["one", 0],
        ["one", 0],
        ["one", 0],
        ["two", 0]
      ]),
      ["ok", "bad.credentials", "bad.credentials", "ok"]
    )
  })

  it("lets a token die that nobody uses", () => {
    assert.deepStrictEqual(
      told({ idleTimeoutSeconds: 10 }, [
        ["one", 10_000],
        ["one", 20_000],
        ["one", 30_001],
        ["one", 30_002]
      ]),
      ["ok", "ok", "credentials.expired", "credentials.expired"]
    )
  })

  it("knows tokens that were issued without a grant, and can revoke them", () => {
    const issued = Token.empty(script({ issued: ["static"] }))
    assert.isTrue(Either.isRight(Token.admit(issued, script({}), 9e15, "static")[0]))
    assert.isTrue(Either.isLeft(Token.admit(Token.revoke(issued, "static"), script({}), 0, "static")[0]))
    assert.strictEqual(Token.find(issued, "Bearer static")?.generation, 0)
    assert.isUndefined(Token.find(issued, "Basic static"))
  })
})
