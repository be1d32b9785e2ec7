import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import * as Limiter from "../../src/resilience/Limiter.js"

interface Platform {
  readonly allowed: number
  readonly length: number
  readonly latency: number
  /** How the seconds to the end are told: rounded up, as Genesys Cloud does, or down. */
  readonly rounding: "up" | "down"
  /** Windows begin at multiples of their length, or at the first request after the last one. */
  readonly windows: "aligned" | "on demand"
  readonly tellsLimit: boolean
}

const genesys: Platform = {
  allowed: 180,
  length: 60_000,
  latency: 20,
  rounding: "up",
  windows: "on demand",
  tellsLimit: true
}

// A platform that counts by fixed windows, and keeps book of what it was asked.
const platform = (options: Platform) => {
  let startsAt = Number.NEGATIVE_INFINITY
  let count = 0
  const served: Array<number> = []
  const refused: Array<{ readonly at: number; readonly window: number }> = []
  const early: Array<number> = []
  let notBefore = 0
  const request = Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis
    if (now >= startsAt + options.length) {
      startsAt = options.windows === "aligned" ? now - (now % options.length) : now
      count = 0
    }
    if (now < notBefore) early.push(now)
    count++
    const left = (startsAt + options.length - now) / 1_000
    const reset = options.rounding === "up" ? Math.ceil(left) : Math.floor(left)
    const ok = count <= options.allowed
    if (ok) served.push(now)
    else {
      refused.push({ at: now, window: startsAt })
      notBefore = Math.max(notBefore, now + Math.max(1, Math.ceil(left)) * 1_000)
    }
    const retryAfter = Math.max(1, Math.ceil(left))
    const answer = { ok, retryAfter, window: startsAt, seen: { count, allowed: options.allowed, reset } }
    yield* Effect.sleep(options.latency)
    return answer
  })
  // Refusals that reached whoever asked; nobody learns from the answer to a request that was given up.
  const heard = new Map<number, number>()
  const worstWindow = () => Math.max(0, ...heard.values())
  return { request, served, refused, heard, early, worstWindow, tellsLimit: options.tellsLimit }
}

// A client as the door is one: hold, then observe, then ask again.
const send = (limiter: Limiter.Limiter, { request, heard, tellsLimit }: ReturnType<typeof platform>) => {
  const attempt: Effect.Effect<boolean> = limiter.protect((observe) =>
    Effect.gen(function* () {
      const { ok, retryAfter, seen, window } = yield* request
      if (!ok) heard.set(window, (heard.get(window) ?? 0) + 1)
      if (!ok) yield* limiter.holdUntil((yield* Clock.currentTimeMillis) + retryAfter * 1_000)
      if (tellsLimit) yield* observe(seen)
      return ok
    })
  )
  return Effect.repeat(attempt, { until: (ok) => ok })
}

const drain = (options: Platform, fibers: number, each: number) =>
  Effect.gen(function* () {
    const server = platform(options)
    const limiter = yield* Limiter.make
    const all = yield* Effect.fork(
      Effect.forEach(Array.from({ length: fibers }), () => Effect.repeatN(send(limiter, server), each - 1), {
        concurrency: "unbounded",
        discard: true
      })
    )
    yield* TestClock.adjust("1 hour")
    yield* Fiber.join(all)
    const state = yield* limiter.state
    return { server, state, waiting: yield* limiter.waiting, took: Math.max(...server.served) }
  })

const settled = Effect.repeatN(Effect.yieldNow(), 20)

const at = (seen: Partial<Limiter.Observation>): Limiter.Observation => ({
  count: 1,
  allowed: 3,
  reset: 60,
  ...seen
})

// Lets the limiter know of a platform without a limit.
const proven = Effect.gen(function* () {
  const limiter = yield* Limiter.make
  yield* limiter.protect(() => Effect.void)
  return limiter
})

const taught = (seen: Limiter.Observation) =>
  Effect.gen(function* () {
    const limiter = yield* Limiter.make
    yield* limiter.protect((observe) => observe(seen))
    return limiter
  })

