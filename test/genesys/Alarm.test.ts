import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as Scope from "effect/Scope"
import * as Supervisor from "effect/Supervisor"
import * as TestClock from "effect/TestClock"
import * as Alarm from "../../src/genesys/Alarm.js"

const at = (millis: number, what = `late at ${millis}`): Alarm.Limit<string> => ({
  at: millis,
  late: () => what
})

/** An exchange that ends when it is told to. */
const exchange = () => {
  let [begun, ended] = [0, 0]
  let finish: (result: Effect.Effect<string, string>) => void = () => {}
  const begin: Alarm.Exchange<string, string> = (done) => {
    begun++
    finish = done
    return () => {
      ended++
    }
  }
  return {
    begin,
    done: (result: Effect.Effect<string, string>) => finish(result),
    begun: () => begun,
    ended: () => ended
  }
}

describe("Alarm", () => {
  it.scoped("H0 an effect that is over before its limit keeps its result, its error and its defect", () =>
    Effect.gen(function* () {
      const { timer } = yield* Alarm.make
      assert.strictEqual(yield* timer(at(10)).within(Effect.succeed(1)), 1)
      assert.strictEqual(yield* Effect.flip(timer(at(10)).within(Effect.fail("own"))), "own")
      const died = yield* Effect.exit(timer(at(10)).within(Effect.die("defect")))
      assert.isTrue(Exit.isFailure(died) && Cause.isDie(died.cause))
    })
  )

  it.scoped("H0 an effect is interrupted at its limit, not before, and fails with what the limit says", () =>
    Effect.gen(function* () {
      const { guarded, timer } = yield* Alarm.make
      const interrupted = yield* Deferred.make<number>()
      const running = timer(at(1_000)).within(
        Effect.onInterrupt(Effect.never, () =>
          Effect.flatMap(TestClock.currentTimeMillis, (now) => Deferred.succeed(interrupted, now))
        )
      )
      const fiber = yield* Effect.fork(Effect.flip(running))
      yield* TestClock.adjust(Duration.millis(999))
      assert.isFalse(yield* Deferred.isDone(interrupted))
      yield* TestClock.adjust(Duration.millis(1))
      assert.strictEqual(yield* Fiber.join(fiber), "late at 1000")
      assert.strictEqual(yield* Deferred.await(interrupted), 1_000)
      assert.strictEqual(yield* guarded, 0)
    })
  )

  it.scoped("H0 a limit that has passed already ends the effect before it does anything", () =>
    Effect.gen(function* () {
      const { timer } = yield* Alarm.make
      yield* TestClock.adjust(Duration.seconds(1))
      let ran = false
      const effect = Effect.sync(() => {
        ran = true
      })
      assert.strictEqual(yield* Effect.flip(timer(at(1_000)).within(effect)), "late at 1000")
      assert.isFalse(ran)
    })
  )

  it.scoped("H0 a limit of its own brings the end of an effect forward, never puts it off", () =>
    Effect.gen(function* () {
      const { timer } = yield* Alarm.make
      const bounded = timer(at(5_000))
      const early = yield* Effect.fork(Effect.flip(bounded.within(Effect.never, at(2_000))))
      yield* TestClock.adjust(Duration.millis(2_000))
      assert.strictEqual(yield* Fiber.join(early), "late at 2000")
      const late = yield* Effect.fork(Effect.flip(bounded.within(Effect.never, at(9_000))))
      yield* TestClock.adjust(Duration.millis(3_000))
      assert.strictEqual(yield* Fiber.join(late), "late at 5000")
    })
  )

  it.scoped("H0 an exchange that is over before its limit keeps its result and is not ended", () =>
    Effect.gen(function* () {
      const { guarded, timer } = yield* Alarm.make
      const wire = exchange()
      const fiber = yield* Effect.fork(timer(at(1_000)).exchange(wire.begin))
      yield* TestClock.adjust(Duration.millis(999))
      assert.strictEqual(yield* guarded, 1)
      wire.done(Effect.succeed("answer"))
      wire.done(Effect.succeed("a second answer"))
      assert.strictEqual(yield* Fiber.join(fiber), "answer")
      yield* TestClock.adjust(Duration.seconds(1))
      assert.deepStrictEqual([wire.begun(), wire.ended(), yield* guarded], [1, 0, 0])
      // one that is over before it could be told how it is ended
      const atOnce = timer(at(9_000)).exchange<never>((done) => {
        done(Effect.fail("at once"))
        return () => {}
      })
      assert.strictEqual(yield* Effect.flip(atOnce), "at once")
    })
  )

  it.scoped("H0 an exchange is ended at its limit, by a cut, and with its caller, once", () =>
    Effect.gen(function* () {
      const { guarded, timer } = yield* Alarm.make
      const [late, cut, interrupted, never] = [exchange(), exchange(), exchange(), exchange()]
      const first = yield* Effect.fork(Effect.flip(timer(at(5_000)).exchange(late.begin, at(1_000))))
      const mine = timer(at(5_000))
      const second = yield* Effect.fork(Effect.flip(mine.exchange(cut.begin)))
      const third = yield* Effect.fork(timer(at(5_000)).exchange(interrupted.begin))
      yield* TestClock.adjust(Duration.seconds(1))
      assert.strictEqual(yield* Fiber.join(first), "late at 1000")
      yield* mine.cut(() => "cut")
      yield* mine.cut(() => "cut again")
      assert.strictEqual(yield* Fiber.join(second), "cut")
      yield* Fiber.interrupt(third)
      assert.strictEqual(yield* Effect.flip(timer(at(1_000)).exchange(never.begin)), "late at 1000")
      late.done(Effect.succeed("too late"))
      yield* TestClock.adjust(Duration.seconds(9))
      assert.deepStrictEqual(
        [late, cut, interrupted, never].map((wire) => [wire.begun(), wire.ended()]),
        [
          [1, 1],
          [1, 1],
          [1, 1],
          [0, 0]
        ]
      )
      assert.strictEqual(yield* guarded, 0)
    })
  )

  it.scoped("H0 a running effect may be cut at once, from outside", () =>
    Effect.gen(function* () {
      const { guarded, timer } = yield* Alarm.make
      const mine = timer(at(5_000))
      yield* mine.cut(() => "nothing runs")
      const fiber = yield* Effect.fork(Effect.flip(mine.within(Effect.never)))
      yield* TestClock.adjust(Duration.zero)
      yield* mine.cut(() => "cut")
      yield* mine.cut(() => "cut again")
      assert.strictEqual(yield* Fiber.join(fiber), "cut")
      assert.strictEqual(yield* guarded, 0)
      assert.strictEqual(yield* mine.within(Effect.succeed(1)), 1)
    })
  )

  it.scoped("H0 interrupting the caller interrupts the effect and waits for it", () =>
    Effect.gen(function* () {
      const { guarded, timer } = yield* Alarm.make
      let cleaned = false
      const slow = Effect.onInterrupt(Effect.never, () =>
        Effect.delay(
          Effect.sync(() => {
            cleaned = true
          }),
          "1 second"
        )
      )
      const fiber = yield* Effect.fork(timer(at(60_000)).within(slow))
      yield* TestClock.adjust(Duration.seconds(1))
      const interrupting = yield* Effect.fork(Fiber.interrupt(fiber))
      yield* TestClock.adjust(Duration.seconds(1))
      yield* Fiber.join(interrupting)
      assert.isTrue(cleaned)
      assert.strictEqual(yield* guarded, 0)
    })
  )

  it.scoped("what the effect sets in a FiberRef ends with it", () =>
    Effect.gen(function* () {
      const { timer } = yield* Alarm.make
      const ref = yield* FiberRef.make(0)
      yield* timer(at(10)).within(FiberRef.set(ref, 7))
      assert.strictEqual(yield* FiberRef.get(ref), 0)
    })
  )

  it.effect("the sleeper ends when there is nothing left to guard, and with the scope", () =>
    Effect.gen(function* () {
      const supervisor = yield* Supervisor.track
      const alive = Effect.map(
        supervisor.value,
        (fibers) => fibers.filter((fiber) => fiber.unsafePoll() === null).length
      )
      const scope = yield* Scope.make()
      const { timer } = yield* Scope.extend(Alarm.make, scope)
      const guard = Effect.supervised(timer(at(10_000)).within(Effect.void), supervisor)
      yield* guard
      yield* TestClock.adjust(Duration.millis(9_999))
      assert.strictEqual(yield* alive, 1)
      yield* TestClock.adjust(Duration.millis(1))
      assert.strictEqual(yield* alive, 0)
      const later = timer({ at: 20_000, late: () => "late" }).within(Effect.void)
      yield* Effect.supervised(later, supervisor)
      yield* TestClock.adjust(Duration.zero)
      assert.strictEqual(yield* alive, 1)
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* alive, 0)
    })
  )

  it.effect.prop(
    "H0 any number of effects with any limits each end at the earlier of their own end and their limit",
    {
      jobs: FastCheck.array(
        FastCheck.record({
          start: FastCheck.nat(50),
          takes: FastCheck.nat(100),
          limit: FastCheck.nat(100),
          narrowed: FastCheck.option(FastCheck.nat(100), { nil: undefined })
        }),
        { minLength: 1, maxLength: 12 }
      )
    },
    ({ jobs }) =>
      Effect.scoped(
        Effect.gen(function* () {
          const { guarded, timer } = yield* Alarm.make
          const began = yield* TestClock.currentTimeMillis
          const ends = yield* Effect.forEach(jobs, ({ limit, narrowed, start, takes }) =>
            Effect.fork(
              Effect.gen(function* () {
                yield* Effect.sleep(Duration.millis(start))
                const from = began + start
                const mine = timer(at(from + limit))
                const own = narrowed === undefined ? undefined : at(from + narrowed)
                const exit = yield* Effect.exit(mine.within(Effect.sleep(Duration.millis(takes)), own))
                return { exit, at: (yield* TestClock.currentTimeMillis) - from }
              })
            )
          )
          yield* TestClock.adjust(Duration.millis(300))
          for (const [index, { limit, narrowed, takes }] of jobs.entries()) {
            const fiber = ends[index]
            if (fiber === undefined) continue
            const end = yield* Fiber.join(fiber)
            const allowed = Math.min(limit, narrowed ?? limit)
            assert.strictEqual(end.at, Math.min(allowed, takes))
            if (takes !== allowed) assert.strictEqual(Exit.isSuccess(end.exit), takes < allowed)
          }
          assert.strictEqual(yield* guarded, 0)
        })
      ),
    { fastCheck: { numRuns: 30 } }
  )
})
