import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as TestClock from "effect/TestClock"
import * as RetryBudget from "../../src/resilience/RetryBudget.js"
import * as RetryPolicy from "../../src/resilience/RetryPolicy.js"

interface Fault {
  readonly budget: RetryPolicy.Budget
  readonly retryAfter?: number | undefined
}

const http: Fault = { budget: "http" }
const network: Fault = { budget: "network" }
const told = (seconds: number): Fault => ({ budget: "http", retryAfter: seconds * 1_000 })

const advice: RetryPolicy.Advice<Fault> = {
  budget: ({ budget }) => budget,
  retryAfter: ({ retryAfter }) => Option.map(Option.fromNullable(retryAfter), Duration.millis)
}

class Stopped {
  readonly _tag = "Stopped"
  readonly error: Fault
  readonly stop: RetryPolicy.Stop
  constructor(error: Fault, stop: RetryPolicy.Stop) {
    this.error = error
    this.stop = stop
  }
}

// Answers from a script, the last one for ever, and notes when it was asked.
const scripted = (script: ReadonlyArray<Fault | "ok">) => {
  const at: Array<number> = []
  const attempt = Effect.flatMap(Clock.currentTimeMillis, (now) => {
    at.push(now)
    const answer = script[Math.min(at.length, script.length) - 1] ?? "ok"
    return answer === "ok" ? Effect.succeed("done") : Effect.fail(answer)
  })
  return { at, waits: () => at.slice(1).map((time, i) => time - (at[i] ?? 0)), attempt }
}

const run = (
  script: ReadonlyArray<Fault | "ok">,
  options: RetryPolicy.Options = {},
  call: RetryPolicy.Call<Fault> = {}
) =>
  Effect.gen(function* () {
    const { attempt, waits, at } = scripted(script)
    const fiber = yield* attempt.pipe(
      RetryPolicy.retry({
        policy: RetryPolicy.make(options),
        advice,
        call,
        onStop: (error, stop) => Effect.fail(new Stopped(error, stop))
      }),
      Effect.exit,
      Effect.fork
    )
    yield* TestClock.adjust("1 day")
    const exit = yield* Fiber.join(fiber)
    const stop = Exit.isFailure(exit) && exit.cause._tag === "Fail" ? exit.cause.error.stop : undefined
    return { exit, waits: waits(), requests: at.length, stop }
  })

const jitter = (...values: readonly [number, ...ReadonlyArray<number>]) =>
  Effect.withRandom(Random.fixed([...values]))

const justBelowOne = 1 - Number.EPSILON

