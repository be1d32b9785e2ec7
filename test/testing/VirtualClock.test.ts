import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as VirtualClock from "../../src/testing/VirtualClock.js"

const run = <A, E>(effect: Effect.Effect<A, E>, options?: VirtualClock.Options): Promise<A> =>
  Effect.runPromise(Effect.provide(effect, VirtualClock.layer(options)))

const now = Clock.currentTimeMillis

describe("VirtualClock", () => {
  it("jumps over the hours for which everything sleeps", async () => {
    assert.strictEqual(await run(Effect.zipRight(Effect.sleep("26 hours"), now)), 93_600_000)
    assert.strictEqual(await run(now, { startsAt: 1_000 }), 1_000)
    assert.strictEqual(await run(Effect.zipRight(Effect.sleep(500), now), { startsAt: 1_000 }), 1_500)
  })

  it("wakes the soonest first, and those of one instant in the order in which they fell asleep", async () => {
    const woken: Array<string> = []
    const sleeper = (name: string, millis: number) =>
      Effect.zipRight(
        Effect.sleep(millis),
        Effect.map(now, (at) => woken.push(`${name}${at}`))
      )
    await run(
      Effect.all([sleeper("a", 20), sleeper("b", 10), sleeper("c", 20), sleeper("d", 5), sleeper("e", 20)], {
        concurrency: 5,
        discard: true
      })
    )
    assert.deepStrictEqual(woken, ["d5", "b10", "a20", "c20", "e20"])
  })

  it("waits for promises and for fibers that have work to do", async () => {
    const program = Effect.gen(function* () {
      const sleeping = yield* Effect.fork(Effect.zipRight(Effect.sleep("1 hour"), now))
      for (let i = 0; i < 5_000; i++) yield* Effect.yieldNow()
      const text = yield* Effect.promise(() => new Response("a body").text())
      const meanwhile = yield* now
      return [text, meanwhile, yield* Fiber.join(sleeping)]
    })
    assert.deepStrictEqual(await run(program), ["a body", 0, 3_600_000])
  })

  it("waits for what settles at the next turn of the event loop", async () => {
    const program = Effect.gen(function* () {
      yield* Effect.fork(Effect.sleep("1 hour"))
      yield* Effect.yieldNow()
      yield* Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve)))
      return yield* now
    })
    assert.strictEqual(await run(program), 0)
  })

  it("forgets a sleeper that is interrupted", async () => {
    const program = Effect.zipRight(
      Effect.timeoutOption(Effect.sleep("1 day"), "1 second"),
      Effect.zipRight(Effect.sleep(1), now)
    )
    assert.strictEqual(await run(program), 1_001)
  })

  it("wakes nobody who sleeps for ever", async () => {
    const program = Effect.race(Effect.sleep(Number.POSITIVE_INFINITY), Effect.sleep(10))
    assert.strictEqual(await run(Effect.zipRight(program, now)), 10)
  })

  it("keeps milliseconds and nanoseconds together", async () => {
    const program = Effect.zipRight(Effect.sleep(1.5), Effect.all([now, Clock.currentTimeNanos]))
    assert.deepStrictEqual(await run(program), [1.5, 1_500_000n])
  })
})
