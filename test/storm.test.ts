import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Scope from "effect/Scope"
import * as Supervisor from "effect/Supervisor"
import * as GenesysHttp from "../src/genesys/GenesysHttp.js"
import * as ScriptedGenesys from "../src/testing/ScriptedGenesys.js"
import * as VirtualClock from "../src/testing/VirtualClock.js"
import * as Door from "./genesys/Door.js"
import * as Storm from "./Storm.js"

const fibers = 200
const { minute } = Storm

/** Polls every other minute, whatever comes back, until it is interrupted. */
const poll = Effect.forever(
  Effect.zipRight(
    Effect.exit(Door.get()),
    Effect.flatMap(Random.nextIntBetween(90_000, 150_000), (millis) => Effect.sleep(Duration.millis(millis)))
  )
)

/** All of it; then everybody is interrupted and the door is closed. */
const ride = (platform: ReturnType<typeof Storm.make>) =>
  Effect.gen(function* () {
    const supervisor = yield* Supervisor.track
    const scope = yield* Scope.make()
    const context = yield* Layer.buildWithScope(Door.one(platform.script), scope)
    const riding = Effect.gen(function* () {
      const genesys = yield* ScriptedGenesys.ScriptedGenesys
      const running = yield* Effect.replicateEffect(Effect.fork(poll), fibers)
      yield* Effect.sleep(Duration.minutes(Storm.expiry))
      // every token that was granted so far dies
      yield* genesys.expire
      yield* Effect.sleep(Duration.minutes(Storm.end - Storm.expiry))
      yield* Fiber.interruptAll(running)
      const { breaker, limiter } = yield* GenesysHttp.GenesysHttp
      return {
        logins: yield* genesys.logins,
        asked: yield* genesys.requests,
        circuit: (yield* breaker.state)._tag,
        waiting: yield* limiter.waiting,
        unaccounted: (yield* limiter.state).requests.unaccounted
      }
    })
    const result = yield* Effect.supervised(Effect.provide(riding, context), supervisor)
    yield* Scope.close(scope, Exit.void)
    yield* Effect.yieldNow()
    const alive = (yield* supervisor.value).filter((fiber) => fiber.unsafePoll() === null).length
    return { ...result, alive }
  })

const weathered = (millis: number, kind: Storm.Kind) => Storm.kindAt(millis) === kind

describe("GenesysHttp in a storm", () => {
  it.effect(
    "H0 R2 R3 L1 A2 B1 two hours of outages, throttling and expiries are ridden out by 200 fibers on one door",
    () => {
      const platform = Storm.make()
      return Effect.gen(function* () {
        const { alive, asked, circuit, logins, unaccounted, waiting } = yield* ride(platform)
        const { holds, refusals, requests, successes } = platform.seen

        // requests in every minute: all of them where the weather is fair, none to speak of where it is not
        for (const [index, count] of requests.entries()) {
          const at = index * minute
          const settled = Storm.kindAt(at) === Storm.kindAt(at - minute)
          assert.isAtMost(count ?? 0, Storm.allowedAt(at) + 1, `minute ${index}`)
          if (!settled) continue
          if (["down", "silent", "refusing"].includes(Storm.kindAt(at)))
            assert.isAtMost(count ?? 0, 1, `minute ${index}`)
          if (weathered(at, "throttled")) assert.isAtMost(count ?? 0, 2, `minute ${index}`)
          if (weathered(at, "narrow")) assert.isAtLeast(count ?? 0, 55, `minute ${index}`)
          if (weathered(at, "fair") && weathered(at - 5 * minute, "fair"))
            assert.isAtLeast(count ?? 0, 60, `minute ${index}`)
        }

        // at most one refusal a window
        for (const count of refusals) assert.isAtMost(count ?? 0, 1)

        // nobody comes early
        assert.isAbove(holds.length, 2)
        for (const { from, until } of holds)
          assert.deepStrictEqual(
            asked.filter(({ at }) => at > from && at < until).map(({ at }) => at),
            []
          )

        // recovery within one cool-down, of which the longest has five minutes
        for (const [index, { from, kind }] of Storm.weather.entries()) {
          if (index === 0 || kind !== "fair") continue
          const back = successes.find((at) => at >= from * minute) ?? Number.POSITIVE_INFINITY
          assert.isAtMost(back - from * minute, 5 * minute, `fair again at minute ${from}`)
        }

        // one grant at the start, one for the tokens that died, none besides: the token lives for a day
        assert.strictEqual(logins.length, 2)

        // nothing leaks: fibers, permits, waiters
        assert.deepStrictEqual(
          { alive, circuit, unaccounted, waiting },
          { alive: 0, circuit: "Closed", unaccounted: 0, waiting: 0 }
        )
      }).pipe(Effect.provide(VirtualClock.layer()), Effect.withRandom(Random.make("storm")))
    },
    60_000
  )
})
