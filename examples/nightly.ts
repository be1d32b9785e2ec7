// An application of yours: it starts a job, watches it, and says in one word how the night went. nightly.test.ts tests
// it.
import { Effect, Schema } from "effect"
import { GenesysHttp, Watch } from "genesys-jobs"

const Started = Schema.Struct({ id: Schema.String })

export const main = Effect.gen(function* () {
  const http = yield* GenesysHttp.GenesysHttp
  const { id } = yield* http.post("/api/v2/recording/jobs", Started, { body: { action: "DELETE" } })
  const target = yield* Watch.target(`recording-job/${id}`)
  const report = yield* Watch.watch(target, { timeout: "8 hours" })
  return report.outcome === "succeeded" ? "quiet" : report.outcome
})
