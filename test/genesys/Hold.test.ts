import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import type { GenesysError } from "../../src/genesys/GenesysError.js"
import * as Hold from "../../src/genesys/Hold.js"
import * as Ledger from "../../src/genesys/Ledger.js"
import * as Limiter from "../../src/resilience/Limiter.js"

const waiter = (limit = Number.POSITIVE_INFINITY) => {
  const given: Array<GenesysError> = []
  const ledger = Ledger.make({ operation: "GET /x", idempotent: true })
  const giveUp = (error: GenesysError) =>
    Effect.sync(() => {
      given.push(error)
    })
  const waits: Array<number> = []
  const held = ({ until }: { readonly until: number }) =>
    Effect.sync(() => {
      waits.push(until)
    })
  return { ledger, limit, giveUp, held, given, waits }
}

const told = Ledger.error(
  Ledger.make({ operation: "GET /other", idempotent: true }),
  { _tag: "Unavailable", status: 503, body: { codes: ["service.unavailable"] } },
  "id-1"
)

describe("Hold", () => {
  it.effect("R3 holds the limiter, and only ever prolongs", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      const hold = Hold.make(limiter, 60_000)
      yield* hold.begin(told, 30_000)
      yield* hold.begin(told, 10_000)
      assert.strictEqual((yield* limiter.state).notBefore, 30_000)
      yield* Effect.flip(hold.admit(waiter(20_000))(Effect.void))
    })
  )

  it.effect("R2 admits who can wait, and refuses who cannot with what the platform said", () =>
    Effect.gen(function* () {
      const hold = Hold.make(yield* Limiter.make, 60_000)
      yield* hold.begin(told, 60_000)
      assert.isTrue(yield* hold.admit(waiter())(Effect.succeed(true)))
      const late = yield* Effect.flip(hold.admit(waiter(60_000))(Effect.succeed(true)))
      assert.deepInclude(late.reason, { _tag: "RateLimited", status: 503, retryAfterMillis: 60_000 })
      assert.strictEqual(late.correlationId, "id-1")
      assert.strictEqual(late.operation, "GET /x")
      yield* TestClock.adjust(Duration.seconds(20))
      yield* hold.begin(told, 61_000)
      const long = yield* Effect.flip(hold.admit(waiter())(Effect.succeed(true)))
      assert.deepStrictEqual(long.retryAfter, Option.some(Duration.seconds(61)))
      yield* TestClock.adjust(Duration.seconds(61))
      assert.isTrue(yield* hold.admit(waiter())(Effect.succeed(true)))
    })
  )

  it.effect("R2 ends those who wait already, but not who waits no longer", () =>
    Effect.gen(function* () {
      const hold = Hold.make(yield* Limiter.make, 60_000)
      const [queued, gone] = [waiter(), waiter()]
      yield* hold.admit(gone)(Effect.void)
      yield* Effect.fork(hold.admit(queued)(Effect.never))
      yield* TestClock.adjust(Duration.zero)
      yield* hold.begin(told, 3_600_000)
      assert.deepStrictEqual(
        [queued, gone].map(({ given }) => given.length),
        [1, 0]
      )
    })
  )

  it.effect("R3 a hold lasts a day at most, whatever the platform asks for", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      const hold = Hold.make(limiter, 60_000)
      yield* hold.begin(told, 1e15)
      assert.strictEqual((yield* limiter.state).notBefore, 86_400_000)
      yield* TestClock.adjust("1 days")
      assert.isTrue(yield* hold.admit(waiter())(Effect.succeed(true)))
    })
  )

  it.effect("R3 a hold can be ended by who knows better", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      const hold = Hold.make(limiter, 60_000)
      yield* hold.begin(told, 3_600_000)
      yield* Effect.flip(hold.admit(waiter())(Effect.void))
      yield* hold.release
      assert.isTrue(yield* hold.admit(waiter())(limiter.protect(() => Effect.succeed(true))))
    })
  )

  it.effect("L1 who cannot wait for the next allowance is told at once that this one is spent", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      yield* limiter.protect((observe) => observe({ count: 10, allowed: 10, reset: 40 }))
      const hold = Hold.make(limiter, 60_000)
      assert.isTrue(yield* hold.admit(waiter(40_001))(Effect.succeed(true)))
      const error = yield* Effect.flip(hold.admit(waiter(40_000))(Effect.succeed(true)))
      assert.deepStrictEqual(error.reason, {
        _tag: "RateLimited",
        retryAfterMillis: 40_000,
        body: { codes: [] }
      })
      assert.include(error.message, "the allowance is spent")
    })
  )

  it.effect("R3 tells who begins to wait during it, and nobody else, until when", () =>
    Effect.gen(function* () {
      const hold = Hold.make(yield* Limiter.make, 60_000)
      const [before, during, after] = [waiter(), waiter(), waiter()]
      yield* hold.admit(before)(Effect.void)
      yield* hold.begin(told, 30_000)
      yield* hold.admit(during)(Effect.void)
      yield* TestClock.adjust(Duration.seconds(30))
      yield* hold.admit(after)(Effect.void)
      assert.deepStrictEqual([before.waits, during.waits, after.waits], [[], [30_000], []])
    })
  )

  it.effect("B5 whoever has its turn while others are dismissed is left alone", () =>
    Effect.gen(function* () {
      const hold = Hold.make(yield* Limiter.make, 60_000)
      const turn = yield* Deferred.make<void>()
      const other = waiter()
      const first = {
        ...waiter(),
        // room was made for the other one
        giveUp: () => Effect.zipRight(Deferred.succeed(turn, undefined), Fiber.join(waiting))
      }
      yield* Effect.fork(hold.admit(first)(Effect.never))
      yield* TestClock.adjust(Duration.zero)
      const waiting = yield* Effect.fork(Effect.orDie(hold.admit(other)(Deferred.await(turn))))
      yield* TestClock.adjust(Duration.zero)
      yield* hold.dismiss(() => told)
      assert.strictEqual(other.given.length, 0)
    })
  )

  it.effect("B5 dismisses all that wait, each with its own error", () =>
    Effect.gen(function* () {
      const hold = Hold.make(yield* Limiter.make, 60_000)
      const [first, second] = [waiter(), waiter()]
      yield* Effect.fork(hold.admit(first)(Effect.never))
      yield* Effect.fork(hold.admit(second)(Effect.never))
      yield* TestClock.adjust(Duration.zero)
      yield* hold.dismiss(({ ledger }) =>
        ledger === first.ledger ? Ledger.error(ledger, { _tag: "CircuitOpen", until: 1 }) : undefined
      )
      assert.deepStrictEqual(first.given[0]?.reason, { _tag: "CircuitOpen", until: 1 })
      assert.strictEqual(second.given.length, 0)
    })
  )
})
