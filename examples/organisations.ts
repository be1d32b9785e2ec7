// Two organisations side by side: each has a door of its own, with its own token, limiter and circuit breaker.
import { Context, Effect, Layer, type Redacted, Schema } from "effect"
import { GenesysConfig, GenesysHttp } from "genesys-jobs"

type Door = Context.Tag.Service<GenesysHttp.GenesysHttp>

class Ireland extends Context.Tag("app/Ireland")<Ireland, Door>() {}
class Sydney extends Context.Tag("app/Sydney")<Sydney, Door>() {}

const door = (region: string, clientId: string, clientSecret: Redacted.Redacted) =>
  GenesysHttp.layerOptions({
    region,
    credentials: GenesysConfig.Credentials.ClientCredentials({ clientId, clientSecret })
  })

export const layer = (secrets: { readonly ireland: Redacted.Redacted; readonly sydney: Redacted.Redacted }) =>
  Layer.merge(
    door("mypurecloud.ie", "client-ie", secrets.ireland).pipe(
      Layer.project(GenesysHttp.GenesysHttp, Ireland, (http) => http)
    ),
    door("ap-southeast-2", "client-au", secrets.sydney).pipe(
      Layer.project(GenesysHttp.GenesysHttp, Sydney, (http) => http)
    )
  )

const Organization = Schema.Struct({ name: Schema.String })

/** The names of both. One being down takes nothing from the other. */
export const main = Effect.gen(function* () {
  const name = (http: Door) =>
    Effect.map(http.get("/api/v2/organizations/me", Organization), (organization) => organization.name)
  return yield* Effect.all([name(yield* Ireland), name(yield* Sydney)], { concurrency: 2 })
})
