import { assert, describe, it } from "@effect/vitest"
import * as Proxy from "../../src/cli/Proxy.js"
import * as Route from "../../src/node/Proxy.js"

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
    assert.strictEqual(Proxy.of(http, "https://api.mypurecloud.ie"), "proxy.example:3128")
  })

  it("C2 of a proxy only host and port are shown", () => {
    const { http } = read({ HTTPS_PROXY: "http://user:sentinel@proxy.example:3128" })
    assert.strictEqual(Proxy.of(http, "https://api.mypurecloud.ie"), "proxy.example:3128")
  })

  it("C1 a host is reached as the HTTP client reaches it", () => {
    for (const noProxy of ["", "*", "foo.example,*", "foo.example", "api.example:443", "::1"]) {
      const { http } = read({ HTTP_PROXY: "http://127.0.0.1:1", NO_PROXY: noProxy })
      const isUsed = Route.route(http, {})
      for (const url of ["https://api.example", "http://foo.example:8787", "http://[::1]:8787"]) {
        assert.strictEqual(Proxy.of(http, url), isUsed(new URL(url))?.host, `${noProxy} ${url}`)
      }
    }
    const all = read({ HTTP_PROXY: "http://127.0.0.1:1", NO_PROXY: "foo.example,*" })
    assert.isUndefined(Proxy.of(all.http, "https://api.example"))
  })
})
