import * as HttpBody from "@effect/platform/HttpBody"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import * as Call from "../../src/genesys/Call.js"
import * as CallRequest from "../../src/genesys/CallRequest.js"
import * as ExactJson from "../../src/text/ExactJson.js"

const base = { apiUrl: "https://api.example.com/prefix", app: "test" }

const urlOf = (call: Parameters<typeof CallRequest.make>[1]) =>
  Either.map(
    CallRequest.make(base, call),
    ({ request }) =>
      Either.getOrThrow(HttpClientRequest.toUrl(request).pipe(Either.fromOption(() => "no URL"))).href
  )

describe("CallRequest", () => {
  it("C2 a parameter is one segment of the path, whatever is in it", () => {
    assert.deepStrictEqual(
      CallRequest.fillPath("/api/v2/a/{first}/b/{second}", { first: "x/y?z#", second: "ü %2e" }),
      Either.right("/api/v2/a/x%2Fy%3Fz%23/b/%C3%BC%20%252e")
    )
  })

  it("C2 a parameter that is missing, or would leave the path, is named", () => {
    for (const value of ["", ".", "..", "\ud800"])
      assert.deepStrictEqual(CallRequest.fillPath("/a/{id}", { id: value }), Either.left("parameter id"))
    assert.deepStrictEqual(CallRequest.fillPath("/a/{id}", undefined), Either.left("parameter id"))
    assert.deepStrictEqual(CallRequest.fillPath("/a/{constructor}", {}), Either.left("parameter constructor"))
  })

  it("C2 a template that is no path could lead the token to another host, and is refused", () => {
    for (const path of ["@evil.example/x", ".evil.example", "https://evil.example", "api/v2", ""])
      assert.deepStrictEqual(CallRequest.make(base, { method: "GET", path }), Either.left({ code: "path" }))
  })

  it("C2 no path and no parameter leaves the host", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.string(), FastCheck.string({ unit: "binary" }), (template, id) => {
        const url = urlOf({ method: "GET", path: `/${template}/{id}`, params: { id } })
        if (Either.isRight(url)) assert.match(url.right, /^https:\/\/api\.example\.com\//)
      })
    )
  })

  it("H1 the query is added, lists repeated, what is undefined left out, and joins one that the path has", () => {
    const query = { pageSize: 100, q: "a&b", none: undefined, flag: true }
    assert.deepStrictEqual(
      urlOf({ method: "GET", path: "/api/v2/x", query }),
      Either.right("https://api.example.com/prefix/api/v2/x?pageSize=100&q=a%26b&flag=true")
    )
    assert.deepStrictEqual(
      urlOf({ method: "GET", path: "/api/v2/x", query: { id: ["a", "b c"], none: [] } }),
      Either.right("https://api.example.com/prefix/api/v2/x?id=a&id=b+c")
    )
    assert.deepStrictEqual(
      urlOf({ method: "GET", path: "/api/v2/x?a=1", query: { b: 2 } }),
      Either.right("https://api.example.com/prefix/api/v2/x?a=1&b=2")
    )
  })

  it("H1 a body is JSON, or what its Schema writes, or raw", () => {
    const text = (call: Call.Options) =>
      Either.map(CallRequest.make(base, { method: "POST", path: "/x", ...call }), ({ request }) =>
        request.body._tag === "Uint8Array"
          ? `${request.body.contentType} ${new TextDecoder().decode(request.body.body)}`
          : request.body._tag
      )
    const Typed = Schema.Struct({ at: Schema.Date })
    assert.deepStrictEqual(text({}), Either.right("Empty"))
    assert.deepStrictEqual(text({ body: null }), Either.right("application/json null"))
    assert.deepStrictEqual(text({ body: { a: 1 } }), Either.right('application/json {"a":1}'))
    assert.deepStrictEqual(
      text({ body: Call.json(Typed, { at: new Date(0) }) }),
      Either.right('application/json {"at":"1970-01-01T00:00:00.000Z"}')
    )
    assert.deepStrictEqual(
      text({ rawBody: HttpBody.text("a,b", "text/csv"), body: 1 }),
      Either.right("text/csv a,b")
    )
  })

  it("H1 an integer of any length is written as it is: failed records are corrected and sent again", () => {
    const body = ExactJson.parse('{"id":12345678901234567891}')
    const { request } = Either.getOrThrow(CallRequest.make(base, { method: "POST", path: "/x", body }))
    assert.strictEqual(request.body._tag, "Uint8Array")
    if (request.body._tag !== "Uint8Array") return
    assert.strictEqual(new TextDecoder().decode(request.body.body), '{"id":12345678901234567891}')
    assert.strictEqual(request.body.contentType, "application/json")
  })

  it("H1 a body that cannot be written is named before anything is sent", () => {
    const loop: Record<string, unknown> = {}
    loop["self"] = loop
    const Positive = Schema.Struct({ n: Schema.Positive })
    for (const body of [loop, Call.json(Positive, { n: -1 })]) {
      const fault = Either.getOrThrow(
        Either.flip(CallRequest.make(base, { method: "POST", path: "/x", body }))
      )
      assert.strictEqual(fault.code, "body")
      assert.isDefined(fault.cause)
    }
  })
})
