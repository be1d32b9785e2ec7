import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as GenesysConfig from "../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../src/genesys/GenesysHttp.js"
import * as Otel from "../src/otel.js"
import * as Reply from "../src/testing/Reply.js"
import * as ScriptedGenesys from "../src/testing/ScriptedGenesys.js"

interface Export {
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** A collector that keeps what it is sent. */
const collector = () => {
  const exports: Array<Export> = []
  const layer = Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request, url) =>
      Effect.sync(() => {
        const { body, headers } = request
        const text = body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""
        exports.push({ url: url.toString(), headers: { ...headers }, body: text })
        return HttpClientResponse.fromWeb(request, new Response("{}"))
      })
    )
  )
  return { exports, layer }
}

const program = Effect.gen(function* () {
  const genesys = yield* GenesysHttp.GenesysHttp
  yield* Effect.exit(
    genesys.get("/api/v2/users/{userId}", Schema.Struct({ id: Schema.String }), { params: { userId: "u1" } })
  )
  yield* Effect.logInfo("asked for a user")
}).pipe(
  Effect.withSpan("App.main"),
  Effect.provide(
    GenesysHttp.layerOptions({
      credentials: GenesysConfig.Credentials.ClientCredentials({
        clientId: "client",
        clientSecret: Redacted.make("sentinel-secret")
      })
    }).pipe(Layer.provide(ScriptedGenesys.layer({ "GET /api/v2/users/{userId}": Reply.ok({ id: "u1" }) })))
  ),
  Effect.orDie
)

const run = <E>(
  layer: Layer.Layer<never, E, HttpClient.HttpClient>,
  client: Layer.Layer<HttpClient.HttpClient>
) => Effect.provide(program, Layer.provide(layer, client))

describe("otel", () => {
  it.effect("E6 an app that brings OpenTelemetry sees spans, metrics and logs, and no secret", () =>
    Effect.gen(function* () {
      const { exports, layer } = collector()
      const headers = Redacted.make({ authorization: "Basic abc" })
      const otel = Otel.layer({ endpoint: "http://collector:4318", serviceName: "app", headers })
      yield* run(otel, layer)
      const of = (signal: string) => exports.filter(({ url }) => url === `http://collector:4318/v1/${signal}`)
      const traces = of("traces")
        .map(({ body }) => body)
        .join()
      for (const name of ["App.main", "GenesysHttp.request", "Auth.grant", "/api/v2/users/{userId}", '"app"'])
        assert.include(traces, name)
      assert.include(
        of("metrics")
          .map(({ body }) => body)
          .join(),
        "genesys_jobs_requests_total"
      )
      assert.include(
        of("logs")
          .map(({ body }) => body)
          .join(),
        "asked for a user"
      )
      assert.isTrue(exports.every((sent) => sent.headers["authorization"] === "Basic abc"))
      for (const secret of ["sentinel-secret", "token-1"])
        assert.notInclude(exports.map(({ body }) => body).join(), secret)
    })
  )

  it.effect("reads the variables of OpenTelemetry, and exports nothing without an endpoint", () =>
    Effect.gen(function* () {
      const from = (entries: ReadonlyArray<readonly [string, string]>) =>
        Layer.provide(Otel.layerConfig, Layer.setConfigProvider(ConfigProvider.fromMap(new Map(entries))))
      const silent = collector()
      yield* run(from([["OTEL_SERVICE_NAME", "app"]]), silent.layer)
      assert.deepStrictEqual(silent.exports, [])
      const told = collector()
      yield* run(
        from([
          ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"],
          ["OTEL_SERVICE_NAME", "night-shift"],
          ["OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, tenant=100%"]
        ]),
        told.layer
      )
      assert.include(told.exports.map(({ body }) => body).join(), "night-shift")
      assert.deepInclude(told.exports[0]?.headers, { "api-key": "a b", tenant: "100%" })
    })
  )
})
