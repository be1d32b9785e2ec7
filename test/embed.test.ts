import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as GenesysConfig from "../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../src/genesys/GenesysHttp.js"
import * as Reply from "../src/testing/Reply.js"
import * as ScriptedGenesys from "../src/testing/ScriptedGenesys.js"
import * as LongWatch from "./LongWatch.js"

type Door = Context.Tag.Service<GenesysHttp.GenesysHttp>

const provided = (seed: string) => Effect.runPromise(Effect.provide(LongWatch.run, LongWatch.layer(seed)))

const managed = async (seed: string) => {
  const runtime = ManagedRuntime.make(LongWatch.layer(seed))
  const trace = await runtime.runPromise(LongWatch.run)
  await runtime.dispose()
  return trace
}

let once: Promise<LongWatch.Trace> | undefined

/** The run that the others are compared with. */
const known = (): Promise<LongWatch.Trace> => {
  once ??= provided("seed")
  return once
}

// The outage: each wait that was announced ended with one request, sent when it was over.
const day = [
  "00:00:00.000 Started",
  "00:00:00.000 Polled QUEUED",
  "01:03:13.266 Polled RUNNING",
  "03:03:30.159 Troubled Unavailable",
  "03:03:30.159 Waiting until 03:04:28.774",
  "03:04:29.659 Waiting until 03:06:28.774",
  "03:06:29.145 Waiting until 03:10:28.774",
  "03:10:29.061 Waiting until 03:15:28.774",
  "03:15:29.549 Waiting until 03:20:28.774",
  "03:20:29.323 Waiting until 03:25:28.774",
  "03:25:29.251 Waiting until 03:30:28.774",
  "03:30:29.688 Waiting until 03:35:28.774",
  "03:35:28.814 Waiting until 03:40:28.774",
  "03:40:29.329 Waiting until 03:45:28.774",
  "03:45:28.864 Waiting until 03:50:28.774",
  "03:50:29.536 Waiting until 03:55:28.774",
  "03:55:29.306 Waiting until 04:00:28.774",
  "04:00:29.522 Waiting until 04:05:28.774",
  "04:05:29.421 Waiting until 04:10:28.774",
  "04:10:28.931 Waiting until 04:15:28.774",
  "04:15:29.135 Waiting until 04:20:28.774",
  "04:20:29.106 Waiting until 04:25:28.774",
  "04:25:29.419 Waiting until 04:30:28.774",
  "04:30:29.590 Waiting until 04:35:28.774",
  "04:35:28.891 Waiting until 04:40:28.774",
  "04:40:29.617 Waiting until 04:45:28.774",
  "04:45:29.415 Waiting until 04:50:28.774",
  "04:50:29.415 Waiting until 04:55:28.774",
  "04:55:29.749 Waiting until 05:00:28.774",
  "05:00:28.774 Recovered",
  "07:13:17.728 Waiting until 07:13:59.728",
  "11:20:39.214 Waiting until 11:21:21.214",
  "15:34:20.174 Waiting until 15:35:02.174",
  "19:48:01.134 Waiting until 19:48:43.134",
  "24:01:42.094 Waiting until 24:02:24.094",
  "26:00:00.057 Polled COMPLETED",
  "26:00:00.057 Reading 100 of 450",
  "26:00:00.057 Reading 200 of 450",
  "26:00:00.663 Reading 300 of 450",
  "26:00:00.663 Reading 400 of 450",
  "26:00:00.663 Reading 450 of 450",
  "26:00:00.663 Notified delivered",
  "26:00:00.663 Ended partial"
]

