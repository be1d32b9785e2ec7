// How an application is tested: a scripted platform, a Slack that records, and a clock that the test turns.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Redacted, TestClock, TestServices } from "effect"
import { GenesysConfig, GenesysHttp, Notifier } from "genesys-jobs"
import { RecordingSlack, Reply, ScriptedGenesys } from "genesys-jobs/testing"
import { main } from "./nightly.js"

const app = (routes: ScriptedGenesys.Routes) =>
  Layer.merge(
    GenesysHttp.layerOptions({
      credentials: GenesysConfig.Credentials.ClientCredentials({
        clientId: "client",
        clientSecret: Redacted.make("secret")
      })
    }),
    Notifier.layerSlack({ when: "on-failure" })
  ).pipe(Layer.provideMerge(Layer.merge(ScriptedGenesys.layer(routes), RecordingSlack.layer())))

const job = (state: string) =>
  Reply.ok({ id: "j1", state, totalRecordings: 10, totalProcessedRecordings: 5, totalFailedRecordings: 0 })

describe("the nightly deletion", () => {
  it.effect("outlives an outage and tells nobody about a quiet night", () =>
    Effect.gen(function* () {
      const night = yield* Effect.fork(main)
      // SHA-256 of the Idempotency-Key is computed outside of the fibers: let real time pass once.
      yield* TestServices.provideLive(Effect.sleep("50 millis"))
      yield* TestClock.adjust("20 minutes")
      assert.strictEqual(yield* Fiber.join(night), "quiet")
      const { messages } = yield* RecordingSlack.RecordingSlack
      assert.lengthOf(yield* messages, 0)
    }).pipe(
      Effect.provide(
        app({
          "POST /api/v2/recording/jobs": Reply.ok({ id: "j1" }),
          "GET /api/v2/recording/jobs/{id}": ({ at }) =>
            at >= 120_000 && at < 600_000
              ? Reply.answer(503, { code: "service.unavailable" })
              : job(at < 900_000 ? "PROCESSING" : "FULFILLED")
        })
      )
    )
  )
})
