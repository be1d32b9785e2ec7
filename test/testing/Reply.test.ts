import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as Reply from "../../src/testing/Reply.js"

const request = HttpClientRequest.get("https://api.example.com/x")
const carry = (reply: Reply.Reply) => Reply.carryOut(reply, request)

describe("Reply", () => {
  it.effect(
    "E4 an answer has its status, its headers (several of a name too) and its body as text or JSON",
    () =>
      Effect.gen(function* () {
        const response = yield* carry(
          Reply.answer(503, { code: "x" }, { headers: { "Retry-After": "2", many: ["a", "b"] } })
        )
        assert.strictEqual(response.status, 503)
        assert.strictEqual(response.headers["retry-after"], "2")
        assert.strictEqual(response.headers["many"], "a, b")
        assert.deepStrictEqual(yield* response.json, { code: "x" })
        assert.strictEqual(yield* (yield* carry(Reply.ok("text"))).text, "text")
        assert.strictEqual((yield* carry(Reply.answer(204))).status, 204)
      })
  )

  it.effect("E4 an answer comes after its delay, by the clock of the test", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(carry(Reply.ok({}, { after: "5 seconds" })))
      yield* TestClock.adjust(Duration.millis(4_999))
      assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
      yield* TestClock.adjust(Duration.millis(1))
      assert.strictEqual((yield* Fiber.join(fiber)).status, 200)
    })
  )

  it.effect("E4 a fault fails as Node's clients do, with the code on the cause", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(carry(Reply.fault("ECONNRESET")))
      assert.deepInclude(error, { _tag: "RequestError", reason: "Transport" })
      assert.deepInclude(error.cause, { code: "ECONNRESET" })
    })
  )

  it.effect("E4 an answer that is cut off begins and does not end", () =>
    Effect.gen(function* () {
      const response = yield* carry(Reply.cutOff(new TextEncoder().encode("begin")))
      assert.strictEqual(response.status, 200)
      assert.strictEqual((yield* Effect.flip(response.text))._tag, "ResponseError")
    })
  )

  it.effect("E4 silence lasts", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(carry(Reply.silence))
      yield* TestClock.adjust(Duration.days(1))
      assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
      yield* Fiber.interrupt(fiber)
    })
  )
})
