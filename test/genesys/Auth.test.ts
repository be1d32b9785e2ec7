import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/TestClock"
import * as AuthModule from "../../src/genesys/Auth.js"
import { Auth } from "../../src/genesys/Auth.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as Reply from "../../src/testing/Reply.js"
import * as ScriptedGenesys from "../../src/testing/ScriptedGenesys.js"
import * as Door from "./Door.js"

const layer = (login: ScriptedGenesys.Script) =>
  AuthModule.layer.pipe(
    Layer.provide(
      GenesysConfig.layer({ credentials: Door.credentials, policy: { retry: { maxRetries: 0 } } })
    ),
    Layer.provideMerge(ScriptedGenesys.layer({}, { login })),
    Layer.orDie
  )

let granted = 0
const granting =
  (seconds: number, after: Duration.DurationInput = 0) =>
  () => {
    granted += 1
    return Reply.ok({ access_token: `granted-${granted}`, expires_in: seconds }, { after })
  }
const first = Reply.ok({ access_token: "first", expires_in: 600 })
const second = Reply.ok({ access_token: "second", expires_in: 600 })
const refused = Reply.answer(400, { error: "invalid_client", error_description: "client not found" })
const down = Reply.answer(503)

const token = Effect.flatMap(Auth, (auth) => Effect.map(auth.token, ({ value }) => Redacted.value(value)))
const logins = Effect.map(Door.logins, (all) => all.length)

/** Lets what runs in the background go on. */
const background = TestClock.adjust(Duration.zero)