describe("Limiter", () => {
  it.effect("L1 200 fibers spend the whole allowance of each window and are never refused", () =>
    Effect.gen(function* () {
      const { server, state, waiting, took } = yield* drain(genesys, 200, 3)
      assert.strictEqual(server.served.length, 600)
      assert.isEmpty(server.refused)
      const windows = Math.ceil(600 / genesys.allowed) - 1
      assert.isAtMost(took, windows * genesys.length * 1.1)
      assert.strictEqual(server.served.filter((time) => time < genesys.length).length, genesys.allowed)
      assert.strictEqual(state.requests.unaccounted, 0)
      assert.strictEqual(waiting, 0)
    })
  )

  it.effect("L1 aligned windows, met in the middle, cost at most one refusal each", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(31_234)
      const { server, took } = yield* drain({ ...genesys, allowed: 50, windows: "aligned" }, 120, 1)
      assert.strictEqual(server.served.length, 120)
      assert.isAtMost(server.worstWindow(), 1)
      assert.isEmpty(server.early)
      assert.isAtMost(took, 120_000 * 1.02)
    })
  )

  it.effect("L1 a platform that rounds its reset down costs at most one refusal a window", () =>
    Effect.gen(function* () {
      const floored = { ...genesys, allowed: 40, rounding: "down", windows: "aligned" } as const
      const { server, took } = yield* drain(floored, 70, 2)
      assert.strictEqual(server.served.length, 140)
      assert.isAtMost(server.worstWindow(), 1)
      assert.isEmpty(server.early)
      assert.isAtMost(took, 180_000 * 1.1)
    })
  )

  it.effect("L1 a platform that tells no limit is not held back", () =>
    Effect.gen(function* () {
      const { server, took } = yield* drain(
        { ...genesys, allowed: Number.POSITIVE_INFINITY, tellsLimit: false },
        50,
        4
      )
      assert.strictEqual(server.served.length, 200)
      assert.isAtMost(took, 20 * 5)
    })
  )

  it.effect("R3 a platform that only refuses is slowed down by its Retry-After alone", () =>
    Effect.gen(function* () {
      const { server } = yield* drain({ ...genesys, allowed: 40, length: 10_000, tellsLimit: false }, 20, 6)
      assert.strictEqual(server.served.length, 120)
      assert.isAtMost(server.worstWindow(), 20)
    })
  )

  it.effect("R3 nothing is sent before the hold is over, queued callers included", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_795_348_800_000)
      const limiter = yield* taught(at({ count: 1, allowed: 2 }))
      const sent: Array<number> = []
      const call = limiter.protect(() => Effect.map(Clock.currentTimeMillis, (now) => void sent.push(now)))
      const blocked = yield* Effect.fork(limiter.protect(() => Effect.never))
      const queued = yield* Effect.replicateEffect(Effect.fork(call), 3)
      yield* settled
      yield* limiter.holdUntil(1_795_348_800_000 + 90_000)
      yield* limiter.holdUntil(1_795_348_800_000 + 5_000)
      const newcomer = yield* Effect.fork(call)
      yield* Fiber.interrupt(blocked)
      yield* TestClock.adjust(89_999)
      assert.isEmpty(sent)
      yield* TestClock.adjust(1)
      assert.isAtLeast(sent.length, 1)
      yield* TestClock.adjust("10 minutes")
      yield* Fiber.joinAll([...queued, newcomer])
      assert.isAtLeast(Math.min(...sent), 1_795_348_800_000 + 90_000)
    })
  )

  it.effect("R3 after a hold one request goes first, and the others only when it passed", () =>
    Effect.gen(function* () {
      const limiter = yield* proven
      yield* limiter.holdUntil(10_000)
      const answer = yield* Deferred.make<void>()
      let sent = 0
      const call = limiter.protect(() =>
        Effect.zipRight(
          Effect.sync(() => sent++),
          Deferred.await(answer)
        )
      )
      const fibers = yield* Effect.replicateEffect(Effect.fork(call), 50)
      yield* TestClock.adjust(10_000)
      assert.strictEqual(sent, 1)
      yield* TestClock.adjust(999)
      assert.strictEqual(sent, 1)
      yield* TestClock.adjust(1)
      assert.strictEqual(sent, 2, "one more when the first takes long")
      yield* Deferred.succeed(answer, undefined)
      yield* settled
      yield* TestClock.adjust(0)
      assert.strictEqual(sent, 50)
      yield* Fiber.joinAll(fibers)
    })
  )

  it.effect("R3 a refused request does not let the others through by ending", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      const first = yield* Effect.fork(
        limiter.protect(() => Effect.zipRight(Effect.sleep(100), limiter.holdUntil(30_100)))
      )
      let sent = 0
      yield* Effect.replicateEffect(Effect.fork(limiter.protect(() => Effect.sync(() => sent++))), 10)
      yield* TestClock.adjust(30_099)
      yield* Fiber.join(first)
      assert.strictEqual(sent, 0)
      yield* TestClock.adjust(1)
      assert.strictEqual(sent, 10)
    })
  )

  it.effect("R3 whoever had its turn can wait for the hold alone", () =>
    Effect.gen(function* () {
      const limiter = yield* proven
      yield* limiter.held
      yield* limiter.holdUntil(4_000)
      const fiber = yield* Effect.fork(Effect.zipRight(limiter.held, Clock.currentTimeMillis))
      yield* TestClock.adjust(3_000)
      yield* limiter.holdUntil(6_000)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(yield* Fiber.join(fiber), 6_000)
    })
  )

  it.effect(
    "L1 a wait that is ended from outside leaves the queue with its error, and the next one goes on",
    () =>
      Effect.gen(function* () {
        const limiter = yield* taught(at({ count: 3 }))
        const bounded = yield* Effect.fork(
          Effect.flip(
            limiter.protect(() => Effect.succeed("sent"), {
              waiting: (wait) => Effect.timeoutFail(wait, { duration: 1_000, onTimeout: () => "late" }),
              isCut: () => false
            })
          )
        )
        const next = yield* Effect.fork(limiter.protect(() => Clock.currentTimeMillis))
        yield* TestClock.adjust(1_000)
        assert.strictEqual(yield* Fiber.join(bounded), "late")
        assert.strictEqual(yield* limiter.waiting, 1)
        yield* TestClock.adjust(59_000)
        assert.strictEqual(yield* Fiber.join(next), 60_000)
      })
  )

  it.effect("L1 a request that was cut off counts as interrupted: its end proves nothing", () =>
    Effect.gen(function* () {
      for (const isCut of [false, true]) {
        const limiter = yield* Limiter.make
        const bounds = { waiting: (wait: Effect.Effect<void>) => wait, isCut: () => isCut }
        yield* Effect.flip(limiter.protect(() => Effect.fail("late"), bounds))
        assert.strictEqual((yield* limiter.state).doubt.proven, !isCut)
      }
    })
  )

  it.effect("L1 callers are served in the order they came", () =>
    Effect.gen(function* () {
      const limiter = yield* taught(at({ count: 3 }))
      const order: Array<number> = []
      const fibers = yield* Effect.forEach(
        Array.from({ length: 9 }, (_, i) => i),
        (i) =>
          Effect.fork(
            limiter.protect((observe) =>
              Effect.zipRight(
                Effect.sync(() => order.push(i)),
                observe(at({ count: 1 }))
              )
            )
          ).pipe(Effect.tap(settled))
      )
      yield* TestClock.adjust("1 hour")
      yield* Fiber.joinAll(fibers)
      assert.deepStrictEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8])
    })
  )

  it.effect("L1 nobody overtakes the queue, not even whoever made room in it", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      const order: Array<string> = []
      const call = (name: string, lasts: number) =>
        limiter.protect(() =>
          Effect.zipRight(
            Effect.sync(() => order.push(name)),
            Effect.sleep(lasts)
          )
        )
      const greedy = yield* Effect.fork(Effect.zipRight(call("scout", 10), call("again", 0)))
      yield* settled
      const queued = yield* Effect.fork(call("queued", 0))
      yield* TestClock.adjust(20)
      yield* Fiber.joinAll([greedy, queued])
      assert.deepStrictEqual(order, ["scout", "queued", "again"])
    })
  )

  it.effect("L1 an interrupted waiter gives its place up and leaves nothing behind", () =>
    Effect.gen(function* () {
      const limiter = yield* taught(at({ count: 3 }))
      const order: Array<string> = []
      const call = (name: string) =>
        Effect.zipLeft(Effect.fork(limiter.protect(() => Effect.sync(() => order.push(name)))), settled)
      const first = yield* call("first")
      const second = yield* call("second")
      const third = yield* call("third")
      assert.strictEqual(yield* limiter.waiting, 3)
      assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(first)))
      assert.isTrue(Exit.isInterrupted(yield* Fiber.interrupt(second)))
      assert.strictEqual(yield* limiter.waiting, 1)
      yield* TestClock.adjust("60 seconds")
      yield* Fiber.join(third)
      assert.deepStrictEqual(order, ["third"])
      assert.strictEqual((yield* limiter.state).requests.unaccounted, 0)
    })
  )

  it.effect("L1 an interrupted scout makes room for the next at once", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      const scout = yield* Effect.fork(limiter.protect(() => Effect.never))
      yield* settled
      const next = yield* Effect.fork(limiter.protect(() => Effect.succeed("sent")))
      yield* settled
      yield* Fiber.interrupt(scout)
      assert.strictEqual(yield* Fiber.join(next), "sent")
    })
  )

  it.effect("L1 an interrupted scout proves nothing: one more goes, not all", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      let sent = 0
      const sending = Effect.zipRight(
        Effect.sync(() => sent++),
        Effect.never
      )
      const scout = yield* Effect.fork(limiter.protect(() => Effect.never))
      yield* TestClock.adjust(0)
      yield* Effect.replicateEffect(Effect.fork(limiter.protect(() => sending)), 5)
      yield* TestClock.adjust(0)
      yield* Fiber.interrupt(scout)
      yield* TestClock.adjust(0)
      assert.strictEqual(sent, 1)
    })
  )

  it.effect("L1 requests that fail without a word of the limit do not eat up the allowance for good", () =>
    Effect.gen(function* () {
      const limiter = yield* taught(at({ count: 1, allowed: 10 }))
      yield* Effect.replicateEffect(Effect.exit(limiter.protect(() => Effect.fail("reset"))), 5)
      assert.strictEqual((yield* limiter.state).requests.untold.length, 5)
      yield* limiter.protect((observe) => observe(at({ count: 2, allowed: 10 })))
      const { requests, window } = yield* limiter.state
      assert.isEmpty(requests.untold)
      assert.strictEqual(window?.used, 2)
    })
  )

  it.effect("L1 numbers that can be no limit are ignored", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      for (const seen of [
        at({ count: Number.NaN }),
        at({ count: -1 }),
        at({ allowed: 0 }),
        at({ allowed: Number.NaN }),
        at({ allowed: Number.POSITIVE_INFINITY }),
        at({ reset: -1 }),
        at({ reset: 1_795_348_800 }),
        at({ reset: Number.NaN })
      ])
        yield* limiter.protect((observe) => observe(seen))
      assert.isUndefined((yield* limiter.state).window)
    })
  )

  it.effect("L1 a failing request fails as it would without the limiter", () =>
    Effect.gen(function* () {
      const limiter = yield* Limiter.make
      const request = () => Effect.fail("no" as const)
      assert.deepStrictEqual(yield* Effect.exit(limiter.protect(request)), Exit.fail("no"))
      assert.deepStrictEqual(yield* Effect.exit(Limiter.unlimited.protect(request)), Exit.fail("no"))
    })
  )

  it.effect("L1 a window of which no answer tells any more is forgotten", () =>
    Effect.gen(function* () {
      const limiter = yield* taught(at({ count: 3 }))
      const silent = yield* Effect.fork(
        Effect.replicateEffect(
          limiter.protect(() => Effect.void),
          20
        )
      )
      yield* TestClock.adjust("3 minutes")
      yield* Fiber.join(silent)
      assert.isUndefined((yield* limiter.state).window)
    })
  )
})

