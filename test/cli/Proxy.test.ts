import { assert, describe, it } from "@effect/vitest"
import * as Proxy from "../../src/cli/Proxy.js"

const read = (env: Readonly<Record<string, string>>) =>
  Proxy.read((...names) => {
    const name = names.find((each) => env[each] !== undefined)
    return name === undefined ? undefined : { name, value: env[name] ?? "" }
  })

describe("Proxy", () => {
  it("C1 a proxy that is no URL is a fault with its name, and is not repeated", () => {
    for (const value of ["http://", "socks5://u:sentinel@host", "ht tp://sentinel", "http://host:99999"]) {
      const { faults, http } = read({ HTTPS_PROXY: value })
      assert.strictEqual(faults.length, 1, value)
      assert.include(faults[0]?.what ?? "", "HTTPS_PROXY")
      assert.notInclude(`${faults[0]?.what}${faults[0]?.fix}`, "sentinel")
      assert.isUndefined(http.httpsProxy)
    }
    assert.strictEqual(read({ HTTPS_PROXY: "ftp://x", http_proxy: "ftp://y" }).faults.length, 2)
  })

  it("C1 a host and port alone mean http, as everywhere", () => {
    const { faults, http } = read({ https_proxy: "proxy.example:3128" })
    assert.deepStrictEqual(faults, [])
    assert.strictEqual(http.httpsProxy, "http://proxy.example:3128")
  })

  it("C2 of a proxy only host and port are shown", () => {
    const { http } = read({ HTTPS_PROXY: "http://user:sentinel@proxy.example:3128" })
    assert.strictEqual(Proxy.of(http, "https://api.mypurecloud.ie"), "proxy.example:3128")
  })

  it("C1 NO_PROXY takes hosts and their subdomains out, with a port only that port", () => {
    const proxied = (noProxy: string, url: string) =>
      Proxy.of({ httpsProxy: "http://p:1", httpProxy: "http://q:2", noProxy }, url) !== undefined
    assert.isTrue(proxied("", "https://api.example.com"))
    assert.isFalse(proxied("*", "https://api.example.com"))
    assert.isFalse(proxied("other, example.com", "https://api.example.com"))
    assert.isFalse(proxied(".example.com", "https://api.example.com"))
    assert.isFalse(proxied("*.example.com", "https://api.example.com"))
    assert.isTrue(proxied("ample.com", "https://api.example.com"))
    assert.isFalse(proxied("127.0.0.1:8787", "http://127.0.0.1:8787"))
    assert.isTrue(proxied("127.0.0.1:9", "http://127.0.0.1:8787"))
  })

  it("C1 HTTP_PROXY stands in for HTTPS_PROXY, not the other way round", () => {
    assert.strictEqual(Proxy.of({ httpProxy: "http://q:2" }, "https://a.example"), "q:2")
    assert.isUndefined(Proxy.of({ httpsProxy: "http://p:1" }, "http://a.example"))
  })
})
