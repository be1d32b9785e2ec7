import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Tracer from "effect/Tracer"
import * as Answer from "../../src/genesys/Answer.js"
import * as Reply from "../../src/testing/Reply.js"

const request = HttpClientRequest.get("https://api.example.com/x")
const replying = (reply: Reply.Reply) => HttpClient.make((asked) => Reply.carryOut(reply, asked))
const answer = (
  text: string,
  headers: Readonly<Record<string, string>> = {},
  status = 200
): Answer.Answer => ({
  status,
  headers,
  text
})

const Page = Schema.Struct({
  total: Schema.Number,
  entities: Schema.Array(Schema.Struct({ id: Schema.String }))
})

describe("Answer", () => {
  it.effect("H1 an exchange brings status, headers and the whole text", () =>
    Effect.gen(function* () {
      const got = yield* Answer.exchange(
        replying(Reply.answer(202, "text", { headers: { "X-Some": ["a", "b"] } })),
        request
      )
      assert.deepInclude(got, { status: 202, text: "text" })
      assert.strictEqual(got.headers["x-some"], "a, b")
    })
  )

  it.effect("H1 an answer that is larger than allowed is told, by its length or when it was read", () =>
    Effect.gen(function* () {
      const told = Reply.answer(200, "0123456789", { headers: { "content-length": "10" } })
      const untold = Reply.answer(200, "0123456789")
      for (const reply of [told, untold]) {
        assert.strictEqual((yield* Answer.exchange(replying(reply), request, 10)).text, "0123456789")
        const reason = yield* Effect.flip(Answer.exchange(replying(reply), request, 9))
        assert.deepInclude(reason, { _tag: "Undecodable", detail: "it is larger than 9 bytes", final: true })
      }
    })
  )

  it.effect("H1 the length that the answer to HEAD tells is not that of the answer", () =>
    Effect.gen(function* () {
      const headers = { "content-length": "99999999999" }
      const head = HttpClientRequest.head("https://api.example.com/x")
      const got = yield* Answer.exchange(replying(Reply.answer(200, "", { headers })), head, 10)
      assert.strictEqual(got.text, "")
    })
  )

  it.effect("H3 an answer that breaks off is a fault of the network", () =>
    Effect.gen(function* () {
      const reason = yield* Effect.flip(
        Answer.exchange(replying(Reply.cutOff(new TextEncoder().encode('{"total":'))), request)
      )
      assert.deepInclude(reason, { _tag: "Transport", kind: "network", sent: "maybe" })
    })
  )

  it("C2 what the client says keeps nothing of the request", () => {
    const secret = HttpClientRequest.bearerToken(request, "sentinel-token")
    const errors = [
      new HttpClientError.RequestError({
        request: secret,
        reason: "Transport",
        cause: new Error("sentinel-token")
      }),
      new HttpClientError.RequestError({
        request: secret,
        reason: "InvalidUrl",
        description: "sentinel-token"
      }),
      new HttpClientError.ResponseError({
        request: secret,
        response: HttpClientResponse.fromWeb(secret, new Response("")),
        reason: "Decode",
        cause: "sentinel-token"
      })
    ]
    for (const error of errors) assert.notInclude(JSON.stringify(Answer.reasonOfClient(error)), "sentinel")
  })

  it("H3 a request that the client refuses to send is our own fault", () => {
    const error = new HttpClientError.RequestError({ request, reason: "InvalidUrl" })
    assert.deepInclude(Answer.reasonOfClient(error), {
      _tag: "Transport",
      kind: "other",
      sent: "no",
      code: "InvalidUrl"
    })
  })

  it.effect("C2 a quiet client opens no span and sends no ids of a trace", () => {
    const spans: Array<string> = []
    const tracer = Tracer.make({
      context: (run) => run(),
      span: (name, parent, context, links, startTime, kind) => {
        spans.push(name)
        return {
          _tag: "Span",
          name,
          spanId: "span",
          traceId: "trace",
          parent,
          context,
          status: { _tag: "Started", startTime },
          attributes: new Map(),
          links,
          sampled: true,
          kind,
          end: () => undefined,
          attribute: () => undefined,
          event: () => undefined,
          addLinks: () => undefined
        }
      }
    })
    let headers: Readonly<Record<string, string>> = {}
    const client = HttpClient.make((asked) => {
      headers = asked.headers
      return Effect.succeed(HttpClientResponse.fromWeb(asked, new Response("")))
    })
    return Effect.gen(function* () {
      yield* Answer.exchange(Answer.quiet(client), request).pipe(Effect.withSpan("outer"))
      assert.deepStrictEqual(spans, ["outer"])
      assert.notProperty(headers, "traceparent")
      assert.notProperty(headers, "b3")
    }).pipe(Effect.withTracer(tracer))
  })

  it("F1 a success that is no JSON, or not what was expected, names the place and not the content", () => {
    const detail = (text: string, headers = {}) =>
      Either.match(Answer.decode(Answer.reader(Page))(answer(text, headers)), {
        onLeft: (reason) => (reason._tag === "Undecodable" ? reason.detail : reason._tag),
        onRight: () => "decoded"
      })
    assert.strictEqual(detail('{"total":0,"entities":[]}'), "decoded")
    assert.strictEqual(detail('{"total":1,"entities":[{"id":"sent'), "the JSON is cut off or malformed")
    assert.strictEqual(detail("<!doctype html>sentinel"), "a web page came instead of JSON")
    assert.strictEqual(
      detail("oops", { "content-type": "text/html; charset=utf-8" }),
      "a web page came instead of JSON"
    )
    assert.strictEqual(detail('{"entities":[]}'), "total is missing")
    assert.strictEqual(detail('{"total":1,"entities":[{"id":7}]}'), "entities.0.id is not what was expected")
    assert.strictEqual(detail('"sentinel"'), "the answer is not what was expected")
    assert.strictEqual(detail("null"), "the answer is not what was expected")
  })

  it("H1 an empty body is no value, and does where none is expected", () => {
    assert.deepStrictEqual(
      Answer.decode(Answer.reader(Schema.Void))(answer("", {}, 204)),
      Either.right(undefined)
    )
    assert.isTrue(Either.isLeft(Answer.decode(Answer.reader(Page))(answer("", {}, 204))))
  })

  it("L1 the rate limit is read where all of it is told", () => {
    const told = {
      "inin-ratelimit-count": "1",
      "inin-ratelimit-allowed": "180",
      "inin-ratelimit-reset": "61"
    }
    assert.deepStrictEqual(
      Answer.rateLimit(answer("", told)),
      Option.some({ count: 1, allowed: 180, reset: 61 })
    )
    for (const wrong of [
      {},
      { ...told, "inin-ratelimit-reset": "soon" },
      { ...told, "inin-ratelimit-count": "-1" }
    ])
      assert.deepStrictEqual(Answer.rateLimit(answer("", wrong)), Option.none())
  })

  it("H1 the correlation id is that of the header, else of the body", () => {
    assert.strictEqual(
      Answer.correlationId(answer("", { "inin-correlation-id": "head" }), { codes: [], contextId: "body" }),
      "head"
    )
    assert.strictEqual(Answer.correlationId(answer(""), { codes: [], contextId: "body" }), "body")
  })

  it("C2 an error body is read without the secrets that it repeats", () => {
    const body = Answer.errorBody(answer('{"message":"bad token \\u0073entinel-token"}'), ["sentinel-token"])
    assert.strictEqual(body.message, "bad token <secret>")
    assert.strictEqual(
      Answer.errorBody(answer("bad sentinel-token"), ["sentinel-token"]).message,
      "bad <secret>"
    )
  })
})
