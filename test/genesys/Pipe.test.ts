import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Reply from "../../src/testing/Reply.js"
import * as Door from "./Door.js"

const fine = Reply.ok(Door.thing)
const down = Reply.answer(503)
const told = (seconds: number | string, status = 429) =>
  Reply.answer(
    status,
    { code: "too.many.requests.retry.after", message: "slow down" },
    { headers: { "retry-after": `${seconds}`, "inin-correlation-id": "correlation-1" } }
  )

const post = (options: { readonly idempotent?: boolean } = {}) =>
  Effect.flatMap(GenesysHttp.GenesysHttp, (http) =>
    http.post("/api/v2/things", Door.Thing, { body: {}, ...options })
  )

const posting = (script: Parameters<typeof Door.one>[0], options?: Door.Options) =>
  Effect.provide(Door.layer({ "POST /api/v2/things": script }, options))

const limit = (count: number, allowed: number, reset: number): Reply.Headers => ({
  "inin-ratelimit-count": `${count}`,
  "inin-ratelimit-allowed": `${allowed}`,
  "inin-ratelimit-reset": `${reset}`
})
const spent = limit(10, 10, 60)
const six = limit(1, 6, 20)

const state = Effect.flatMap(GenesysHttp.GenesysHttp, ({ breaker }) => breaker.state)
const isolated = { retry: { maxRetries: 0, networkMaxRetries: 0 } }

/** Runs a call for six seconds, five of them before the clock on the wall is set. */
const setting =
  (hours: number) =>
  <A, E, R>(call: Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const clock = yield* Effect.clock
      let shift = 0
      const wall: Clock.Clock = {
        [Clock.ClockTypeId]: Clock.ClockTypeId,
        unsafeCurrentTimeMillis: () => clock.unsafeCurrentTimeMillis() + shift,
        currentTimeMillis: Effect.sync(() => clock.unsafeCurrentTimeMillis() + shift),
        unsafeCurrentTimeNanos: () => clock.unsafeCurrentTimeNanos(),
        currentTimeNanos: clock.currentTimeNanos,
        sleep: (duration) => clock.sleep(duration)
      }
      const fiber = yield* Effect.fork(Effect.withClock(call, wall))
      yield* TestClock.adjust("5 seconds")
      shift = hours * 3_600_000
      yield* TestClock.adjust("1 seconds")
      return fiber
    })

