// A watch inside an application that is no Effect program: one runtime for its whole life, promises outside.
import type { HttpClient } from "@effect/platform"
import { Effect, Layer, ManagedRuntime } from "effect"
import { GenesysHttp, Kinds, Notifier, type Report, Slack, Watch } from "genesys-jobs"

export interface Watcher {
  /** Watches a job (`KIND/ID`) to its end. The promise never rejects over what the platform does: see the report. */
  readonly watch: (reference: string) => Promise<Report.JobReport>
  readonly close: () => Promise<void>
}

/** Credentials come from the environment. The client is `FetchHttpClient.layer`, or that of `genesys-jobs/node`. */
export const make = (client: Layer.Layer<HttpClient.HttpClient>): Watcher => {
  // Token, limiter and circuit breaker live in the runtime: all watches share them.
  const runtime = ManagedRuntime.make(
    Layer.merge(
      GenesysHttp.layerConfig,
      Notifier.layerSlack({ when: "on-failure" }).pipe(Layer.provide(Slack.layerConfig()))
    ).pipe(Layer.provide(client))
  )
  return {
    watch: (reference) =>
      runtime.runPromise(
        Effect.gen(function* () {
          const job = yield* Kinds.parse(Kinds.builtin, reference)
          const kind = yield* Effect.fromNullable(Kinds.find(Kinds.builtin, job.kind))
          return yield* Watch.watch({ kind, job }, { timeout: "2 hours" })
        })
      ),
    close: () => runtime.dispose()
  }
}
