import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as TestClock from "effect/TestClock"
import * as Alarm from "../../src/genesys/Alarm.js"
import type { Wait } from "../../src/genesys/Call.js"
import * as DoorMetrics from "../../src/genesys/DoorMetrics.js"
import * as Ledger from "../../src/genesys/Ledger.js"
import * as Trip from "../../src/genesys/Trip.js"

const unavailable = { _tag: "Unavailable", status: 503, body: { codes: [] } } as const

const begun = (onWait?: (wait: Wait) => Effect.Effect<void>) =>
  Effect.gen(function* () {
    const login = Ledger.error(Ledger.make({ operation: "POST /oauth/token", idempotent: true }), unavailable)
    const auth = {
      token: Effect.never,
      atHand: () => undefined,
      refresh: () => Effect.never,
      reject: () => Effect.void,
      fault: () => login
    }
    return Trip.begin(
      { operation: "GET /x", idempotent: true, onWait },
      { alarm: yield* Alarm.make, auth, clock: yield* Effect.clock, total: Duration.seconds(10) }
    )
  })

describe("Trip", () => {
  it.scoped("H0 what it waits for is cut at its deadline, and told what the login failed with", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 minute")
      const trip = yield* begun()
      assert.strictEqual(trip.limit, 70_000)
      const waiting = yield* Effect.fork(Effect.flip(trip.timer.within(Effect.never)))
      yield* TestClock.adjust("10 seconds")
      const error = yield* waiting
      assert.strictEqual(error.operation, "POST /oauth/token")
      assert.strictEqual(error.gaveUp, "deadline")
    })
  )

  it.scoped("H0 a request that hangs ends as out of time", () =>
    Effect.gen(function* () {
      const trip = yield* begun()
      Ledger.sending(trip.ledger, undefined)
      const waiting = yield* Effect.fork(Effect.flip(trip.timer.within(Effect.never)))
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual((yield* waiting).reason, { _tag: "DeadlineExceeded", afterMillis: 10_000 })
    })
  )

  it.scoped("E6 a repetition is told with its wait, and only a request that was sent counts as one", () =>
    Effect.gen(function* () {
      const waits: Array<number> = []
      const trip = yield* begun(({ until }) => Effect.sync(() => waits.push(until)))
      const error = Ledger.error(trip.ledger, unavailable)
      const failed = Effect.map(
        Metric.value(Metric.tagged(DoorMetrics.requests, "outcome", "Unavailable")),
        ({ count }) => count
      )
      const before = yield* failed
      yield* Trip.missed(trip, error)
      assert.strictEqual(yield* failed, before)
      Ledger.sending(trip.ledger, undefined)
      yield* Trip.missed(trip, error)
      assert.strictEqual(yield* failed, before + 1)
      const retry = {
        _tag: "Retry",
        budget: "http",
        delay: Duration.seconds(3),
        history: { http: 1, network: 0 }
      } as const
      yield* Trip.retrying(trip, error, retry, yield* Effect.clock)
      assert.deepStrictEqual(waits, [3_000])
      Ledger.sending(trip.ledger, undefined)
      assert.strictEqual(trip.ledger.retries, 1)
    })
  )
})
