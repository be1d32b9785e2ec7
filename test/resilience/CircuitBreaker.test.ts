import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Chunk from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as CircuitBreaker from "../../src/resilience/CircuitBreaker.js"

const options = {
  name: "upstream",
  failureThreshold: 2,
  coolDown: "10 seconds",
  probeLease: "5 seconds"
} as const

const failed = (breaker: CircuitBreaker.CircuitBreaker) =>
  Effect.exit(breaker.protect(Effect.fail("down"), () => "failure"))

const tripped = Effect.gen(function* () {
  const breaker = yield* CircuitBreaker.make(options)
  yield* failed(breaker)
  yield* failed(breaker)
  assert.strictEqual((yield* breaker.state)._tag, "Open")
  return breaker
})

const tag = (breaker: CircuitBreaker.CircuitBreaker) => Effect.map(breaker.state, ({ _tag }) => _tag)

const ok = (breaker: CircuitBreaker.CircuitBreaker) => breaker.protect(Effect.succeed("up"), () => "failure")

describe("CircuitBreaker", () => {
  it.effect("B4 an open circuit runs nothing and says until when", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_795_348_800_001)
      const breaker = yield* tripped
      yield* TestClock.adjust("3 seconds")
      const refused = yield* Effect.flip(breaker.protect(Effect.dieMessage("it ran"), () => "failure"))
      assert.instanceOf(refused, CircuitBreaker.CircuitOpen)
      assert.deepInclude(refused, { breaker: "upstream", state: "Open", until: 1_795_348_810_001 })
      assert.strictEqual(refused.message, "the circuit of upstream is open")
    })
  )

  it.effect("B1 while the probe runs, the others are told the end of its lease", () =>
    Effect.gen(function* () {
      const breaker = yield* tripped
      yield* TestClock.adjust("10 seconds")
      const probe = yield* Effect.fork(breaker.protect(Effect.never, () => "failure"))
      yield* Effect.yieldNow()
      const refused = yield* Effect.flip(ok(breaker))
      assert.deepInclude(refused, { state: "HalfOpen", until: 15_000 })
      yield* Fiber.interrupt(probe)
      assert.strictEqual(yield* ok(breaker), "up")
      assert.strictEqual(yield* tag(breaker), "Closed")
    })
  )

  it.effect("B2 a defect counts, and still comes out as the defect it was", () =>
    Effect.gen(function* () {
      const breaker = yield* CircuitBreaker.make(options)
      for (let i = 0; i < 2; i++) {
        const exit = yield* Effect.exit(breaker.protect(Effect.die("bug"), () => "neutral"))
        assert.deepStrictEqual(exit, Exit.die("bug"))
      }
      assert.strictEqual(yield* tag(breaker), "Open")
    })
  )

  it.effect("B2 the judge decides about errors, and neutral ones never open", () =>
    Effect.gen(function* () {
      const breaker = yield* CircuitBreaker.make(options)
      const judge = (error: number) => (error >= 500 ? "failure" : "neutral")
      for (let i = 0; i < 20; i++) yield* Effect.exit(breaker.protect(Effect.fail(404), judge))
      assert.strictEqual(yield* tag(breaker), "Closed")
      for (let i = 0; i < 2; i++) yield* Effect.exit(breaker.protect(Effect.fail(503), judge))
      assert.strictEqual(yield* tag(breaker), "Open")
    })
  )

  it.effect("B2 a judge that throws does not keep the probe's permit", () =>
    Effect.gen(function* () {
      const breaker = yield* tripped
      yield* TestClock.adjust("10 seconds")
      const exit = yield* Effect.exit(
        breaker.protect(Effect.fail("down"), () => {
          throw new Error("bad judge")
        })
      )
      assert.isTrue(Exit.isFailure(exit) && Cause.isDie(exit.cause))
      assert.strictEqual(yield* tag(breaker), "Open")
    })
  )

  it.effect("B2 an interruption inside the call says nothing about the upstream", () =>
    Effect.gen(function* () {
      const breaker = yield* CircuitBreaker.make(options)
      for (let i = 0; i < 5; i++) yield* Effect.exit(breaker.protect(Effect.interrupt, () => "failure"))
      assert.deepInclude(yield* breaker.state, { _tag: "Closed", failures: 0 })
    })
  )

  it.effect("W8 the protected call stays interruptible", () =>
    Effect.gen(function* () {
      const breaker = yield* CircuitBreaker.make(options)
      const fiber = yield* Effect.fork(breaker.protect(Effect.never, () => "failure"))
      yield* Effect.yieldNow()
      assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(fiber)))
    })
  )

  it.effect("B4 transitions are a stream and a metric", () =>
    Effect.gen(function* () {
      const breaker = yield* CircuitBreaker.make({ ...options, name: "observed" })
      const seen = yield* Effect.fork(Stream.runCollect(Stream.take(breaker.transitions, 5)))
      yield* Effect.yieldNow()
      yield* TestClock.adjust("1 second")
      yield* failed(breaker)
      yield* failed(breaker)
      yield* TestClock.adjust("10 seconds")
      yield* ok(breaker)
      yield* breaker.isolate
      yield* breaker.isolate
      yield* breaker.reset
      const change = { breaker: "observed", until: undefined }
      assert.deepStrictEqual(Chunk.toReadonlyArray(yield* Fiber.join(seen)), [
        { ...change, from: "Closed", to: "Open", at: 1_000, until: 11_000 },
        { ...change, from: "Open", to: "HalfOpen", at: 11_000 },
        { ...change, from: "HalfOpen", to: "Closed", at: 11_000 },
        { ...change, from: "Closed", to: "Isolated", at: 11_000 },
        { ...change, from: "Isolated", to: "Closed", at: 11_000 }
      ])
      const count = (to: string) =>
        Metric.value(
          CircuitBreaker.transitionCount.pipe(Metric.tagged("breaker", "observed"), Metric.tagged("to", to))
        )
      assert.strictEqual((yield* count("Closed")).count, 2)
      assert.strictEqual((yield* count("Open")).count, 1)
    })
  )

  it.effect("B4 nobody has to listen: transitions do not wait for a slow reader", () =>
    Effect.gen(function* () {
      const breaker = yield* CircuitBreaker.make(options)
      const reader = yield* Effect.fork(Stream.runForEach(breaker.transitions, () => Effect.never))
      yield* Effect.yieldNow()
      for (let i = 0; i < 300; i++) yield* Effect.zipRight(breaker.isolate, breaker.reset)
      assert.strictEqual(yield* tag(breaker), "Closed")
      yield* Fiber.interrupt(reader)
    })
  )

  it.effect("B1 survives the wall clock being set forward and back", () =>
    Effect.gen(function* () {
      let wall = 1_000_000
      let monotonic = 5_000
      const clock: Clock.Clock = {
        ...Clock.make(),
        unsafeCurrentTimeMillis: () => wall,
        unsafeCurrentTimeNanos: () => BigInt(monotonic) * 1_000_000n
      }
      yield* Effect.gen(function* () {
        const breaker = yield* tripped
        wall += 86_400_000
        monotonic += 9_999
        const refused = yield* Effect.flip(ok(breaker))
        assert.deepInclude(refused, { until: wall + 1 })
        wall -= 172_800_000
        monotonic += 1
        assert.strictEqual(yield* ok(breaker), "up")
      }).pipe(Effect.withClock(clock))
    })
  )

  it.effect("C3 options that make no sense are a defect at once", () =>
    Effect.gen(function* () {
      const exit = yield* Effect.exit(CircuitBreaker.make({ name: "x", failureThreshold: 0 }))
      assert.isTrue(Exit.isFailure(exit) && Cause.isDie(exit.cause))
    })
  )

  it.effect("B5 the registry gives each key a circuit of its own, the same each time", () =>
    Effect.gen(function* () {
      const registry = yield* CircuitBreaker.registry({ failureThreshold: 1 })
      const a = yield* registry.get("a")
      yield* failed(a)
      assert.strictEqual(yield* registry.get("a"), a)
      assert.strictEqual(yield* tag(yield* registry.get("a")), "Open")
      assert.strictEqual(yield* tag(yield* registry.get("b")), "Closed")
    })
  )

  it.effect("B5 the registry drops only circuits that know of no failure, the oldest first", () =>
    Effect.gen(function* () {
      const registry = yield* CircuitBreaker.registry({ failureThreshold: 2, capacity: 3 })
      yield* failed(yield* registry.get("failing"))
      yield* registry.get("old")
      yield* registry.get("used")
      yield* registry.get("old")
      yield* registry.get("new")
      assert.deepStrictEqual(yield* registry.keys, ["failing", "old", "new"])
      for (let i = 0; i < 50; i++) yield* registry.get(`key ${i}`)
      const keys = yield* registry.keys
      assert.strictEqual(keys.length, 3)
      assert.include(keys, "failing")
    })
  )
})

