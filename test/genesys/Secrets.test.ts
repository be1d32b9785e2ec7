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

  it("C2 knows what the application names, and a webhook by its path alone", () => {
    const secrets = Secrets.ofConfig({
      credentials: Credentials.AccessToken({ token: Redacted.make("sentinel-token") }),
      secrets: [Redacted.make("https://hooks.slack.com/services/T1/B1/sentinel")]
    })
    assert.strictEqual(
      Secrets.scrubber(secrets)(
        "a https://hooks.slack.com/services/T1/B1/sentinel, b /services/T1/B1/sentinel"
      ),
      "a <secret>, b <secret>"
    )
  })

  it("C2 knows a secret in whatever form it is repeated", () => {
    const value = 'a/b"c<d>&é-sentinel'
    const scrub = Secrets.scrubber([value])
    const lower = encodeURIComponent(value).replace(/%../g, (hex) => hex.toLowerCase())
    for (const form of [
      value,
      encodeURIComponent(value),
      lower,
      JSON.stringify(value),
      JSON.stringify(value).replaceAll("/", "\\/"),
      "a/b&quot;c&lt;d&gt;&amp;é-sentinel"
    ])
      assert.notInclude(scrub(`before ${form} after`), "sentinel", form)
  })

  it("C2 takes the signature out of any signed URL", () => {
    assert.strictEqual(
      Secrets.scrubber([])(
        "see https://x.test/f?X-Amz-Date=1&X-Amz-Signature=abc%2F1&sig=d 'https://y/f?sig=e'"
      ),
      "see https://x.test/f?X-Amz-Date=1&X-Amz-Signature=<secret>&sig=<secret> 'https://y/f?sig=<secret>'"
    )
  })

  it("C2 of two secrets in one the longer goes first, and words are not taken for secrets", () => {
    assert.strictEqual(Secrets.scrubber(["sentinel", "sentinel-token"])("sentinel-token"), "<secret>")
    assert.strictEqual(Secrets.scrubber(["", "id", "secret"])("id of the secret"), "id of the secret")
  })
})
