import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as RunLayer from "../../src/cli/RunLayer.js"
import type { Settings } from "../../src/cli/Settings.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import * as Notifier from "../../src/watch/Notifier.js"
import * as Reports from "../report/Reports.js"

const settings: Settings = {
  genesys: {
    credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make("token") }),
    region: "mypurecloud.ie"
  },
  region: "mypurecloud.ie",
  webhooks: [],
  http: {},
  kinds: Kinds.builtin,
  warnings: [],
  targets: []
}

describe("RunLayer", () => {
  it.effect("W6 a run has one door, whose circuit starts closed; nothing is sent to make it", () =>
    Effect.gen(function* () {
      const door = yield* GenesysHttp.GenesysHttp
      assert.isDefined(door.breaker)
    }).pipe(Effect.provide(RunLayer.door(settings)))
  )

  it.effect("S7 without webhooks the run tells nobody, and says so", () =>
    Effect.gen(function* () {
      const { notify } = yield* Notifier.Notifier
      const [report] = Reports.partial.jobs
      if (report === undefined) return yield* Effect.dieMessage("a report without jobs")
      assert.deepStrictEqual(yield* notify(report), [])
    }).pipe(Effect.provide(RunLayer.watching(settings, {})))
  )
})