describe("Limiter laws", () => {
  it.effect.prop(
    "L1 whatever the platform and whoever gives up: no window is overspent, refusals at most one a window, nothing starves or leaks",
    [
      FastCheck.record({
        allowed: FastCheck.integer({ min: 1, max: 12 }),
        length: FastCheck.constantFrom(2_000, 10_000, 60_000),
        latency: FastCheck.constantFrom(0, 2, 20, 400),
        rounding: FastCheck.constantFrom("up" as const, "down" as const),
        windows: FastCheck.constantFrom("aligned" as const, "on demand" as const),
        tellsLimit: FastCheck.constant(true)
      }),
      FastCheck.array(
        FastCheck.record({
          pause: FastCheck.constantFrom(0, 0, 0, 10, 1_000, 9_999),
          givesUpAfter: FastCheck.option(FastCheck.constantFrom(0, 5, 1_000, 60_000), { nil: undefined })
        }),
        { minLength: 1, maxLength: 24, size: "max" }
      ),
      FastCheck.nat(59_999)
    ],
    ([options, callers, start]) =>
      Effect.gen(function* () {
        yield* TestClock.setTime(start)
        const server = platform(options)
        const limiter = yield* Limiter.make
        const fibers: Array<Fiber.Fiber<unknown>> = []
        for (const { pause, givesUpAfter } of callers) {
          yield* TestClock.adjust(pause)
          const call = send(limiter, server)
          fibers.push(yield* Effect.fork(Effect.timeoutOption(call, givesUpAfter ?? "1 hour")))
        }
        yield* TestClock.adjust("2 hours")
        const ended = yield* Effect.forEach(fibers, Fiber.poll)
        assert.isTrue(
          ended.every((exit) => exit._tag === "Some"),
          "nothing starves"
        )
        assert.isAtMost(server.worstWindow(), 1)
        assert.strictEqual(yield* limiter.waiting, 0)
        assert.strictEqual((yield* limiter.state).requests.unaccounted, 0)
      }).pipe(Effect.ensuring(TestClock.setTime(0))),
    { fastCheck: { numRuns: 20 } }
  )
})
