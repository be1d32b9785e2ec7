import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import type { GenesysError } from "../../src/genesys/GenesysError.js"
import * as Guard from "../../src/genesys/Guard.js"
import * as Hold from "../../src/genesys/Hold.js"
import * as Ledger from "../../src/genesys/Ledger.js"
import type { Reason } from "../../src/genesys/Reason.js"
import * as CircuitBreaker from "../../src/resilience/CircuitBreaker.js"
import * as Limiter from "../../src/resilience/Limiter.js"

const begin = () => Ledger.make({ operation: "GET /x", idempotent: true })
const token = { value: Redacted.make("token"), generation: 1 }
const body = { codes: [] }

/** An attempt that sends its request and fails. */
const failing = (ledger: Ledger.Ledger, reason: Reason) =>
  Effect.suspend(() => {
    Ledger.sending(ledger, token)
    return Effect.fail(Ledger.error(ledger, reason))
  })

const parts = Effect.gen(function* () {
  const hold = Hold.make(yield* Limiter.make, 60_000)
  const breaker = yield* CircuitBreaker.make({ name: "api", failureThreshold: 1 })
  return { hold, guard: Guard.make(breaker, hold) }
})

const down: Reason = { _tag: "Unavailable", status: 503, body }

describe("Guard", () => {
  it("B2 what was not sent says nothing of the API, whatever it is", () => {
    const ledger = begin()
    assert.strictEqual(Guard.verdict(ledger, Ledger.error(ledger, down)), "interrupted")
    Ledger.sending(ledger, token)
    assert.strictEqual(Guard.verdict(ledger, Ledger.error(ledger, down)), "failure")
  })

  it("B2 an answer that is no fault says that the API is well, no answer says nothing", () => {
    const ledger = begin()
    Ledger.sending(ledger, token)
    const of = (reason: Reason) => Guard.verdict(ledger, Ledger.error(ledger, reason))
    assert.strictEqual(of({ _tag: "NotFound", status: 404, body }), "neutral")
    assert.strictEqual(of({ _tag: "RateLimited", status: 429, body }), "neutral")
    assert.strictEqual(of({ _tag: "Timeout", afterMillis: 1 }), "failure")
    assert.strictEqual(of({ _tag: "DeadlineExceeded", afterMillis: 1 }), "interrupted")
    assert.strictEqual(of({ _tag: "Transport", kind: "cancelled", sent: "maybe" }), "interrupted")
  })

  it.effect("B4 an open circuit is told with the instant of the next probe", () =>
    Effect.gen(function* () {
      const { guard } = yield* parts
      const ledger = begin()
      yield* Effect.flip(guard.protect(ledger)(failing(ledger, down)))
      const error = yield* Effect.flip(guard.protect(begin())(Effect.void))
      assert.deepStrictEqual(error.reason, { _tag: "CircuitOpen", until: 60_000 })
    })
  )

  it.effect("B4 while another call probes, the next instant may be worth a look", () =>
    Effect.gen(function* () {
      const { guard } = yield* parts
      const ledger = begin()
      yield* Effect.flip(guard.protect(ledger)(failing(ledger, down)))
      yield* TestClock.adjust(Duration.seconds(60))
      yield* Effect.fork(guard.protect(begin())(Effect.never))
      yield* TestClock.adjust(Duration.seconds(3))
      const error = yield* Effect.flip(guard.protect(begin())(Effect.void))
      assert.deepStrictEqual(error.reason, { _tag: "CircuitOpen", until: 63_000 })
    })
  )

  it.effect("B5 opening, by a failure or by hand, ends those that wait", () =>
    Effect.gen(function* () {
      for (const way of ["failure", "hand"]) {
        const { guard, hold } = yield* parts
        const told = yield* Deferred.make<GenesysError>()
        const waiter = {
          ledger: begin(),
          limit: 1e9,
          giveUp: (error: GenesysError) => Deferred.succeed(told, error),
          held: () => Effect.void
        }
        yield* Effect.fork(hold.admit(waiter)(Effect.never))
        yield* TestClock.adjust(Duration.zero)
        const ledger = begin()
        yield* way === "hand"
          ? guard.breaker.isolate
          : Effect.flip(guard.protect(ledger)(failing(ledger, down)))
        const until = way === "hand" ? Number.POSITIVE_INFINITY : 60_000
        assert.deepStrictEqual((yield* Deferred.await(told)).reason, { _tag: "CircuitOpen", until })
      }
    })
  )

  it.effect("B5 a defect that opens the circuit ends those that wait", () =>
    Effect.gen(function* () {
      const { guard, hold } = yield* parts
      const told = yield* Deferred.make<GenesysError>()
      const giveUp = (error: GenesysError) => Deferred.succeed(told, error)
      const waiter = { ledger: begin(), limit: 1e9, giveUp, held: () => Effect.void }
      yield* Effect.fork(hold.admit(waiter)(Effect.never))
      yield* TestClock.adjust(Duration.zero)
      yield* Effect.exit(guard.protect(begin())(Effect.dieMessage("broken")))
      assert.deepStrictEqual((yield* Deferred.await(told)).reason, { _tag: "CircuitOpen", until: 60_000 })
    })
  )

  it.effect("B5 each that waits is ended once, however many there are", () =>
    Effect.gen(function* () {
      const { guard, hold } = yield* parts
      let ended = 0
      const waiters = yield* Effect.forEach(Array.from({ length: 200 }), () =>
        Effect.gen(function* () {
          const over = yield* Deferred.make<void, GenesysError>()
          const giveUp = (error: GenesysError) =>
            Effect.zipRight(
              Effect.sync(() => ended++),
              Deferred.fail(over, error)
            )
          const waiter = { ledger: begin(), limit: 1e9, giveUp, held: () => Effect.void }
          return yield* Effect.fork(
            Effect.flip(guard.protect(begin())(hold.admit(waiter)(Deferred.await(over))))
          )
        })
      )
      yield* TestClock.adjust(Duration.zero)
      const ledger = begin()
      yield* Effect.flip(guard.protect(ledger)(failing(ledger, down)))
      yield* Effect.forEach(waiters, Fiber.join)
      assert.strictEqual(ended, 200)
    })
  )

  it.effect("B5 without a circuit nothing is refused", () =>
    Effect.gen(function* () {
      const breaker = yield* CircuitBreaker.make({ name: "api" })
      yield* breaker.isolate
      assert.isTrue(yield* Guard.none(breaker).protect(begin())(Effect.succeed(true)))
    })
  )
})
