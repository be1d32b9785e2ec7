/**
 * The services of a run, made of its settings.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Layer from "effect/Layer"
import * as GenesysHttp from "../genesys/GenesysHttp.js"
import * as Node from "../node.js"
import * as Destination from "../watch/Destination.js"
import type * as Notifier from "../watch/Notifier.js"
import type { Settings } from "./Settings.js"

/**
 * The HTTP client of the run.
 *
 * @since 0.1.0
 * @category layers
 */
export const http = (settings: Settings): Layer.Layer<HttpClient.HttpClient> =>
  Node.layerHttpClient(settings.http)

/**
 * The door alone.
 *
 * @since 0.1.0
 * @category layers
 */
export const door = (settings: Settings): Layer.Layer<GenesysHttp.GenesysHttp> =>
  // Settings were checked before; a configuration refused here is a fault of this program.
  Layer.orDie(GenesysHttp.layerOptions(settings.genesys)).pipe(Layer.provide(http(settings)))

/**
 * The door and whoever is told, over one HTTP client.
 *
 * @since 0.1.0
 * @category layers
 */
export const watching = (
  settings: Settings,
  options: Notifier.Options
): Layer.Layer<GenesysHttp.GenesysHttp | Notifier.Notifier> =>
  // Every layer is a hundred steps at the start: one orDie for both.
  Layer.merge(
    GenesysHttp.layerOptions(settings.genesys),
    Destination.layerNotifier(settings.webhooks, options)
  ).pipe(Layer.orDie, Layer.provide(http(settings)))