describe("embedding", () => {
  it("E3 a day with outage, throttling, a revoked and an expired token has the same trace whenever it is run", async () => {
    const first = await known()
    assert.deepStrictEqual(LongWatch.told(first), day)
    const second = await provided("seed")
    assert.deepStrictEqual(second.events, first.events)
    assert.deepStrictEqual(second.requests, first.requests)
  })

  it("E2 Effect.provide and ManagedRuntime give the same trace", async () => {
    const [one, other] = [await known(), await managed("seed")]
    assert.deepStrictEqual(other.events, one.events)
    assert.deepStrictEqual(other.requests, one.requests)
  })

  it("W5 the day of the trace shows one request per cool-down and nothing inside a Retry-After", async () => {
    const { report, requests } = await known()
    assert.strictEqual(report.outcome, "partial")
    assert.deepInclude(report.failures, { total: 450, complete: true, reconciled: true })
    const hour = 3_600_000
    const during = requests.filter(({ at }) => at >= 3.1 * hour && at < 5 * hour).map(({ at }) => at)
    const gaps = during.slice(1).map((at, index) => at - (during[index] ?? 0))
    assert.isAtLeast(Math.min(...gaps), 60_000)
    assert.deepStrictEqual(
      [...new Set(requests.map(({ headers }) => headers["authorization"]))],
      ["Bearer token-1", "Bearer token-2", "Bearer token-3"]
    )
    const held = requests.flatMap((request, index) =>
      LongWatch.isThrottled(request, index) ? [(requests[index + 1]?.at ?? Infinity) - request.at] : []
    )
    assert.isAtLeast(held.length, 4)
    assert.isAtLeast(Math.min(...held), LongWatch.throttleMillis)
  })

  it.effect("E2 two organisations live side by side in one process, also in one layer", () => {
    class Ireland extends Context.Tag("test/Ireland")<Ireland, Door>() {}
    class Sydney extends Context.Tag("test/Sydney")<Sydney, Door>() {}
    const organisation = <I>(tag: Context.Tag<I, Door>, region: string, token: string) =>
      GenesysHttp.layerOptions({
        region,
        credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make(token) })
      }).pipe(Layer.project(GenesysHttp.GenesysHttp, tag, (http) => http))
    const ask = (door: Door) => door.get("/api/v2/organizations/me", Schema.Struct({ id: Schema.String }))
    return Effect.gen(function* () {
      const [ireland, sydney] = [yield* Ireland, yield* Sydney]
      const [one, other, again] = yield* Effect.all([ask(ireland), ask(sydney), ask(ireland)])
      assert.strictEqual(one.id, "api.mypurecloud.ie Bearer green")
      assert.strictEqual(other.id, "api.mypurecloud.com.au Bearer gold")
      assert.deepStrictEqual(again, one)
      yield* ireland.breaker.isolate
      assert.strictEqual((yield* Effect.flip(ask(ireland))).reason._tag, "CircuitOpen")
      assert.deepStrictEqual(yield* ask(sydney), other)
    }).pipe(
      Effect.provide(
        Layer.mergeAll(
          organisation(Ireland, "mypurecloud.ie", "green"),
          organisation(Sydney, "ap-southeast-2", "gold")
        ).pipe(
          Layer.provide(
            ScriptedGenesys.layer(
              {
                "GET /api/v2/organizations/me": ({ headers, host }) =>
                  Reply.ok({ id: `${host} ${headers["authorization"]}` })
              },
              { checksTokens: false }
            )
          )
        )
      )
    )
  })

  it.effect("E2 one layer that two others need is one door", () => {
    class Left extends Context.Tag("test/Left")<Left, Door>() {}
    class Right extends Context.Tag("test/Right")<Right, Door>() {}
    const door = GenesysHttp.layerOptions({
      credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make("green") })
    })
    const as = <I>(tag: Context.Tag<I, Door>) =>
      door.pipe(Layer.project(GenesysHttp.GenesysHttp, tag, (http) => http))
    return Effect.map(Effect.all([Left, Right]), ([left, right]) =>
      assert.strictEqual(left.breaker, right.breaker)
    ).pipe(Effect.provide(Layer.merge(as(Left), as(Right)).pipe(Layer.provide(ScriptedGenesys.layer({})))))
  })
})