describe("RetryPolicy", () => {
  it.effect("R1 five retries after answers, in windows of 1, 2, 4, 8 and 16 s", () =>
    Effect.gen(function* () {
      const longest = yield* run([http]).pipe(jitter(justBelowOne))
      assert.deepStrictEqual(longest.waits, [1_000, 2_000, 4_000, 8_000, 16_000])
      assert.strictEqual(longest.stop?.reason, "spent")
      assert.deepStrictEqual(longest.stop?.history, { http: 5, network: 0 })
      const middle = yield* run([http]).pipe(jitter(0.5))
      assert.deepStrictEqual(middle.waits, [500, 1_000, 2_000, 4_000, 8_000])
      const shortest = yield* run([http]).pipe(jitter(0))
      assert.deepStrictEqual(shortest.waits, [0, 0, 0, 0, 0])
    })
  )

  it.effect("R1 the window is capped", () =>
    Effect.gen(function* () {
      const { waits } = yield* run([http], { maxRetries: 8 }).pipe(jitter(1))
      assert.deepStrictEqual(waits.slice(4), [16_000, 30_000, 30_000, 30_000])
    })
  )

  it.effect("R1 network faults have a budget of their own", () =>
    Effect.gen(function* () {
      const lost = yield* run([network])
      assert.strictEqual(lost.requests, 4)
      assert.deepStrictEqual(lost.stop?.history, { http: 0, network: 3 })
      const mixed = yield* run([network, http, network, http, network, http, http, http, "ok"])
      assert.strictEqual(mixed.requests, 9)
      assert.deepStrictEqual(mixed.exit, Exit.succeed("done"))
      const spent = yield* run([network, network, network, http, network])
      assert.deepInclude(spent.stop, { reason: "spent", history: { http: 1, network: 3 } })
    })
  )

  it.effect("R1 the windows of a call grow with every retry, of whichever class", () =>
    Effect.gen(function* () {
      const { waits } = yield* run([network, http, network, told(7), http, "ok"]).pipe(jitter(1))
      assert.deepStrictEqual(waits, [1_000, 2_000, 4_000, 7_000, 16_000])
    })
  )

  it.effect("R1 0 means one attempt, and a permanent fault ends at once", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* run([http], { maxRetries: 0 })).requests, 1)
      assert.strictEqual((yield* run([network], { networkMaxRetries: 0 })).requests, 1)
      const permanent = yield* run([http, { budget: "none", retryAfter: 5_000 }, "ok"])
      assert.strictEqual(permanent.requests, 2)
      assert.deepInclude(permanent.stop, {
        reason: "permanent",
        retryAfter: Option.some(Duration.seconds(5))
      })
    })
  )

  it.effect("R2 Retry-After is exact, shorter or longer than the window, and draws no jitter", () =>
    Effect.gen(function* () {
      for (const random of [0, 0.5, justBelowOne]) {
        const { waits } = yield* run([told(2), told(120), told(1), "ok"]).pipe(jitter(random))
        assert.deepStrictEqual(waits, [2_000, 120_000, 1_000])
      }
    })
  )

  it.effect("R2 a wait beyond maxRetryAfter ends the call now and is told", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* run([told(180), "ok"])).waits, [180_000])
      const tooLong = yield* run([told(7_200), "ok"])
      assert.strictEqual(tooLong.requests, 1)
      assert.deepInclude(tooLong.stop, {
        reason: "retry-after-too-long",
        retryAfter: Option.some(Duration.hours(2))
      })
    })
  )

  it.effect("R6 a wait that would reach the deadline is not begun", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* run([told(10), "ok"], {}, { deadline: 10_001 })).requests, 2)
      yield* TestClock.setTime(0)
      const late = yield* run([told(10), "ok"], {}, { deadline: 10_000 })
      assert.strictEqual(late.requests, 1)
      assert.strictEqual(late.stop?.reason, "deadline")
    })
  )

  it.effect("R5 the bucket shared by all calls ends a call when it is empty", () =>
    Effect.gen(function* () {
      const retryBudget = yield* RetryBudget.make({ capacity: 12 })
      const { requests, stop } = yield* run([http], {}, { retryBudget })
      assert.strictEqual(requests, 3)
      assert.strictEqual(stop?.reason, "shared-budget")
      assert.strictEqual(yield* retryBudget.available, 2)
      assert.strictEqual((yield* run([network], {}, { retryBudget })).requests, 1)
    })
  )

  it.effect("R5 a success gives back what its last retry took, or one token", () =>
    Effect.gen(function* () {
      const retryBudget = yield* RetryBudget.make()
      yield* run([http, network, "ok"], {}, { retryBudget })
      assert.strictEqual(yield* retryBudget.available, 500 - 5 - 10 + 10)
      yield* run(["ok"], {}, { retryBudget })
      assert.strictEqual(yield* retryBudget.available, 496)
    })
  )

  it.effect("R1 each retry is told before its wait", () =>
    Effect.gen(function* () {
      const heard: Array<unknown> = []
      const onRetry = (error: Fault, { budget, delay }: RetryPolicy.Retry) =>
        Effect.map(Clock.currentTimeMillis, (at) => {
          heard.push([error, budget, Duration.toMillis(delay), at])
        })
      yield* run([told(3), network, "ok"], {}, { onRetry }).pipe(jitter(1))
      assert.deepStrictEqual(heard, [
        [told(3), "http", 3_000, 0],
        [network, "network", 2_000, 3_000]
      ])
    })
  )

  it.effect("W8 an interruption ends the wait at once", () =>
    Effect.gen(function* () {
      const { attempt, at } = scripted([told(100), "ok"])
      const fiber = yield* Effect.fork(
        Effect.retry(attempt, RetryPolicy.schedule(RetryPolicy.make(), advice))
      )
      yield* TestClock.adjust("500 millis")
      assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(fiber)))
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(at.length, 1)
    })
  )

  it.effect("R1 the Schedule alone retries too, and keeps nothing from call to call", () =>
    Effect.gen(function* () {
      const policy = RetryPolicy.schedule(RetryPolicy.make(), advice)
      for (let i = 0; i < 2; i++) {
        const { attempt, at } = scripted([http])
        const fiber = yield* Effect.fork(Effect.exit(Effect.retry(attempt, policy)))
        yield* TestClock.adjust("10 minutes")
        yield* Fiber.join(fiber)
        assert.strictEqual(at.length, 6)
      }
    })
  )

  it("C3 refuses counts and durations that make no sense", () => {
    for (const options of [
      { maxRetries: -1 },
      { maxRetries: Number.NaN },
      { networkMaxRetries: 1.5 },
      { base: Number.POSITIVE_INFINITY },
      { maxRetryAfter: Duration.infinity }
    ])
      assert.throws(() => RetryPolicy.make(options), /RetryPolicy: /)
  })
})

