import type * as HttpClient from "@effect/platform/HttpClient"
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
  "01:00:25.431 Polled RUNNING",
  "03:00:13.837 Troubled Unavailable",
  "03:00:13.837 Waiting until 03:01:10.580",
  "03:01:11.186 Waiting until 03:03:10.580",
  "03:03:11.309 Waiting until 03:07:10.580",
  "03:07:11.188 Waiting until 03:12:10.580",
  "03:12:11.186 Waiting until 03:17:10.580",
  "03:17:11.218 Waiting until 03:22:10.580",
  "03:22:11.280 Waiting until 03:27:10.580",
  "03:27:11.014 Waiting until 03:32:10.580",
  "03:32:11.235 Waiting until 03:37:10.580",
  "03:37:11.352 Waiting until 03:42:10.580",
  "03:42:10.633 Waiting until 03:47:10.580",
  "03:47:11.035 Waiting until 03:52:10.580",
  "03:52:11.575 Waiting until 03:57:10.580",
  "03:57:10.601 Waiting until 04:02:10.580",
  "04:02:11.287 Waiting until 04:07:10.580",
  "04:07:11.390 Waiting until 04:12:10.580",
  "04:12:10.916 Waiting until 04:17:10.580",
  "04:17:10.782 Waiting until 04:22:10.580",
  "04:22:11.353 Waiting until 04:27:10.580",
  "04:27:11.406 Waiting until 04:32:10.580",
  "04:32:10.670 Waiting until 04:37:10.580",
  "04:37:11.030 Waiting until 04:42:10.580",
  "04:42:11.241 Waiting until 04:47:10.580",
  "04:47:11.002 Waiting until 04:52:10.580",
  "04:52:11.192 Waiting until 04:57:10.580",
  "04:57:11.464 Waiting until 05:02:10.580",
  "05:02:10.580 Recovered",
  "26:00:00.238 Polled COMPLETED",
  "26:00:00.238 Reading 100 of 450",
  "26:00:00.238 Reading 200 of 450",
  "26:00:00.559 Reading 300 of 450",
  "26:00:00.559 Reading 400 of 450",
  "26:00:00.559 Reading 450 of 450",
  "26:00:00.559 Notified delivered",
  "26:00:00.559 Ended partial"
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
      ["Bearer token-1", "Bearer token-2"]
    )
  })

  it.effect("E2 two organisations live side by side in one process", () =>
    Effect.gen(function* () {
      const organisation = (environment: string, token: string) =>
        GenesysHttp.layerOptions({
          region: environment,
          credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make(token) })
        }).pipe(
          Layer.provideMerge(
            ScriptedGenesys.layer(
              {
                "GET /api/v2/organizations/me": ({ headers, host }) =>
                  Reply.ok({ id: `${host} ${headers["authorization"]}` })
              },
              { checksTokens: false }
            )
          ),
          Layer.build
        )
      const ask = (built: Context.Context<GenesysHttp.GenesysHttp | HttpClient.HttpClient>) =>
        Context.get(built, GenesysHttp.GenesysHttp).get(
          "/api/v2/organizations/me",
          Schema.Struct({ id: Schema.String })
        )
      const ireland = yield* organisation("mypurecloud.ie", "green")
      const sydney = yield* organisation("ap-southeast-2", "gold")
      const [one, other, again] = yield* Effect.all([ask(ireland), ask(sydney), ask(ireland)])
      assert.strictEqual(one.id, "api.mypurecloud.ie Bearer green")
      assert.strictEqual(other.id, "api.mypurecloud.com.au Bearer gold")
      assert.deepStrictEqual(again, one)
      yield* Context.get(ireland, GenesysHttp.GenesysHttp).breaker.isolate
      assert.strictEqual((yield* Effect.flip(ask(ireland))).reason._tag, "CircuitOpen")
      assert.deepStrictEqual(yield* ask(sydney), other)
    }).pipe(Effect.scoped)
  )
})
