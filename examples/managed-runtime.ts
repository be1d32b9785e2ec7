// A watch inside an application that is no Effect program: one runtime for its whole life, promises outside.
import type { HttpClient } from "@effect/platform"
import { Effect, Layer, ManagedRuntime } from "effect"
import { GenesysHttp, Notifier, type Report, Slack, Watch } from "genesys-jobs"

export interface Watcher {
  /**
   * Watches a job (`KIND/ID`) to its end. The promise rejects over a reference that names no job, never over what the
   * platform does: see the report.
   */
  readonly watch: (reference: string) => Promise<Report.JobReport>
  readonly close: () => Promise<void>
}

/** Credentials come from the environment. The client is `FetchHttpClient.layer`, or that of `genesys-jobs/node`. */
export const make = (client: Layer.Layer<HttpClient.HttpClient>): Watcher => {
  // Token, limiter and circuit breaker live in the runtime: all watches share them.
  const runtime = ManagedRuntime.make(
    Layer.merge(
      GenesysHttp.layerConfig,
      Notifier.layerSlack({ when: "on-failure" }).pipe(Layer.provide(Slack.layerConfig))
    ).pipe(Layer.provide(client))
  )
  return {
    watch: (reference) =>
      runtime.runPromise(
        Effect.flatMap(Watch.target(reference), (target) => Watch.watch(target, { timeout: "2 hours" }))
      ),
    close: () => runtime.dispose()
  }
}
