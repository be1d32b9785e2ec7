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
  "01:00:03.000 Polled RUNNING",
  "03:00:51.406 Troubled Unavailable",
  "03:00:51.406 Waiting until 03:01:48.149",
  "03:01:48.755 Waiting until 03:03:48.149",
  "03:03:48.878 Waiting until 03:07:48.149",
  "03:07:48.757 Waiting until 03:12:48.149",
  "03:12:48.755 Waiting until 03:17:48.149",
  "03:17:48.787 Waiting until 03:22:48.149",
  "03:22:48.849 Waiting until 03:27:48.149",
  "03:27:48.583 Waiting until 03:32:48.149",
  "03:32:48.804 Waiting until 03:37:48.149",
  "03:37:48.921 Waiting until 03:42:48.149",
  "03:42:48.202 Waiting until 03:47:48.149",
  "03:47:48.604 Waiting until 03:52:48.149",
  "03:52:49.144 Waiting until 03:57:48.149",
  "03:57:48.170 Waiting until 04:02:48.149",
  "04:02:48.856 Waiting until 04:07:48.149",
  "04:07:48.959 Waiting until 04:12:48.149",
  "04:12:48.485 Waiting until 04:17:48.149",
  "04:17:48.351 Waiting until 04:22:48.149",
  "04:22:48.922 Waiting until 04:27:48.149",
  "04:27:48.975 Waiting until 04:32:48.149",
  "04:32:48.239 Waiting until 04:37:48.149",
  "04:37:48.599 Waiting until 04:42:48.149",
  "04:42:48.810 Waiting until 04:47:48.149",
  "04:47:48.571 Waiting until 04:52:48.149",
  "04:52:48.761 Waiting until 04:57:48.149",
  "04:57:49.033 Waiting until 05:02:48.149",
  "05:02:48.149 Recovered",
  "26:00:00.928 Polled COMPLETED",
  "26:00:00.928 Reading 100 of 450",
  "26:00:00.928 Reading 200 of 450",
  "26:00:01.249 Reading 300 of 450",
  "26:00:01.249 Reading 400 of 450",
  "26:00:01.249 Reading 450 of 450",
  "26:00:01.249 Notified delivered",
  "26:00:01.249 Ended partial"
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
