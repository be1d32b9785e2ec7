import { assert, describe, it } from "@effect/vitest"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import * as Lookahead from "../../src/jobs/Lookahead.js"

describe("Lookahead", () => {
  const scoped = <A, E>(
    run: (number: number) => Effect.Effect<number, string>,
    use: (ahead: Lookahead.Lookahead<number, string, never>) => Effect.Effect<A, E>,
    concurrency = 3
  ) =>
    Effect.scoped(Effect.flatMap(Effect.scope, (scope) => use(Lookahead.make({ concurrency, scope, run }))))

  it.effect("gives results in the order of their numbers, whichever is done first", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(
        scoped(
          (number) => Effect.delay(Effect.succeed(number), 1_000 - 90 * number),
          (ahead) => Effect.forEach([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], () => ahead.next(10))
        )
      )
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(yield* Fiber.join(fiber), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    })
  )

  it.effect("begins nothing beyond the limit, and goes on when the limit rises", () => {
    const begun: Array<number> = []
    return scoped(
      (number) => Effect.sync(() => begun.push(number)),
      (ahead) =>
        Effect.gen(function* () {
          yield* ahead.next(1)
          yield* Effect.yieldNow()
          assert.deepStrictEqual(begun, [1])
          yield* ahead.next(2)
          assert.deepStrictEqual(begun, [1, 2])
        })
    )
  })

  it.effect("fails at the number that failed and not before", () =>
    scoped(
      (number) => (number === 3 ? Effect.fail("three") : Effect.succeed(number)),
      (ahead) =>
        Effect.gen(function* () {
          assert.strictEqual(yield* ahead.next(9), 1)
          assert.strictEqual(yield* ahead.next(9), 2)
          assert.deepStrictEqual(yield* Effect.exit(ahead.next(9)), Exit.fail("three"))
          assert.strictEqual(yield* ahead.next(9), 4)
        })
    )
  )

  it.effect("forgets what is under way when it begins again", () => {
    let round = 1
    // The late answer of the first round comes before the right one of the second.
    const delays: Readonly<Record<number, Duration.DurationInput>> = { 102: "5 seconds", 202: "1 minute" }
    return Effect.gen(function* () {
      const fiber = yield* Effect.fork(
        scoped(
          (number) => {
            const answer = round * 100 + number
            return Effect.delay(Effect.succeed(answer), delays[answer] ?? "1 second")
          },
          (ahead) =>
            Effect.gen(function* () {
              const first = yield* ahead.next(3)
              round = 2
              ahead.restart()
              return [first, yield* ahead.next(2), yield* ahead.next(2)]
            })
        )
      )
      yield* TestClock.adjust("2 hours")
      assert.deepStrictEqual(yield* Fiber.join(fiber), [101, 201, 202])
    })
  })

  it.effect("a reader that is interrupted while it waits can be followed by another", () =>
    Effect.gen(function* () {
      const results: Array<number> = []
      const fiber = yield* Effect.fork(
        scoped(
          (number) => Effect.delay(Effect.succeed(number), "10 seconds"),
          (ahead) =>
            Effect.gen(function* () {
              yield* Effect.timeoutOption(ahead.next(2), "1 second")
              results.push(yield* ahead.next(2), yield* ahead.next(2))
            })
        )
      )
      yield* TestClock.adjust("1 minute")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(results, [1, 2])
    })
  )
})