describe("Auth", () => {
  it.effect("A1 one token serves all callers until 60 seconds before its end", () =>
    Effect.gen(function* () {
      yield* Effect.forEach(Array.from({ length: 20 }), () => token, { concurrency: 20 })
      yield* TestClock.adjust(Duration.seconds(3_539))
      yield* token
      assert.strictEqual(yield* logins, 1)
      yield* TestClock.adjust(Duration.seconds(1))
      yield* token
      yield* background
      assert.strictEqual(yield* logins, 2)
    }).pipe(Effect.provide(layer(granting(3_600))))
  )

  it.effect("A1 a short-lived token is renewed after nine tenths of its life", () =>
    Effect.gen(function* () {
      yield* token
      yield* TestClock.adjust(Duration.millis(89_999))
      yield* token
      assert.strictEqual(yield* logins, 1)
      yield* TestClock.adjust(Duration.millis(1))
      yield* token
      yield* background
      assert.strictEqual(yield* logins, 2)
    }).pipe(Effect.provide(layer(granting(100))))
  )

  it.effect("A1 nobody waits for a renewal while the old token is good", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* token, "first")
      yield* TestClock.adjust(Duration.seconds(541))
      assert.strictEqual(yield* token, "first")
      yield* background
      assert.strictEqual(yield* token, "first")
      assert.strictEqual(yield* logins, 2)
      yield* TestClock.adjust(Duration.seconds(10))
      assert.strictEqual(yield* token, "second")
    }).pipe(
      Effect.provide(
        layer([first, Reply.ok({ access_token: "second", expires_in: 600 }, { after: "10 seconds" })])
      )
    )
  )

  it.effect("A1 a renewal that fails does not spoil a token that is still good, and is tried again", () =>
    Effect.gen(function* () {
      yield* token
      yield* TestClock.adjust(Duration.seconds(541))
      assert.strictEqual(yield* token, "first")
      yield* TestClock.adjust(Duration.seconds(5))
      assert.strictEqual(yield* token, "first")
      assert.strictEqual(yield* logins, 2)
      yield* TestClock.adjust(Duration.seconds(10))
      assert.strictEqual(yield* token, "first")
      yield* background
      assert.strictEqual(yield* token, "third")
    }).pipe(Effect.provide(layer([first, down, Reply.ok({ access_token: "third", expires_in: 600 })])))
  )

  it.effect("A1 a token whose renewal fails until its end is not used after it", () =>
    Effect.gen(function* () {
      yield* token
      yield* TestClock.adjust(Duration.seconds(600))
      const error = yield* Effect.flip(token)
      assert.deepInclude(error, { _tag: "GenesysError", operation: "POST /oauth/token" })
    }).pipe(Effect.provide(layer([first, down])))
  )

  it.effect("A2 a refresh after a 401 renews once, and a late 401 of an older token not at all", () =>
    Effect.gen(function* () {
      const auth = yield* Auth
      const old = yield* auth.token
      const [a, b] = yield* Effect.all([auth.refresh(old), auth.refresh(old)], { concurrency: 2 })
      assert.deepStrictEqual(
        Option.map(a, ({ value }) => Redacted.value(value)),
        Option.some("second")
      )
      assert.deepStrictEqual(a, b)
      const late = yield* auth.refresh(old)
      assert.deepStrictEqual(late, a)
      assert.strictEqual(yield* logins, 2)
    }).pipe(Effect.provide(layer([first, second, refused])))
  )

  it.effect("A2 a 401 during a renewal waits for it, and so do those who would use the stale token", () =>
    Effect.gen(function* () {
      const auth = yield* Auth
      const old = yield* auth.token
      yield* TestClock.adjust(Duration.seconds(541))
      assert.deepStrictEqual(yield* auth.token, old)
      const refresh = yield* Effect.fork(auth.refresh(old))
      yield* TestClock.adjust(Duration.zero)
      const other = yield* Effect.fork(token)
      yield* TestClock.adjust(Duration.seconds(10))
      assert.deepStrictEqual(
        Option.map(yield* Fiber.join(refresh), ({ value }) => Redacted.value(value)),
        Option.some("second")
      )
      assert.strictEqual(yield* Fiber.join(other), "second")
      assert.strictEqual(yield* logins, 2)
    }).pipe(
      Effect.provide(
        layer([first, Reply.ok({ access_token: "second", expires_in: 600 }, { after: "10 seconds" })])
      )
    )
  )

  it.effect("A2 interrupting the caller that started a grant fails nobody else", () =>
    Effect.gen(function* () {
      const starter = yield* Effect.fork(token)
      yield* TestClock.adjust(Duration.seconds(1))
      const waiter = yield* Effect.fork(token)
      yield* TestClock.adjust(Duration.seconds(1))
      yield* Fiber.interrupt(starter)
      yield* TestClock.adjust(Duration.seconds(3))
      assert.match(yield* Fiber.join(waiter), /^granted-/)
      assert.strictEqual(yield* logins, 1)
    }).pipe(Effect.provide(layer(granting(600, "5 seconds"))))
  )

  it.effect(
    "A2 a grant that hangs fails all waiters after 45 seconds, and the next caller starts a new one",
    () =>
      Effect.gen(function* () {
        const waiters = yield* Effect.forEach([1, 2, 3], () => Effect.fork(Effect.flip(token)))
        yield* TestClock.adjust(Duration.seconds(45))
        for (const waiter of waiters) {
          const error = yield* Fiber.join(waiter)
          assert.strictEqual(error._tag, "GenesysError")
        }
        const before = yield* logins
        assert.strictEqual(yield* token, "first")
        assert.strictEqual(yield* logins, before + 1)
      }).pipe(Effect.provide(layer([Reply.silence, Reply.silence, Reply.silence, first])))
  )

  it.effect("A2 a defect of the HTTP client reaches the waiters, and the next caller starts anew", () => {
    let asked = 0
    const broken = HttpClient.make(() =>
      Effect.suspend(() => {
        asked += 1
        return Effect.dieMessage("broken client")
      })
    )
    return Effect.gen(function* () {
      const exits = yield* Effect.forEach([1, 2], () => Effect.exit(token), { concurrency: 2 })
      assert.isTrue(exits.every((exit) => Exit.isFailure(exit) && Cause.isDie(exit.cause)))
      assert.strictEqual(asked, 1)
      yield* Effect.exit(token)
      assert.strictEqual(asked, 2)
    }).pipe(
      Effect.provide(
        AuthModule.layer.pipe(
          Layer.provide(GenesysConfig.layer({ credentials: Door.credentials })),
          Layer.provide(Layer.succeed(HttpClient.HttpClient, broken))
        )
      )
    )
  })

  it.effect("A3 a refusal is remembered for a minute, then tried again", () =>
    Effect.gen(function* () {
      for (let call = 0; call < 3; call++) {
        const error = yield* Effect.flip(token)
        assert.deepInclude(error.reason, { _tag: "Unauthorized", stage: "grant" })
        assert.include(error.message, "client not found")
      }
      yield* TestClock.adjust(Duration.millis(59_999))
      yield* Effect.flip(token)
      assert.strictEqual(yield* logins, 1)
      yield* TestClock.adjust(Duration.millis(1))
      assert.strictEqual(yield* token, "second")
    }).pipe(Effect.provide(layer([refused, second])))
  )

  it.effect("A3 a failure that is no refusal is not remembered", () =>
    Effect.gen(function* () {
      yield* Effect.flip(token)
      assert.strictEqual(yield* token, "second")
    }).pipe(Effect.provide(layer([down, second])))
  )

  it.effect("A3 the login host's Retry-After is kept by all callers, who are told what is left of it", () =>
    Effect.gen(function* () {
      const words = { error: "invalid_request", description: "rate limit exceeded; wait" }
      const headers = { "retry-after": "60" }
      for (const reply of [
        Reply.answer(429, "", { headers }),
        Reply.answer(503, "", { headers }),
        Reply.answer(400, words, { headers })
      ])
        yield* Effect.gen(function* () {
          yield* Effect.flip(token)
          yield* TestClock.adjust(Duration.seconds(20))
          const error = yield* Effect.flip(token)
          assert.deepStrictEqual(error.retryAfter, Option.some(Duration.seconds(40)))
          assert.strictEqual(yield* logins, 1)
          yield* TestClock.adjust(Duration.seconds(40))
          assert.strictEqual(yield* token, "second")
        }).pipe(Effect.provide(layer([reply, second])))
    })
  )

  it.effect("A3 a new token that is refused is not renewed again for a minute", () =>
    Effect.gen(function* () {
      const auth = yield* Auth
      const stale = yield* auth.token
      const fresh = Option.getOrThrow(yield* auth.refresh(stale))
      yield* auth.reject(fresh)
      assert.deepStrictEqual(yield* auth.refresh(fresh), Option.none())
      assert.deepStrictEqual(yield* auth.refresh(stale), Option.some(fresh))
      assert.strictEqual(yield* logins, 2)
      yield* TestClock.adjust(Duration.minutes(1))
      assert.isTrue(Option.isSome(yield* auth.refresh(fresh)))
      assert.strictEqual(yield* logins, 3)
    }).pipe(Effect.provide(layer(granting(600))))
  )

  it.effect("A1 a token given by the configuration is used as it is and never refreshed", () =>
    Effect.gen(function* () {
      const auth = yield* Auth
      const fixed = yield* auth.token
      assert.strictEqual(Redacted.value(fixed.value), "given-token")
      assert.deepStrictEqual(yield* auth.refresh(fixed), Option.none())
      assert.strictEqual(yield* logins, 0)
    }).pipe(
      Effect.provide(
        AuthModule.layer.pipe(
          Layer.provide(
            GenesysConfig.layer({
              credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make("given-token") })
            })
          ),
          Layer.provideMerge(ScriptedGenesys.layer({}))
        )
      )
    )
  )

  it.effect("A2 closing the layer during a grant ends its waiters", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(layer(Reply.silence), scope)
      const waiter = yield* Effect.fork(Effect.provide(token, context))
      yield* TestClock.adjust(Duration.seconds(1))
      yield* Scope.close(scope, Exit.void)
      const exit = yield* Fiber.await(waiter)
      assert.isTrue(Exit.isInterrupted(exit))
    })
  )

  it.effect.prop(
    "A2 any number of concurrent 401s, in any order of arrival and interruption, cause one grant",
    {
      callers: FastCheck.array(
        FastCheck.record({
          arrives: FastCheck.nat(9),
          interrupted: FastCheck.option(FastCheck.nat(12), { nil: undefined })
        }),
        { minLength: 1, maxLength: 12 }
      )
    },
    ({ callers }) =>
      Effect.gen(function* () {
        const auth = yield* Auth
        const old = yield* auth.token
        const fibers = yield* Effect.forEach(callers, ({ arrives, interrupted }) =>
          Effect.gen(function* () {
            const fiber = yield* Effect.fork(Effect.delay(auth.refresh(old), Duration.millis(arrives)))
            if (interrupted !== undefined)
              yield* Effect.fork(Effect.delay(Fiber.interrupt(fiber), Duration.millis(interrupted)))
            return fiber
          })
        )
        yield* TestClock.adjust(Duration.millis(50))
        const exits = yield* Effect.forEach(fibers, Fiber.await)
        const someoneStays = callers.some(({ interrupted }) => interrupted === undefined)
        assert.isAtMost(yield* logins, 2)
        if (someoneStays) assert.strictEqual(yield* logins, 2)
        for (const [index, exit] of exits.entries()) {
          if (callers[index]?.interrupted === undefined) {
            assert.isTrue(Exit.isSuccess(exit))
            if (Exit.isSuccess(exit))
              assert.deepStrictEqual(
                Option.map(exit.value, ({ generation }) => generation),
                Option.some(2)
              )
          }
        }
      }).pipe(
        Effect.provide(
          layer([
            first,
            Reply.ok({ access_token: "second", expires_in: 600 }, { after: "10 millis" }),
            refused
          ])
        )
      ),
    { fastCheck: { numRuns: 40 } }
  )
})