describe("Pipe", () => {
  describe("time", () => {
    it.effect("H0 an attempt has 15 seconds by default, from the request to the last byte", () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.flip(Door.get()))
        yield* TestClock.adjust(Duration.millis(14_999))
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        yield* TestClock.adjust(Duration.millis(1))
        const error = yield* Fiber.join(fiber)
        assert.deepStrictEqual(error.reason, { _tag: "Timeout", afterMillis: 15_000 })
      }).pipe(Effect.provide(Door.one(Reply.silence, { policy: isolated })))
    )

    it.effect("H0 the wait for a token is no part of the attempt", () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(Door.get())
        yield* TestClock.adjust(Duration.seconds(14 + 14))
        assert.deepStrictEqual(yield* Fiber.join(fiber), Door.thing)
      }).pipe(
        Effect.provide(
          Door.one(Reply.ok(Door.thing, { after: "14 seconds" }), {
            login: Reply.ok({ access_token: "late", expires_in: 600 }, { after: "14 seconds" })
          })
        )
      )
    )

    it.effect("H0 the wait for a turn is no part of the attempt", () =>
      Effect.gen(function* () {
        const first = yield* Effect.fork(Effect.flip(Door.get()))
        yield* TestClock.adjust(Duration.zero)
        const second = yield* Effect.fork(Door.get())
        yield* TestClock.adjust(Duration.seconds(60))
        assert.strictEqual((yield* Fiber.join(first)).reason._tag, "RateLimited")
        assert.deepStrictEqual(yield* Fiber.join(second), Door.thing)
        assert.deepStrictEqual(yield* Door.gaps, [60_000])
      }).pipe(Effect.provide(Door.one([told(60), fine], { policy: isolated })))
    )

    it.effect("H0 the total deadline is 5 minutes by default, and cuts a login that hangs", () =>
      Effect.gen(function* () {
        const error = yield* Door.failing(Door.get({ deadline: "10 seconds" }))
        assert.deepStrictEqual(error.reason, { _tag: "DeadlineExceeded", afterMillis: 10_000 })
        assert.strictEqual((yield* Door.requests).length, 0)
      }).pipe(Effect.provide(Door.one(fine, { login: Reply.silence })))
    )

    it.effect("H0 a call whose deadline passes while the login fails is told what it fails with", () =>
      Effect.gen(function* () {
        const error = yield* Door.failing(Door.get({ deadline: "10 millis" }))
        assert.strictEqual(error.operation, "POST /oauth/token")
        assert.strictEqual(error.reason._tag, "Unavailable")
        assert.strictEqual(error.gaveUp, "deadline")
      }).pipe(
        Effect.provide(Door.one(fine, { login: Reply.answer(503, "", { headers: { "retry-after": "1" } }) }))
      )
    )

    it.effect("H0 the total deadline cuts a request that is under way", () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.flip(Door.get({ deadline: "10 seconds" })))
        yield* TestClock.adjust(Duration.millis(9_999))
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        yield* TestClock.adjust(Duration.millis(1))
        assert.strictEqual((yield* Fiber.join(fiber)).reason._tag, "DeadlineExceeded")
      }).pipe(Effect.provide(Door.one(Reply.silence)))
    )

    it.effect("H0 by default the total deadline is 5 minutes", () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.flip(Door.get()))
        yield* TestClock.adjust(Duration.minutes(5))
        assert.deepStrictEqual((yield* Fiber.join(fiber)).reason, {
          _tag: "DeadlineExceeded",
          afterMillis: 300_000
        })
      }).pipe(Effect.provide(Door.one(Reply.silence, { policy: { attemptTimeout: "1 hour" } })))
    )

    it.effect("R6 the deadline is kept when the clock on the wall is set back", () =>
      Effect.gen(function* () {
        const call = yield* setting(-1)(Effect.flip(Door.get({ deadline: "20 seconds" })))
        assert.deepInclude(yield* Fiber.join(call), { gaveUp: "deadline", attempts: 1 })
      }).pipe(
        Effect.provide(
          Door.one(Reply.answer(503, "", { headers: { "retry-after": "30" }, after: "6 seconds" }))
        )
      )
    )

    it.effect("R6 a clock on the wall that is set forward ends no call", () =>
      Effect.gen(function* () {
        const call = yield* setting(1)(Door.get({ deadline: "20 seconds" }))
        yield* TestClock.adjust("14 seconds")
        assert.deepStrictEqual(yield* Fiber.join(call), Door.thing)
      }).pipe(Effect.provide(Door.one([Reply.answer(503, "", { after: "6 seconds" }), fine])))
    )

    it.effect("R6 a wait that would reach the deadline is not begun", () =>
      Effect.gen(function* () {
        const error = yield* Door.get({ deadline: "60 seconds" }).pipe(Effect.flip)
        assert.strictEqual(error.reason._tag, "RateLimited")
        assert.strictEqual(error.gaveUp, "deadline")
        assert.strictEqual((yield* Door.requests).length, 1)
      }).pipe(Effect.provide(Door.one([told(60), fine])))
    )
  })

  describe("retry", () => {
    it.effect("R2 Retry-After is waited for exactly, on 503 too, and measured on the server's clock", () =>
      Effect.gen(function* () {
        yield* Door.finished(Door.get())
        assert.deepStrictEqual(yield* Door.gaps, [7_000, 3_000, 20_000])
      }).pipe(
        Effect.provide(
          Door.one([
            told(7),
            told(3, 503),
            Reply.answer(429, "", {
              headers: {
                "retry-after": "Sun, 22 Nov 2026 12:00:20 GMT",
                date: "Sun, 22 Nov 2026 12:00:00 GMT"
              }
            }),
            fine
          ])
        )
      )
    )

    it.effect("R2 a Retry-After that is longer than allowed ends the call at once, and says how long", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Door.get({ deadline: "1 day" }))
        assert.strictEqual(error.gaveUp, "retry-after-too-long")
        assert.deepStrictEqual(error.retryAfter, Option.some(Duration.hours(2)))
        assert.strictEqual(error.correlationId, "correlation-1")
        assert.strictEqual(error.attempts, 1)
      }).pipe(Effect.provide(Door.one([told(7_200), fine])))
    )

    it.effect("R4 a POST is repeated only where it was certainly not processed", () =>
      Effect.gen(function* () {
        const cases: ReadonlyArray<readonly [Reply.Reply, number]> = [
          [Reply.answer(429), 2],
          [Reply.fault("ECONNREFUSED"), 2],
          [Reply.fault("ENOTFOUND"), 2],
          [Reply.fault("ECONNRESET"), 1],
          [Reply.answer(503), 1],
          [Reply.answer(500), 1],
          [Reply.answer(200, "{"), 1],
          [Reply.silence, 1]
        ]
        for (const [reply, requests] of cases) {
          const seen = yield* Effect.exit(Door.finished(post())).pipe(
            Effect.zipRight(Door.requests),
            posting([reply, fine])
          )
          assert.strictEqual(seen.length, requests, JSON.stringify(reply))
        }
      })
    )

    it.effect(
      "R4 a POST that is declared idempotent is repeated like a GET, with one key for all attempts",
      () =>
        Effect.gen(function* () {
          yield* Door.finished(post({ idempotent: true }))
          const keys = (yield* Door.requests).map(({ headers }) => headers["idempotency-key"])
          assert.strictEqual(keys.length, 3)
          assert.strictEqual(new Set(keys).size, 1)
        }).pipe(posting([Reply.fault("ECONNRESET"), down, fine]))
    )

    it.effect("R5 calls share what they may repeat", () =>
      Effect.gen(function* () {
        const first = yield* Door.failing(Door.get())
        const second = yield* Door.failing(Door.get())
        assert.strictEqual(first.attempts, 3)
        assert.strictEqual(first.gaveUp, "shared-budget")
        assert.strictEqual(second.attempts, 1)
        assert.strictEqual(second.gaveUp, "shared-budget")
      }).pipe(Effect.provide(Door.one(down, { policy: { breaker: false, retryBudget: { capacity: 10 } } })))
    )

    it.effect(
      "H1 an error counts the requests and those among them that were repetitions, without the replay",
      () =>
        Effect.gen(function* () {
          const error = yield* Door.failing(Door.get())
          assert.strictEqual(error.attempts, 4)
          assert.strictEqual(error.retries, 2)
          assert.strictEqual(error.gaveUp, "spent")
        }).pipe(
          Effect.provide(
            Door.one([down, Reply.answer(401), down], {
              policy: { breaker: false, retry: { maxRetries: 2 } }
            })
          )
        )
    )

    it.effect("H1 a call without retries is sent once", () =>
      Effect.gen(function* () {
        const http = yield* GenesysHttp.GenesysHttp
        yield* Effect.flip(http.get(Door.path, Door.Thing, { params: { id: "1" }, retry: false }))
        assert.strictEqual((yield* Door.requests).length, 1)
      }).pipe(Effect.provide(Door.one(down)))
    )

    it.effect("H3 a 409 says whether an earlier attempt may have been applied", () =>
      Effect.gen(function* () {
        const first = yield* Door.failing(post()).pipe(posting(Reply.answer(409)))
        const second = yield* Door.failing(post({ idempotent: true })).pipe(
          posting([Reply.fault("ECONNRESET"), Reply.answer(409)])
        )
        const third = yield* Door.failing(post()).pipe(posting([told(1), Reply.answer(409)]))
        assert.deepInclude(first.reason, { _tag: "Conflict", possiblyApplied: false })
        assert.deepInclude(second.reason, { _tag: "Conflict", possiblyApplied: true })
        assert.deepInclude(third.reason, { _tag: "Conflict", possiblyApplied: false })
      })
    )
  })

  describe("hold", () => {
    it.effect(
      "R3 while the platform has said not before, no other request is sent, queued ones included",
      () =>
        Effect.gen(function* () {
          const calls = yield* Effect.forEach([1, 2, 3, 4, 5], () => Effect.fork(Door.get()))
          yield* TestClock.adjust(Duration.seconds(29))
          assert.strictEqual((yield* Door.requests).length, 1)
          yield* TestClock.adjust(Duration.seconds(1))
          for (const call of calls) assert.deepStrictEqual(yield* Fiber.join(call), Door.thing)
          assert.isTrue((yield* Door.requests).slice(1).every(({ at }) => at >= 30_000))
        }).pipe(Effect.provide(Door.one([told(30), fine])))
    )

    it.effect("R3 a call tells each wait before it begins: its own, and that of the token", () =>
      Effect.gen(function* () {
        const waits: Array<string> = []
        const call = (name: string) =>
          Door.get({
            onWait: ({ error, until }) =>
              Effect.sync(() => {
                waits.push(`${name} ${error.reason._tag} ${until}`)
              })
          })
        const own = yield* Effect.fork(call("own"))
        yield* TestClock.adjust(Duration.seconds(10))
        const other = yield* Effect.fork(call("other"))
        yield* TestClock.adjust(Duration.seconds(20))
        for (const fiber of [own, other]) assert.deepStrictEqual(yield* Fiber.join(fiber), Door.thing)
        assert.deepStrictEqual(waits, ["own RateLimited 30000", "other RateLimited 30000"])
      }).pipe(Effect.provide(Door.one([told(30), fine])))
    )

    it.effect("R3 a token that is obtained during a hold sends nothing before its end", () =>
      Effect.gen(function* () {
        const first = yield* Effect.fork(Door.get())
        yield* TestClock.adjust(Duration.seconds(30))
        assert.deepStrictEqual(yield* Fiber.join(first), Door.thing)
        assert.deepStrictEqual(yield* Door.gaps, [0, 20_000])
        assert.strictEqual((yield* Door.logins).length, 2)
      }).pipe(Effect.provide(Door.one([Reply.answer(401), told(20), fine])))
    )

    it.effect("R3 a request whose turn came before a hold, and whose token after, waits for its end", () =>
      Effect.gen(function* () {
        yield* Door.get()
        const slow = yield* Effect.fork(Effect.flip(Door.get()))
        yield* TestClock.adjust(Duration.zero)
        // its turn comes with the next window, at 60 s; the token is over by then, the next one is there at 70 s
        const queued = yield* Effect.fork(Door.get())
        yield* TestClock.adjust(Duration.seconds(94))
        assert.strictEqual((yield* Fiber.join(slow)).reason._tag, "RateLimited")
        assert.strictEqual((yield* Door.logins).length, 2)
        assert.strictEqual((yield* Door.requests).length, 2)
        yield* TestClock.adjust(Duration.seconds(1))
        assert.deepStrictEqual(yield* Fiber.join(queued), Door.thing)
      }).pipe(
        Effect.provide(
          Door.one(
            [
              Reply.ok(Door.thing, {
                headers: {
                  "inin-ratelimit-count": "1",
                  "inin-ratelimit-allowed": "2",
                  "inin-ratelimit-reset": "60"
                }
              }),
              Reply.answer(429, "", { headers: { "retry-after": "30" }, after: "65 seconds" }),
              fine
            ],
            {
              policy: { ...isolated, attemptTimeout: "2 minutes" },
              login: [
                Reply.ok({ access_token: "one", expires_in: 50 }),
                Reply.ok({ access_token: "two", expires_in: 600 }, { after: "10 seconds" })
              ],
              checksTokens: false
            }
          )
        )
      )
    )

    it.effect("R2 a hold of hours ends the calls that wait, and later ones, at once: told, not sent", () =>
      Effect.gen(function* () {
        const calls = yield* Effect.forEach([1, 2, 3], () => Effect.fork(Effect.flip(Door.get())))
        yield* TestClock.adjust(Duration.zero)
        const errors = yield* Effect.forEach(calls, Fiber.join)
        yield* TestClock.adjust(Duration.minutes(30))
        errors.push(yield* Effect.flip(Door.get()))
        assert.deepStrictEqual(
          errors.map(({ attempts }) => attempts),
          [1, 0, 0, 0]
        )
        for (const error of errors) {
          assert.strictEqual(error.gaveUp, "retry-after-too-long")
          assert.deepInclude(error.reason, { _tag: "RateLimited", status: 429 })
          assert.strictEqual(error.correlationId, "correlation-1")
        }
        assert.deepStrictEqual(errors[3]?.retryAfter, Option.some(Duration.minutes(90)))
        assert.strictEqual((yield* Door.requests).length, 1)
        yield* TestClock.adjust(Duration.minutes(90))
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
      }).pipe(Effect.provide(Door.one([told(7_200), fine])))
    )

    it.effect("L1 a spent allowance that outlasts a call's deadline ends the call at once", () =>
      Effect.gen(function* () {
        yield* Door.get()
        const error = yield* Effect.flip(Door.get({ deadline: "10 seconds" }))
        assert.deepInclude(error, { attempts: 0 })
        assert.strictEqual(error.reason._tag, "RateLimited")
        assert.deepStrictEqual(error.retryAfter, Option.some(Duration.seconds(60)))
        assert.strictEqual((yield* Door.requests).length, 1)
      }).pipe(Effect.provide(Door.one(Reply.ok(Door.thing, { headers: spent }))))
    )

    it.effect("L1 a refusal's words of the limit are heard as well", () =>
      Effect.gen(function* () {
        const { limiter } = yield* GenesysHttp.GenesysHttp
        yield* Effect.flip(Door.get())
        assert.strictEqual((yield* limiter.state).window?.used, 10)
      }).pipe(Effect.provide(Door.one(Reply.answer(404, "", { headers: spent }))))
    )

    it.effect("L1 a platform that is down lets one request a second find out, however many wait", () =>
      Effect.gen(function* () {
        const calls = yield* Effect.forEach(Array.from({ length: 200 }), () =>
          Effect.fork(Effect.flip(Door.get()))
        )
        yield* TestClock.adjust("20 seconds")
        assert.strictEqual((yield* state)._tag, "Open")
        assert.strictEqual((yield* Door.requests).length, 5)
        yield* Effect.forEach(calls, Fiber.join)
      }).pipe(Effect.provide(Door.one(Reply.answer(503, "", { after: "50 millis" }))))
    )

    it.effect("R3 a hold of the platform can be ended by hand", () =>
      Effect.gen(function* () {
        const { limiter } = yield* GenesysHttp.GenesysHttp
        yield* Effect.flip(Door.get())
        yield* Effect.flip(Door.get())
        yield* limiter.release
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
      }).pipe(Effect.provide(Door.one([told(28_800), fine])))
    )

    it.effect("R6 a hold that outlasts a call's deadline ends the call at once", () =>
      Effect.gen(function* () {
        yield* Effect.fork(Door.get())
        yield* TestClock.adjust(Duration.zero)
        const error = yield* Effect.flip(Door.get({ deadline: "20 seconds" }))
        assert.strictEqual(error.gaveUp, "deadline")
        assert.strictEqual(error.attempts, 0)
      }).pipe(Effect.provide(Door.one([told(30), fine])))
    )

    it.effect("R3 a request that is under way when a hold begins is left alone", () =>
      Effect.gen(function* () {
        yield* Door.get()
        const slow = yield* Effect.fork(Door.get())
        yield* TestClock.adjust(Duration.zero)
        const refused = yield* Effect.fork(Effect.flip(Door.get()))
        yield* TestClock.adjust(Duration.seconds(5))
        assert.deepStrictEqual(yield* Fiber.join(slow), Door.thing)
        assert.strictEqual((yield* Fiber.join(refused)).gaveUp, "retry-after-too-long")
      }).pipe(Effect.provide(Door.one([fine, Reply.ok(Door.thing, { after: "5 seconds" }), told(7_200)])))
    )

    it.effect("L1 the allowance that the answers tell is spent and not exceeded", () =>
      Effect.gen(function* () {
        const calls = yield* Effect.forEach(Array.from({ length: 25 }), () => Effect.fork(Door.get()))
        yield* TestClock.adjust(Duration.seconds(59))
        assert.strictEqual((yield* Door.requests).length, 10)
        yield* TestClock.adjust(Duration.seconds(61))
        yield* Effect.forEach(calls, Fiber.join)
        assert.strictEqual((yield* Door.requests).filter(({ at }) => at >= 60_000 && at < 120_000).length, 10)
      }).pipe(
        Effect.provide(
          Door.one((asked) => {
            const second = Math.floor(asked.at / 1_000)
            count = second % 60 === 0 && second !== last ? 1 : count + 1
            last = second
            return Reply.ok(Door.thing, {
              headers: {
                "inin-ratelimit-count": `${count}`,
                "inin-ratelimit-allowed": "10",
                "inin-ratelimit-reset": `${60 - (second % 60)}`
              }
            })
          })
        )
      )
    )
    let count = 0
    let last = -1
  })

  describe("breaker", () => {
    const trip = Effect.gen(function* () {
      for (let call = 0; call < 5; call++) yield* Effect.flip(Door.get())
    })

    it.effect(
      "B1 opens at the fifth failure, fails at once, and lets one probe through after the cool-down",
      () =>
        Effect.gen(function* () {
          yield* trip
          const now = yield* TestClock.currentTimeMillis
          const error = yield* Effect.flip(Door.get())
          assert.deepStrictEqual(error.reason, { _tag: "CircuitOpen", until: now + 60_000 })
          assert.strictEqual(error.attempts, 0)
          yield* TestClock.adjust(Duration.seconds(60))
          const calls = yield* Effect.forEach([1, 2, 3], () => Effect.fork(Effect.either(Door.get())))
          yield* TestClock.adjust(Duration.seconds(1))
          yield* Effect.forEach(calls, Fiber.join)
          assert.strictEqual((yield* Door.requests).length, 6)
          assert.strictEqual((yield* state)._tag, "Closed")
        }).pipe(
          Effect.provide(
            Door.one([down, down, down, down, down, Reply.ok(Door.thing, { after: "1 second" })], {
              policy: isolated
            })
          )
        )
    )

    it.effect("B5 a circuit that opens during a call's own retries ends it with its last real error", () =>
      Effect.gen(function* () {
        yield* trip.pipe(
          Effect.zipRight(Effect.void),
          Effect.when(() => false)
        )
        const error = yield* Door.failing(Door.get())
        assert.deepInclude(error.reason, { _tag: "Unavailable", status: 503 })
        assert.strictEqual(error.gaveUp, "circuit-open")
        assert.strictEqual(error.attempts, 5)
        assert.strictEqual(error.retries, 4)
        assert.isTrue((error.circuitOpenUntil ?? 0) > 60_000)
      }).pipe(Effect.provide(Door.one(down)))
    )

    it.effect("B2 refusals and wrong requests do not open the circuit", () =>
      Effect.gen(function* () {
        for (let call = 0; call < 20; call++) yield* Effect.flip(Door.get())
        assert.strictEqual((yield* state)._tag, "Closed")
      }).pipe(
        Effect.provide(
          Door.one(
            [
              Reply.answer(404),
              Reply.answer(500, { errorCode: "VALIDATION_FAILED" }),
              Reply.answer(429),
              Reply.answer(403),
              Reply.answer(200, "<html>")
            ],
            { policy: isolated }
          )
        )
      )
    )

    it.effect("B2 a probe whose login fails says nothing of the API: the next call is the probe", () =>
      Effect.gen(function* () {
        yield* trip
        yield* TestClock.adjust(Duration.seconds(60))
        // the token is over by then, and the login host is down
        yield* Effect.flip(Door.get())
        assert.strictEqual((yield* state)._tag, "HalfOpen")
        yield* TestClock.adjust(Duration.seconds(1))
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
        assert.strictEqual((yield* state)._tag, "Closed")
      }).pipe(
        Effect.provide(
          Door.one([down, down, down, down, down, fine], {
            policy: isolated,
            login: [
              Reply.ok({ access_token: "short", expires_in: 30 }),
              Reply.answer(503),
              Reply.ok({ access_token: "next", expires_in: 600 })
            ]
          })
        )
      )
    )

    it.effect("B2 a probe that meets a hold, or its own deadline, gives its place back", () =>
      Effect.gen(function* () {
        yield* trip
        yield* TestClock.adjust(Duration.seconds(60))
        const hopeless = yield* Effect.flip(Door.get())
        assert.deepInclude(hopeless.reason, { _tag: "RateLimited", status: 503 })
        assert.strictEqual(hopeless.attempts, 0)
        assert.strictEqual((yield* state)._tag, "HalfOpen")
        yield* TestClock.adjust(Duration.hours(1))
        const late = yield* Door.failing(Door.get({ deadline: "1 second" }))
        assert.strictEqual(late.reason._tag, "DeadlineExceeded")
        assert.strictEqual((yield* state)._tag, "HalfOpen")
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
      }).pipe(
        Effect.provide(
          Door.one([down, down, down, down, told(3_600, 503), Reply.silence, fine], { policy: isolated })
        )
      )
    )

    it.effect("B2 an interrupted probe gives its place back", () =>
      Effect.gen(function* () {
        yield* trip
        yield* TestClock.adjust(Duration.seconds(60))
        const probe = yield* Effect.fork(Door.get())
        yield* TestClock.adjust(Duration.seconds(1))
        yield* Fiber.interrupt(probe)
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
      }).pipe(
        Effect.provide(Door.one([down, down, down, down, down, Reply.silence, fine], { policy: isolated }))
      )
    )

    it.effect("B5 a circuit that opens is open for those, too, that wait for their turn", () =>
      Effect.gen(function* () {
        // the first proves nothing within its second, so the others are let through one a second
        const calls = yield* Effect.forEach(Array.from({ length: 30 }), () =>
          Effect.fork(Effect.flip(Door.get()))
        )
        yield* TestClock.adjust(Duration.seconds(20))
        const errors = yield* Effect.forEach(calls.slice(-5), Fiber.join)
        for (const error of errors) {
          assert.deepStrictEqual(error.reason, { _tag: "CircuitOpen", until: 79_000 })
          assert.strictEqual(error.attempts, 0)
        }
        yield* TestClock.adjust(Duration.seconds(20))
        yield* Effect.forEach(calls, Fiber.join)
        assert.isAtMost((yield* Door.requests).length, 25)
      }).pipe(Effect.provide(Door.one(Reply.silence, { policy: isolated })))
    )

    it.effect("B2 a probe's lease covers a login and the longest hold, whatever is left unsaid", () =>
      Effect.gen(function* () {
        yield* trip
        yield* TestClock.adjust(Duration.seconds(60))
        const probe = yield* Effect.fork(Door.get())
        yield* TestClock.adjust(0)
        const now = yield* state
        assert.strictEqual(now._tag === "HalfOpen" ? now.leaseEnds : undefined, 60_000 + 240_000)
        yield* Fiber.interrupt(probe)
      }).pipe(
        Effect.provide(
          Door.one([down, down, down, down, down, Reply.silence], {
            policy: { ...isolated, breaker: { probeLease: undefined } }
          })
        )
      )
    )

    it.effect(
      "B2 a probe that is refused before it is sent decides nothing, though its call sent before",
      () =>
        Effect.gen(function* () {
          yield* Door.get()
          const first = yield* Effect.fork(Effect.flip(Door.get()))
          yield* TestClock.adjust(0)
          const second = yield* Effect.fork(Effect.flip(Door.get()))
          yield* TestClock.adjust("3 seconds")
          assert.strictEqual((yield* Fiber.join(first)).reason._tag, "RateLimited")
          assert.strictEqual((yield* state)._tag, "HalfOpen")
          yield* Fiber.interrupt(second)
        }).pipe(
          Effect.provide(
            Door.one(
              [
                fine,
                Reply.answer(503, "", { headers: { "retry-after": "2" }, after: 10 }),
                Reply.answer(429, "", { headers: { "retry-after": "9999" }, after: "1990 millis" })
              ],
              { policy: { breaker: { failureThreshold: 1, coolDown: "1 seconds" } } }
            )
          )
        )
    )

    it.effect("B5 who was sent is never told that the circuit refused it", () =>
      Effect.gen(function* () {
        const http = yield* GenesysHttp.GenesysHttp
        yield* http.get(Door.path, Door.Thing, { params: { id: "first" } })
        const calls = yield* Effect.forEach(
          Array.from({ length: 100 }, (_, id) => `${id}`),
          (id) =>
            Effect.fork(Effect.either(http.get(Door.path, Door.Thing, { params: { id }, retry: false })))
        )
        yield* TestClock.adjust("40 seconds")
        const sent = new Set((yield* Door.requests).map((asked) => asked.path.split("/").pop()))
        const ends = yield* Effect.forEach(calls, Fiber.join)
        const refused = ends.flatMap((end, id) =>
          Either.isLeft(end) && end.left.reason._tag === "CircuitOpen" ? [`${id}`] : []
        )
        assert.isAbove(refused.length, 50)
        assert.deepStrictEqual(
          refused.filter((id) => sent.has(id)),
          []
        )
      }).pipe(
        Effect.provide(
          Door.one([
            Reply.ok(Door.thing, { headers: six }),
            ...Array.from({ length: 5 }, () => Reply.answer(503, "", { after: "2 seconds", headers: six })),
            Reply.ok(Door.thing, { after: "5 seconds", headers: six })
          ])
        )
      )
    )

    it.effect("B5 isolating by hand ends those that wait", () =>
      Effect.gen(function* () {
        const { breaker } = yield* GenesysHttp.GenesysHttp
        const first = yield* Effect.fork(Effect.flip(Door.get()))
        yield* TestClock.adjust(Duration.zero)
        const second = yield* Effect.fork(Effect.flip(Door.get()))
        yield* TestClock.adjust(Duration.zero)
        yield* breaker.isolate
        assert.strictEqual((yield* Fiber.join(second)).reason._tag, "CircuitOpen")
        yield* Fiber.interrupt(first)
      }).pipe(Effect.provide(Door.one([told(30), fine])))
    )

    it.effect("B5 a circuit isolated by hand refuses every call, and says that no probe is coming", () =>
      Effect.gen(function* () {
        const { breaker } = yield* GenesysHttp.GenesysHttp
        yield* breaker.isolate
        const error = yield* Effect.flip(Door.get())
        assert.deepStrictEqual(error.reason, { _tag: "CircuitOpen", until: Number.POSITIVE_INFINITY })
        yield* breaker.reset
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
      }).pipe(Effect.provide(Door.one(fine)))
    )
  })

  describe("token", () => {
    it.effect("A2 a 401 is answered with one new token and one replay per call, whatever follows", () =>
      Effect.gen(function* () {
        const error = yield* Door.failing(Door.get())
        assert.strictEqual(error.reason._tag, "Unauthorized")
        assert.strictEqual((yield* Door.logins).length, 2)
        assert.strictEqual((yield* Door.requests).length, 3)
      }).pipe(Effect.provide(Door.one([Reply.answer(401), down, Reply.answer(401), fine])))
    )

    it.effect("A2 an API that refuses every new token does not make each call renew it", () =>
      Effect.gen(function* () {
        for (let call = 0; call < 50; call++) {
          const error = yield* Effect.flip(Door.get())
          assert.deepInclude(error.reason, { _tag: "Unauthorized", stage: "call" })
        }
        assert.strictEqual((yield* Door.logins).length, 2)
      }).pipe(Effect.provide(Door.one(Reply.answer(401), { checksTokens: false })))
    )

    it.effect("A2 a renewal after a 401 ends with the call's deadline", () =>
      Effect.gen(function* () {
        const call = yield* Effect.fork(Effect.flip(Door.get({ deadline: "5 seconds" })))
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual((yield* Fiber.join(call)).reason._tag, "DeadlineExceeded")
      }).pipe(
        Effect.provide(
          Door.one(Reply.answer(401), {
            login: [Reply.ok({ access_token: "one", expires_in: 600 }), Reply.silence]
          })
        )
      )
    )

    it.effect("B5 a 401 whose renewal meets the login host's open circuit ends with that circuit", () =>
      Effect.gen(function* () {
        yield* Door.get()
        yield* TestClock.adjust("541 seconds")
        // begins to renew the token in the background, which opens the circuit of the login host
        yield* Door.get()
        yield* TestClock.adjust("31 seconds")
        const error = yield* Effect.flip(Door.get())
        assert.strictEqual(error.operation, "POST /oauth/token")
        assert.strictEqual(error.reason._tag, "CircuitOpen")
      }).pipe(
        Effect.provide(
          Door.one([fine, fine, Reply.answer(401)], {
            checksTokens: false,
            login: [Reply.ok({ access_token: "one", expires_in: 600 }), down]
          })
        )
      )
    )

    it.effect("A2 the call does not repeat the repetitions of the login", () =>
      Effect.gen(function* () {
        yield* Door.failing(Door.get())
        assert.strictEqual((yield* Door.logins).length, 2)
      }).pipe(
        Effect.provide(Door.one(fine, { login: down, policy: { breaker: false, retry: { maxRetries: 1 } } }))
      )
    )

    it.effect("A2 a 401 that no token cures is final", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Door.get())
        assert.strictEqual(error.reason._tag, "Unauthorized")
        assert.strictEqual((yield* Door.logins).length, 1)
      }).pipe(Effect.provide(Door.one(Reply.answer(401, { code: "ip.not.authorized" }))))
    )

    it.effect("A3 a login that is refused ends the call without a replay, as the login's own error", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Door.get())
        assert.strictEqual(error.operation, "POST /oauth/token")
        assert.deepInclude(error.reason, { _tag: "Unauthorized", stage: "grant" })
        assert.strictEqual((yield* Door.requests).length, 1)
      }).pipe(
        Effect.provide(
          Door.one([Reply.answer(401), fine], {
            login: [
              Reply.ok({ access_token: "one", expires_in: 600 }),
              Reply.answer(400, { error: "invalid_client" })
            ]
          })
        )
      )
    )

    it.effect(
      "A2 a login host that is down is not repeated by the call as well, and is no fault of the API",
      () =>
        Effect.gen(function* () {
          for (let call = 0; call < 6; call++) yield* Door.failing(Door.get())
          assert.strictEqual((yield* state)._tag, "Closed")
          // Five failures open the circuit of the login host; from then on it is probed once a cool-down.
          const logins = yield* Door.logins
          assert.isAtLeast(logins.length, 5)
          assert.isBelow(logins.length, 6 * 3)
          assert.strictEqual((yield* Door.requests).length, 0)
        }).pipe(Effect.provide(Door.one(fine, { login: down, policy: { retry: { maxRetries: 2 } } })))
    )
  })

  it.effect("W8 interrupting calls at any moment leaves nothing behind", () =>
    Effect.gen(function* () {
      const { limiter } = yield* GenesysHttp.GenesysHttp
      for (let after = 0; after <= 5_000; after += 250) {
        const calls = yield* Effect.forEach([1, 2, 3, 4], () => Effect.fork(Door.get()))
        yield* TestClock.adjust(Duration.millis(after))
        const exits = yield* Effect.forEach(calls, Fiber.interrupt)
        assert.isTrue(exits.every((exit) => Exit.isInterrupted(exit) || Exit.isSuccess(exit)))
        assert.strictEqual(yield* limiter.waiting, 0)
        assert.strictEqual((yield* limiter.state).requests.unaccounted, 0)
        assert.strictEqual((yield* state)._tag, "Closed")
      }
    }).pipe(
      Effect.provide(
        Door.one((asked) => (asked.at % 2 === 0 ? told(1) : Reply.ok(Door.thing, { after: "700 millis" })), {
          login: () => Reply.ok({ access_token: "token", expires_in: 4 }, { after: "300 millis" })
        })
      )
    )
  )
})
