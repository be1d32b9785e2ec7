import { assert, describe, it } from "@effect/vitest"
import * as NetworkFault from "../../src/genesys/NetworkFault.js"
import type { Reason } from "../../src/genesys/Reason.js"

const withCode = (code: string, more: object = {}) =>
  Object.assign(new Error(`message of ${code}`), { code, ...more })

const fetchFailed = (cause: unknown) => Object.assign(new TypeError("fetch failed"), { cause })

const brief = (reason: Reason): string =>
  reason._tag === "Transport" ? `${reason.kind} ${reason.sent} ${reason.code ?? "-"}` : reason._tag

describe("NetworkFault", () => {
  it("H3 codes of the network are network faults, at any depth of causes", () => {
    const codes = [
      "ECONNRESET",
      "ETIMEDOUT",
      "EPIPE",
      "ENETUNREACH",
      "UND_ERR_SOCKET",
      "UND_ERR_HEADERS_TIMEOUT"
    ]
    for (const code of codes) {
      assert.strictEqual(brief(NetworkFault.reasonOf(withCode(code))), `network maybe ${code}`)
      assert.strictEqual(brief(NetworkFault.reasonOf(fetchFailed(withCode(code)))), `network maybe ${code}`)
      const both = new AggregateError([withCode(code), withCode("EOTHER")])
      assert.strictEqual(brief(NetworkFault.reasonOf(fetchFailed(both))), `network maybe ${code}`)
    }
  })

  it("O4 the host that could not be reached is told, by name or by address", () => {
    const host = (error: unknown) => {
      const reason = NetworkFault.reasonOf(error)
      return reason._tag === "Transport" ? reason.host : undefined
    }
    assert.strictEqual(host(fetchFailed(withCode("ENOTFOUND", { hostname: "api.x.test" }))), "api.x.test")
    assert.strictEqual(host(withCode("ECONNREFUSED", { address: "127.0.0.1", port: 1 })), "127.0.0.1:1")
    assert.isUndefined(host(withCode("ECONNRESET")))
  })

  it("R4 only name resolution and connections that failed say that nothing was sent", () => {
    for (const code of ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "UND_ERR_CONNECT_TIMEOUT"])
      assert.strictEqual(brief(NetworkFault.reasonOf(fetchFailed(withCode(code)))), `network no ${code}`)
    assert.strictEqual(
      brief(NetworkFault.reasonOf(withCode("ETIMEDOUT", { syscall: "connect" }))),
      "network no ETIMEDOUT"
    )
    assert.strictEqual(
      brief(NetworkFault.reasonOf(withCode("ETIMEDOUT", { syscall: "read" }))),
      "network maybe ETIMEDOUT"
    )
    assert.strictEqual(
      brief(NetworkFault.reasonOf(withCode("ECONNREFUSED"), true)),
      "network maybe ECONNREFUSED"
    )
  })

  it("H3 a certificate that is wrong stays wrong", () => {
    const codes = [
      "CERT_HAS_EXPIRED",
      "DEPTH_ZERO_SELF_SIGNED_CERT",
      "SELF_SIGNED_CERT_IN_CHAIN",
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "ERR_SSL_WRONG_VERSION_NUMBER",
      "EPROTO"
    ]
    for (const code of codes)
      assert.strictEqual(brief(NetworkFault.reasonOf(fetchFailed(withCode(code)))), `tls no ${code}`)
  })

  it("H3 a caller's cancellation is no fault of the network", () => {
    for (const fault of [
      new DOMException("aborted", "AbortError"),
      withCode("ABORT_ERR"),
      withCode("UND_ERR_ABORTED"),
      fetchFailed(new DOMException("aborted", "AbortError")),
      { name: "CanceledError", code: "ERR_CANCELED" }
    ])
      assert.match(brief(NetworkFault.reasonOf(fault)), /^cancelled/)
  })

  it("H3 misuse of the client is neither", () => {
    for (const fault of [
      withCode("UND_ERR_INVALID_ARG"),
      withCode("ERR_INVALID_URL"),
      "boom",
      7,
      null,
      undefined,
      { message: "x" }
    ])
      assert.match(brief(NetworkFault.reasonOf(fault)), /^other/)
  })

  it("H3 without a code, what fetch says of the network counts", () => {
    assert.strictEqual(brief(NetworkFault.reasonOf(new TypeError("Failed to fetch"))), "network maybe -")
    assert.strictEqual(
      brief(NetworkFault.reasonOf(new DOMException("timed out", "TimeoutError"))),
      "network maybe -"
    )
    assert.match(brief(NetworkFault.reasonOf(new TypeError("x is not a function"))), /^other/)
  })

  it("H3 whatever stops an answer that has begun is the network", () => {
    assert.strictEqual(brief(NetworkFault.reasonOf({}, true)), "network maybe -")
    assert.strictEqual(
      brief(NetworkFault.reasonOf(withCode("Z_BUF_ERROR"), true)),
      "network maybe Z_BUF_ERROR"
    )
  })

  it("C2 the cause keeps name and code, never a message, headers or the request", () => {
    const fault = Object.assign(withCode("ECONNRESET"), {
      message: "Authorization: Bearer sentinel-token",
      request: { headers: { authorization: "sentinel-token" } }
    })
    const reason = NetworkFault.reasonOf(fetchFailed(fault))
    assert.notInclude(JSON.stringify(reason), "sentinel")
    assert.deepInclude(reason, { cause: { name: "Error", message: "ECONNRESET" } })
  })

  it("a chain of causes that bites its tail is read to a bound", () => {
    const loop: { cause?: unknown; code: string } = { code: "EOTHER" }
    loop.cause = loop
    assert.strictEqual(brief(NetworkFault.reasonOf(loop)), "other maybe EOTHER")
  })
})