const fault = FastCheck.oneof(
  FastCheck.constant(http),
  FastCheck.constant(network),
  FastCheck.integer({ min: 1, max: 300 }).map(told),
  FastCheck.record({
    budget: FastCheck.constant("network" as const),
    retryAfter: FastCheck.integer({ min: 1_000, max: 60_000 })
  })
)

describe("RetryPolicy laws", () => {
  it.effect.prop(
    "R1 R2 R6 never early, never past the deadline, never more than the budgets",
    [
      FastCheck.array(fault, { minLength: 1, maxLength: 15, size: "max" }),
      FastCheck.nat(6),
      FastCheck.nat(4),
      FastCheck.option(FastCheck.integer({ min: 1, max: 200_000 }), { nil: undefined }),
      FastCheck.double({ min: 0, max: 1, noNaN: true })
    ],
    ([faults, maxRetries, networkMaxRetries, deadline, random]) =>
      Effect.gen(function* () {
        const retried: Array<[Fault, RetryPolicy.Retry]> = []
        const { waits, requests, stop } = yield* run(
          [...faults, "ok"],
          { maxRetries, networkMaxRetries },
          { deadline, onRetry: (error, retry) => Effect.sync(() => void retried.push([error, retry])) }
        ).pipe(jitter(random))
        assert.strictEqual(retried.length, requests - 1)
        const spent = (budget: string) => retried.filter(([, retry]) => retry.budget === budget).length
        assert.isAtMost(spent("http"), maxRetries)
        assert.isAtMost(spent("network"), networkMaxRetries)
        for (const [i, [error]] of retried.entries()) {
          const wait = waits[i] ?? Number.NaN
          if (error.retryAfter !== undefined) {
            assert.strictEqual(wait, error.retryAfter, "exactly the server's wait")
            assert.isAtMost(wait, 180_000)
          } else {
            assert.isAtMost(wait, Math.min(30_000, 1_000 * 2 ** i))
          }
        }
        const elapsed = waits.reduce((sum, wait) => sum + wait, 0)
        if (deadline !== undefined) assert.isTrue(requests === 1 || elapsed < deadline)
        if (stop === undefined) assert.strictEqual(requests, faults.length + 1)
      }).pipe(Effect.ensuring(TestClock.setTime(0))),
    { fastCheck: { numRuns: 60 } }
  )
})
