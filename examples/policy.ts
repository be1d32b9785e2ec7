// Every number of the door is an option. What is left out keeps its default.
import { Effect, type Redacted, Schema } from "effect"
import { GenesysConfig, GenesysHttp } from "genesys-jobs"

export const layer = (token: Redacted.Redacted) =>
  GenesysHttp.layerOptions({
    region: "eu-central-1",
    credentials: GenesysConfig.Credentials.AccessToken({ token }),
    policy: {
      attemptTimeout: "5 seconds",
      deadline: "1 minute",
      retry: { maxRetries: 2, networkMaxRetries: 1, base: "200 millis", cap: "5 seconds" },
      breaker: { failureThreshold: 3, coolDown: "20 seconds" },
      retryBudget: false
    }
  })

const Queue = Schema.Struct({ id: Schema.String, name: Schema.String })

/** The errors are typed: a queue that is gone is an answer here, everything else stays an error. */
export const main = (queueId: string) =>
  Effect.flatMap(GenesysHttp.GenesysHttp, (http) =>
    http.get("/api/v2/routing/queues/{queueId}", Queue, { params: { queueId } })
  ).pipe(
    Effect.map((queue) => queue.name),
    Effect.catchIf(
      (error) => error.reason._tag === "NotFound",
      () => Effect.succeed("(deleted)")
    )
  )
