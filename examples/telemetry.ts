// Telemetry: the library's spans and metrics go wherever your application sends its own.
import { FetchHttpClient, HttpServerResponse } from "@effect/platform"
import { Effect, Layer } from "effect"
import * as Otel from "genesys-jobs/otel"
import * as Prometheus from "genesys-jobs/prometheus"

/** To a collector, as OTEL_EXPORTER_OTLP_ENDPOINT says; nothing is sent without it. Provide it to the whole program. */
export const layer = Otel.layerConfig.pipe(Layer.provide(FetchHttpClient.layer))

/** Or to be scraped: the answer of your own server to GET /metrics. */
export const metrics = Effect.map(Prometheus.format(), (text) =>
  HttpServerResponse.text(text, { contentType: Prometheus.contentType })
)
