import * as Cookies from "@effect/platform/Cookies"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TextResponse from "../../src/testing/TextResponse.js"

const request = HttpClientRequest.get("https://api.example.com/x")

const make = (text: string, headers: Record<string, string> = {}) =>
  TextResponse.make({
    request,
    status: 200,
    headers,
    text,
    whole: () => HttpClientResponse.fromWeb(request, new Response(text, { headers }))
  })

describe("TextResponse", () => {
  it("E4 is read without a promise", () => {
    assert.strictEqual(Effect.runSync(make("a body").text), "a body")
    assert.deepStrictEqual(Effect.runSync(make('{"a":1}').json), { a: 1 })
    assert.isNull(Effect.runSync(make("").json))
    const error = Effect.runSync(Effect.flip(Effect.asVoid(make("{").json)))
    assert.deepInclude(error, { _tag: "ResponseError", reason: "Decode" })
  })

  it.effect("E4 tells all that the response of fetch tells", () =>
    Effect.gen(function* () {
      const form = make("a=1&b=2", {
        "Content-Type": "application/x-www-form-urlencoded",
        "set-cookie": "session=1; Path=/"
      })
      assert.strictEqual(form.headers["content-type"], "application/x-www-form-urlencoded")
      assert.strictEqual(form.request, request)
      assert.isTrue(Option.isNone(form.remoteAddress))
      assert.deepStrictEqual(yield* form.urlParamsBody, [
        ["a", "1"],
        ["b", "2"]
      ])
      assert.strictEqual((yield* form.formData).get("b"), "2")
      assert.deepStrictEqual(Cookies.toRecord(form.cookies), { session: "1" })
      const bytes = yield* make("abc").arrayBuffer
      assert.deepStrictEqual([...new Uint8Array(bytes)], [97, 98, 99])
      assert.strictEqual(yield* Stream.mkString(Stream.decodeText(make("abc").stream)), "abc")
      assert.deepInclude(make("abc").toJSON(), { status: 200 })
    })
  )
})
