// Calls of the official SDK with the door's token, retries, circuit breaker and errors.
import { Effect, Layer } from "effect"
import { GenesysHttp } from "genesys-jobs"
import * as SdkCall from "genesys-jobs/sdk"
import platformClient from "purecloud-platform-client-v2"

const client = platformClient.ApiClient.instance
client.setEnvironment("mypurecloud.ie")

/** All that it needs is an HTTP client for the door's login. The SDK keeps its own. */
export const layer = SdkCall.layer(client).pipe(Layer.provide(GenesysHttp.layerConfig))

const users = new platformClient.UsersApi()

export const main = (id: string) =>
  SdkCall.run("getUser", () => users.getUser(id)).pipe(
    Effect.map((user) => user.name),
    Effect.catchIf(
      (error) => error.reason._tag === "NotFound",
      () => Effect.succeed(undefined)
    )
  )
