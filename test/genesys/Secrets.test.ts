import { assert, describe, it } from "@effect/vitest"
import * as Redacted from "effect/Redacted"
import { Credentials } from "../../src/genesys/GenesysConfig.js"
import * as Secrets from "../../src/genesys/Secrets.js"

describe("Secrets", () => {
  it("C2 knows the secret of a client and the header that carries it", () => {
    const credentials = Credentials.ClientCredentials({
      clientId: "id",
      clientSecret: Redacted.make("sentinel/secret")
    })
    const scrub = Secrets.scrubber(Secrets.ofCredentials(credentials))
    const basic = btoa("id:sentinel/secret")
    assert.strictEqual(
      scrub(`a sentinel/secret, b ${encodeURIComponent("sentinel/secret")}, c Basic ${basic}`),
      "a <secret>, b <secret>, c Basic <secret>"
    )
  })

  it("C2 knows a token", () => {
    const credentials = Credentials.AccessToken({ token: Redacted.make("sentinel-token") })
    assert.strictEqual(
      Secrets.scrubber(Secrets.ofCredentials(credentials))("Bearer sentinel-token!"),
      "Bearer <secret>!"
    )
  })

  it("C2 of two secrets in one the longer goes first, and words are not taken for secrets", () => {
    assert.strictEqual(Secrets.scrubber(["sentinel", "sentinel-token"])("sentinel-token"), "<secret>")
    assert.strictEqual(Secrets.scrubber(["", "id", "secret"])("id of the secret"), "id of the secret")
  })
})
