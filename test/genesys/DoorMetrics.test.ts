import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as DoorMetrics from "../../src/genesys/DoorMetrics.js"
import * as Reply from "../../src/testing/Reply.js"
import * as Door from "./Door.js"

const count = (metric: Metric.Metric.Counter<number>, tag: string, value: string) =>
  Effect.map(Metric.value(Metric.tagged(metric, tag, value)), (state) => state.count)

const seen = Effect.all({
  success: count(DoorMetrics.requests, "outcome", "success"),
  limited: count(DoorMetrics.requests, "outcome", "RateLimited"),
  unavailable: count(DoorMetrics.requests, "outcome", "Unavailable"),
  lost: count(DoorMetrics.requests, "outcome", "Transport"),
  http: count(DoorMetrics.retries, "budget", "http"),
  network: count(DoorMetrics.retries, "budget", "network"),
  seconds: count(DoorMetrics.retryAfterForms, "form", "seconds"),
  date: count(DoorMetrics.retryAfterForms, "form", "date"),
  garbage: count(DoorMetrics.retryAfterForms, "form", "garbage"),
  absent: count(DoorMetrics.retryAfterForms, "form", "absent"),
  granted: count(DoorMetrics.grants, "outcome", "granted"),
  refused: count(DoorMetrics.grants, "outcome", "refused"),
  failed: count(DoorMetrics.grants, "outcome", "failed"),
  waits: Effect.map(Metric.value(DoorMetrics.waits), (state) => state.count)
})

/** What an effect adds to the counters, of which there is one set in the process. */
const added = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const before = yield* seen
    yield* Effect.exit(effect)
    const after = yield* seen
    const change = (name: keyof typeof after) => [name, after[name] - before[name]] as const
    return Object.fromEntries(
      (Object.keys(after) as Array<keyof typeof after>)
        .map(change)
        .filter(([, difference]) => difference !== 0)
    )
  })

const waiting = (value: string) => Reply.answer(429, "", { headers: { "retry-after": value } })

describe("DoorMetrics", () => {
  it.effect("E6 counts requests by outcome, repetitions by budget, waits and forms of Retry-After", () =>
    Effect.gen(function* () {
      const calls = Door.finished(Door.get()).pipe(
        Effect.provide(
          Door.one([
            waiting("1"),
            waiting("Thu, 01 Jan 1970 00:00:05 GMT"),
            waiting("soon"),
            Reply.answer(503),
            Reply.fault("ECONNRESET"),
            Reply.ok(Door.thing)
          ])
        )
      )
      assert.deepStrictEqual(yield* added(calls), {
        success: 1,
        limited: 3,
        unavailable: 1,
        lost: 1,
        http: 4,
        network: 1,
        seconds: 1,
        date: 1,
        garbage: 1,
        absent: 1,
        granted: 1,
        waits: 5
      })
    })
  )

  it.effect("E6 counts grants by outcome, and no request for a call that sent none", () =>
    Effect.gen(function* () {
      const refused = Door.failing(Door.get()).pipe(
        Effect.provide(
          Door.one(Reply.ok(Door.thing), { login: Reply.answer(400, { error: "invalid_client" }) })
        )
      )
      assert.deepStrictEqual(yield* added(refused), { refused: 1 })
      const failed = Door.failing(Door.get()).pipe(
        Effect.provide(
          Door.one(Reply.ok(Door.thing), { login: Reply.answer(503), policy: { retry: { maxRetries: 0 } } })
        )
      )
      assert.deepStrictEqual(yield* added(failed), { failed: 1 })
    })
  )
})
