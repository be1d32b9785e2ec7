/**
 * OpenTelemetry: spans, metrics and logs sent to a collector over OTLP. Published as `genesys-jobs/otel`; needs the
 * optional peer `@effect/opentelemetry` and none of the packages of `@opentelemetry`.
 *
 * The library itself knows nothing of it: whatever Effect tracer or metric exporter an application has sees the same.
 *
 * @since 0.1.0
 */
import * as Otlp from "@effect/opentelemetry/Otlp"
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Config from "effect/Config"
import type * as ConfigError from "effect/ConfigError"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/**
 * Where telemetry goes, and what it says of its sender.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** The collector, without the path of a signal: `http://localhost:4318`. */
  readonly endpoint: string
  /** Default: `genesys-jobs`. */
  readonly serviceName?: string | undefined
  readonly serviceVersion?: string | undefined
  /** Sent with every export; a place for the collector's credentials. */
  readonly headers?: Redacted.Redacted<Readonly<Record<string, string>>> | undefined
  /**
   * Between two exports of the same signal. Default: 5 seconds for spans, 1 second for logs, 10 seconds for metrics.
   */
  readonly interval?: Duration.DurationInput | undefined
}

/**
 * Exports spans, metrics and logs as OTLP over HTTP with JSON. What is left is sent when the scope closes, for 3
 * seconds at most. A collector that does not answer costs a warning in the log, and nothing else.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<never, never, HttpClient.HttpClient> =>
  Otlp.layerJson({
    baseUrl: options.endpoint,
    resource: { serviceName: options.serviceName ?? "genesys-jobs", serviceVersion: options.serviceVersion },
    headers: options.headers === undefined ? undefined : Redacted.value(options.headers),
    loggerExportInterval: options.interval,
    metricsExportInterval: options.interval,
    tracerExportInterval: options.interval
  })

/**
 * The same from the variables that OpenTelemetry names: `OTEL_EXPORTER_OTLP_ENDPOINT` (without it nothing is exported),
 * `OTEL_SERVICE_NAME`, `OTEL_EXPORTER_OTLP_HEADERS` (`name=value,name=value`, percent-encoded).
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 *
 * @since 0.1.0
 * @category layers
 */
export const layerConfig: Layer.Layer<never, ConfigError.ConfigError, HttpClient.HttpClient> =
  Layer.unwrapEffect(
    Effect.gen(function* () {
      const endpoint = yield* Config.option(Config.nonEmptyString("OTEL_EXPORTER_OTLP_ENDPOINT"))
      const serviceName = yield* Config.option(Config.nonEmptyString("OTEL_SERVICE_NAME"))
      const headers = yield* Config.option(Config.redacted("OTEL_EXPORTER_OTLP_HEADERS"))
      if (Option.isNone(endpoint)) return Layer.empty
      return layer({
        endpoint: endpoint.value,
        serviceName: Option.getOrUndefined(serviceName),
        headers: Option.getOrUndefined(Option.map(headers, headersOf))
      })
    })
  )

const headersOf = (text: Redacted.Redacted): Redacted.Redacted<Readonly<Record<string, string>>> =>
  Redacted.make(
    Object.fromEntries(
      Redacted.value(text)
        .split(",")
        .filter((pair) => pair.includes("="))
        .map((pair) => {
          const at = pair.indexOf("=")
          return [pair.slice(0, at).trim(), decoded(pair.slice(at + 1).trim())]
        })
    )
  )

const decoded = (text: string): string => (/%(?![0-9A-Fa-f]{2})/.test(text) ? text : decodeURIComponent(text))
