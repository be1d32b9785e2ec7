import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as ErrorBody from "../../src/genesys/ErrorBody.js"

describe("ErrorBody", () => {
  it("H2 reads code, message, contextId and limit of the platform's own error body", () => {
    const body = ErrorBody.fromUnknown({
      message: "Rate limit exceeded the maximum. Retry the request in [12] seconds",
      code: "too.many.requests.retry.after",
      status: 429,
      contextId: "d1d5",
      messageParams: {},
      details: [],
      errors: [],
      limit: { key: "client.credentials.token.rate.per.minute", namespace: "platform.api", value: 300 }
    })
    assert.deepStrictEqual(body, {
      codes: ["too.many.requests.retry.after"],
      message: "Rate limit exceeded the maximum. Retry the request in [12] seconds",
      contextId: "d1d5",
      limit: { key: "client.credentials.token.rate.per.minute", namespace: "platform.api", value: 300 }
    })
  })

  it("H2 errorCode comes before code, and both before those of details and nested errors", () => {
    const body = ErrorBody.fromUnknown({
      code: "outer",
      errorCode: "first",
      details: [{ errorCode: "detail" }, null, "x"],
      errors: [{ code: "nested", errors: [{ code: "deeper" }] }, { code: "outer" }]
    })
    assert.deepStrictEqual(body.codes, ["first", "outer", "detail", "nested", "deeper"])
  })

  it("H2 fills the parameters of a message template in where no plain message came", () => {
    const params = { sessionId: "55665ecd", count: 3 }
    const template = "session {sessionId} had {count} of {other}"
    assert.strictEqual(
      ErrorBody.fromUnknown({ messageWithParams: template, messageParams: params }).message,
      "session 55665ecd had 3 of {other}"
    )
    assert.strictEqual(
      ErrorBody.fromUnknown({ message: "plain", messageWithParams: template, messageParams: params }).message,
      "plain"
    )
    assert.strictEqual(
      ErrorBody.fromUnknown({ messageWithParams: "{constructor}", messageParams: {} }).message,
      "{constructor}"
    )
  })

  it("H2 reads the errors of the login host, plain text, markup and arrays", () => {
    assert.deepStrictEqual(
      ErrorBody.fromUnknown({
        error: "invalid_client",
        description: "client not found",
        error_description: "no such client"
      }),
      { codes: ["invalid_client"], message: "no such client" }
    )
    assert.deepStrictEqual(ErrorBody.fromUnknown({ error: { code: "nested", message: "inside" } }), {
      codes: ["nested"],
      message: "inside"
    })
    assert.deepStrictEqual(ErrorBody.fromUnknown("upstream connect error\n"), {
      codes: [],
      message: "upstream connect error"
    })
    assert.deepStrictEqual(
      ErrorBody.fromUnknown("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"),
      { codes: [], message: "502 Bad Gateway nginx" }
    )
    assert.deepStrictEqual(ErrorBody.fromUnknown([{ code: "in.array" }]).codes, ["in.array"])
  })

  it("H2 nothing, numbers and codes that are no text are no trouble", () => {
    for (const nothing of [undefined, null, 7, "", "   ", {}, [], [[]], { code: 12345, message: 3 }]) {
      assert.deepStrictEqual(ErrorBody.fromUnknown(nothing), ErrorBody.empty)
    }
  })

  it("H2 a body without end in depth or width is read in part", () => {
    let deep: unknown = { code: "deepest" }
    for (let depth = 0; depth < 100_000; depth++) deep = depth % 2 === 0 ? [deep] : { errors: [deep] }
    assert.isAtMost(ErrorBody.fromUnknown(deep).codes.length, 50)
    let nested: unknown = "x"
    for (let depth = 0; depth < 100_000; depth++) nested = [nested]
    assert.deepStrictEqual(ErrorBody.fromUnknown(nested), ErrorBody.empty)
    const wide = Array.from({ length: 10_000 }, (_, index) => ({ code: `code-${index}` }))
    assert.isAtMost(ErrorBody.fromUnknown({ errors: wide }).codes.length, 50)
    assert.isAtMost(ErrorBody.fromUnknown({ message: "long ".repeat(100_000) }).message?.length ?? 0, 500)
  })

  it("C2 what is scrubbed is scrubbed before anything is cut, hidden characters or not", () => {
    const scrub = (text: string) => text.replaceAll("sentinel", "<secret>")
    const body = ErrorBody.fromUnknown(
      {
        message: `${"x".repeat(494)}sentinel and more`,
        code: "code-sentinel",
        contextId: "sen\u200btinel",
        limit: { key: "sentinel.key", namespace: "sentinel" }
      },
      scrub
    )
    assert.notInclude(JSON.stringify(body), "sentin")
    assert.notInclude(JSON.stringify(ErrorBody.fromUnknown("<b>sentinel</b>", scrub)), "sentin")
  })

  it("H2 reads the words of problem details, of SCIM, of nested errors, and of those who write large", () => {
    const bodies: ReadonlyArray<readonly [unknown, string]> = [
      [{ title: "Forbidden", detail: "no such scope" }, "no such scope"],
      [{ title: "Forbidden" }, "Forbidden"],
      [{ Message: "User is not authorized" }, "User is not authorized"],
      [{ errorMessage: "Task timed out" }, "Task timed out"],
      [{ errors: [{ code: "x", message: "in the list" }] }, "in the list"],
      [{ error: { message: "inside" } }, "inside"]
    ]
    for (const [body, message] of bodies) assert.strictEqual(ErrorBody.fromUnknown(body).message, message)
  })

  it("H2 a limit whose value is a text, or none, is a limit nevertheless", () => {
    const limit = (value: unknown) => ErrorBody.fromUnknown({ limit: { key: "a.rate", value } }).limit
    assert.deepStrictEqual(limit("300"), { key: "a.rate", value: 300 })
    assert.deepStrictEqual(limit("many"), { key: "a.rate" })
    assert.deepStrictEqual(limit(undefined), { key: "a.rate" })
    assert.isUndefined(ErrorBody.fromUnknown({ limit: { key: 7 } }).limit)
  })

  it("H3 codes are compared whole, without regard to case and separators", () => {
    const wrong = new Set(["VALIDATION_FAILED"])
    for (const code of ["VALIDATION_FAILED", "validation.failed", "Validation-Failed", " validation failed "])
      assert.isTrue(ErrorBody.hasCode({ codes: [code] }, wrong))
    for (const code of ["VALIDATION_FAILED_TEMPORARILY", "NOT_VALIDATION_FAILED", ""])
      assert.isFalse(ErrorBody.hasCode({ codes: [code] }, wrong))
  })

  it("H2 reading any JSON never throws and shows no control character", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.jsonValue(), (value) => {
        const body = ErrorBody.fromUnknown(value)
        assert.notMatch(`${body.message ?? ""}${body.codes.join("")}`, /\p{Cc}/u)
      })
    )
  })
})