const endings = ["success", "failure", "neutral", "defect", "interrupt", "hang"] as const

describe("CircuitBreaker laws", () => {
  it.effect.prop(
    "B1-B3 fibers that end and are interrupted in any order: one probe at a time, nothing leaked, never wedged",
    [
      FastCheck.array(
        FastCheck.record({
          pause: FastCheck.constantFrom(0, 0, 0, 1, 4_999, 5_000, 10_000),
          lasts: FastCheck.constantFrom(0, 1, 2_000, 5_000, 7_000),
          ending: FastCheck.constantFrom(...endings)
        }),
        { minLength: 1, maxLength: 25, size: "max" }
      )
    ],
    ([calls]) =>
      Effect.gen(function* () {
        const breaker = yield* CircuitBreaker.make({ ...options, coolDownFactor: 1 })
        const fibers: Array<Fiber.RuntimeFiber<unknown, unknown>> = []
        let probes: Array<number> = []
        for (const { pause, lasts, ending } of calls) {
          yield* TestClock.adjust(pause)
          const run = Effect.gen(function* () {
            const now = yield* Clock.currentTimeMillis
            const state = yield* breaker.state
            if (state._tag === "HalfOpen") {
              probes = probes.filter((since) => now < since + 5_000)
              assert.isEmpty(probes, "a second probe inside the lease of the first")
              probes.push(now)
            } else {
              probes = []
            }
            yield* Effect.ensuring(
              Effect.sleep(lasts),
              Effect.sync(() => {
                probes = probes.filter((since) => since !== now)
              })
            )
            if (ending === "failure") return yield* Effect.fail("failure" as const)
            if (ending === "neutral") return yield* Effect.fail("neutral" as const)
            if (ending === "defect") return yield* Effect.dieMessage("defect")
            return yield* ending === "hang" ? Effect.never : Effect.void
          })
          const fiber = yield* Effect.fork(breaker.protect(run, (verdict) => verdict))
          fibers.push(fiber)
          if (ending === "interrupt") {
            yield* Effect.yieldNow()
            yield* Fiber.interrupt(fiber)
          }
        }
        yield* TestClock.adjust("1 minute")
        yield* Fiber.interruptAll(fibers)
        yield* TestClock.adjust("1 minute")
        const broken = yield* Effect.forEach(fibers, Fiber.await)
        for (const exit of broken)
          assert.isFalse(
            Exit.isFailure(exit) && Cause.pretty(exit.cause).includes("second probe"),
            "a second probe inside the lease of the first"
          )
        assert.strictEqual(yield* ok(breaker), "up")
        assert.strictEqual(yield* tag(breaker), "Closed")
      }),
    { fastCheck: { numRuns: 25 } }
  )

  it.effect("B1 a thousand callers at the cool-down send one probe", () =>
    Effect.gen(function* () {
      const breaker = yield* tripped
      yield* TestClock.adjust("10 seconds")
      const gate = yield* Deferred.make<void>()
      let ran = 0
      const call = breaker.protect(
        Effect.zipRight(
          Effect.sync(() => ran++),
          Deferred.await(gate)
        ),
        () => "failure"
      )
      const fibers = yield* Effect.replicateEffect(Effect.fork(call), 1_000)
      yield* TestClock.adjust("1 second")
      assert.strictEqual(ran, 1)
      yield* Deferred.succeed(gate, undefined)
      const exits = yield* Effect.forEach(fibers, Fiber.await)
      assert.strictEqual(exits.filter(Exit.isSuccess).length, 1)
      assert.strictEqual(yield* tag(breaker), "Closed")
    })
  )
})
