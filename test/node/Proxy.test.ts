import { assert, describe, it } from "@effect/vitest"
import * as Proxy from "../../src/node/Proxy.js"

const through = (options: Proxy.Options, target: string, env: Record<string, string> = {}) =>
  Proxy.route(options, env)(new URL(target))?.host

describe("Proxy", () => {
  it("takes the proxy of the scheme, and the one for plain HTTP where there is no other", () => {
    const both = { httpProxy: "http://plain:1", httpsProxy: "http://secure:2" }
    assert.strictEqual(through(both, "http://api.example"), "plain:1")
    assert.strictEqual(through(both, "https://api.example"), "secure:2")
    assert.strictEqual(through({ httpProxy: "http://plain:1" }, "https://api.example"), "plain:1")
    assert.strictEqual(through({ httpsProxy: "http://secure:2" }, "http://api.example"), undefined)
    assert.strictEqual(through({}, "https://api.example"), undefined)
  })

  it("reads the variables in any case, lower case first, and settings before them", () => {
    const env = { https_proxy: "http://lower:1", HTTPS_PROXY: "http://upper:1", NO_PROXY: "quiet.example" }
    assert.strictEqual(through({}, "https://api.example", env), "lower:1")
    assert.strictEqual(through({ httpsProxy: "http://own:1" }, "https://api.example", env), "own:1")
    assert.strictEqual(through({ httpsProxy: "" }, "https://api.example", env), undefined)
    assert.strictEqual(through({}, "https://quiet.example", env), undefined)
    assert.strictEqual(through({ noProxy: "" }, "https://quiet.example", env), "lower:1")
  })

  it("leaves out what NO_PROXY names: a host, its subdomains, a port of it, an address, all", () => {
    const direct = (noProxy: string, target: string) =>
      through({ httpsProxy: "http://proxy:1", noProxy }, target) === undefined
    assert.isTrue(direct("example.com", "https://example.com"))
    assert.isTrue(direct("example.com", "https://api.EXAMPLE.com"))
    assert.isFalse(direct("example.com", "https://badexample.com"))
    assert.isTrue(direct(".example.com, other", "https://api.example.com"))
    assert.isTrue(direct("*.example.com", "https://api.example.com"))
    assert.isTrue(direct("example.com:443", "https://example.com"))
    assert.isFalse(direct("example.com:8443", "https://example.com"))
    assert.isTrue(direct("a b\texample.com", "https://example.com"))
    assert.isTrue(direct("::1", "https://[::1]:8443"))
    assert.isTrue(direct("[::1]:8443", "https://[::1]:8443"))
    assert.isTrue(direct("*", "https://example.com"))
  })

  it("takes a proxy without a scheme for one in plain HTTP", () => {
    assert.strictEqual(
      Proxy.route({ httpsProxy: "proxy.example:3128" }, {})(new URL("https://a"))?.href,
      "http://proxy.example:3128/"
    )
  })

  it("refuses what is no proxy by the name of its setting, never by its value", () => {
    for (const value of ["socks5://u:hunter2@proxy", "http://u:hunter2@", "ftp://hunter2"]) {
      assert.throws(
        () => Proxy.route({ httpsProxy: value }, {}),
        /^HTTPS_PROXY is not an http: or https: URL$/
      )
    }
  })

  it("writes the credentials of its URL as they are meant", () => {
    assert.strictEqual(
      Proxy.authorization(new URL("http://us%40er:p%3Ass@proxy")),
      `Basic ${Buffer.from("us@er:p:ss").toString("base64")}`
    )
    assert.isUndefined(Proxy.authorization(new URL("http://proxy")))
  })
})
