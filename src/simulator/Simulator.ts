/**
 * The simulated Genesys Cloud platform and Slack inbox as a real HTTP server on loopback: login, API, file host and
 * webhook of one scenario, and the simulator's own paths that tell what happened:
 *
 * - `GET /__requests`: every request, see `RequestLog.Entry`
 * - `GET /__slack`: every message that came to the webhook, see `SlackInbox.Message`
 * - `GET /__scenario`: the scenario with its secrets masked; `PUT /__scenario` starts over with another one
 * - `POST /__reset`: starts over
 *
 * Time is Effect's: under `TestClock` jobs, tokens and injected latency wait for the test to move the clock.
 *
 * @since 0.1.0
 */
import { createServer } from "node:http"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpMiddleware from "@effect/platform/HttpMiddleware"
import * as HttpRouter from "@effect/platform/HttpRouter"
import type * as HttpServer from "@effect/platform/HttpServer"
import type * as HttpServerError from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import type * as Scope from "effect/Scope"
import * as Exchange from "./Exchange.js"
import * as RequestLog from "./RequestLog.js"
import * as Scenario from "./Scenario.js"
import type * as SlackInbox from "./SlackInbox.js"

/**
 * A running scenario and what it has seen so far.
 *
 * @since 0.1.0
 * @category models
 */
export interface Simulation {
  readonly httpApp: HttpApp.Default
  /** Every request, oldest first. */
  readonly requests: Effect.Effect<ReadonlyArray<RequestLog.Entry>>
  /** Every message that came to the webhook, oldest first. */
  readonly inbox: Effect.Effect<ReadonlyArray<SlackInbox.Message>>
  /** Starts over: clocks, tokens, counters, log and inbox; with another scenario when one is given. */
  readonly reset: (scenario?: Scenario.Scenario | undefined) => Effect.Effect<void>
}

/**
 * A simulation on a port.
 *
 * @since 0.1.0
 * @category models
 */
export interface Running extends Simulation {
  /** Base address of API, login and webhook, without a slash at the end. */
  readonly url: string
  /** Base address of the file host: another port, so that it is a foreign origin to the API's. */
  readonly filesUrl: string
  /** The environment variables that send `genesys-jobs` here. */
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Where to listen, and to what. Port 0 (the default) takes a free one; the host is 127.0.0.1 and the scenario
 * `Scenario.demo` unless others are given.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly port?: number | undefined
  readonly filesPort?: number | undefined
  readonly host?: string | undefined
  readonly scenario?: Scenario.Scenario | undefined
}

/**
 * The running simulator of a program.
 *
 * @since 0.1.0
 * @category tags
 */
export class Simulator extends Context.Tag("genesys-jobs/Simulator")<Simulator, Running>() {}

/**
 * A simulation as an app for a server of your own. Socket faults need Node's server under it. Without `filesUrl` the
 * files are served under the API's own origin.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (scenario: Scenario.Scenario, filesUrl?: string | undefined): Effect.Effect<Simulation> =>
  Effect.map(Ref.make(Exchange.begin(scenario)), (world) => {
    const log = RequestLog.make()
    const requests = Effect.sync(() => log.entries())
    const inbox = Effect.map(Ref.get(world), ({ platform }) => platform.inbox)
    const reset = (other?: Scenario.Scenario | undefined) =>
      Effect.zipRight(
        Effect.sync(() => log.clear()),
        Ref.update(world, ({ plan }) => Exchange.begin(other ?? plan.scenario))
      )
    const ownPaths = HttpRouter.empty.pipe(
      HttpRouter.get(
        "/__requests",
        Effect.map(requests, (entries) => listing({ requests: entries }))
      ),
      HttpRouter.get(
        "/__slack",
        Effect.map(inbox, (messages) => listing({ messages }))
      ),
      HttpRouter.get(
        "/__scenario",
        Effect.map(Ref.get(world), ({ plan }) => listing(Scenario.masked(plan.scenario)))
      ),
      HttpRouter.put("/__scenario", replaceScenario(reset)),
      HttpRouter.post("/__reset", Effect.as(reset(), HttpServerResponse.empty()))
    )
    const platform = Exchange.make(world, log, filesUrl)
    return {
      // Whatever is not one of the simulator's own paths is the simulated platform's business, 404 included. The router
      // is not asked about those: it makes an error, with a stack, of every path that it does not know.
      httpApp: Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ url }) =>
        url.startsWith("/__") ? Effect.catchTag(ownPaths, "RouteNotFound", () => platform) : platform
      ),
      requests,
      inbox,
      reset
    }
  })

/**
 * Starts the simulator on loopback and stops it with the scope, cutting connections that still wait for an answer.
 *
 * Fails with `ServeError` when the port is taken.
 *
 * @since 0.1.0
 * @category constructors
 */
export const listen = (
  options: Options = {}
): Effect.Effect<Running, HttpServerError.ServeError, Scope.Scope> =>
  Effect.gen(function* () {
    const { host = "127.0.0.1", port = 0, filesPort = 0, scenario = Scenario.demo } = options
    const files = yield* bind(host, filesPort)
    const main = yield* bind(host, port)
    const url = address(main, host)
    const filesUrl = address(files, host)
    const simulation = yield* make(scenario, filesUrl)
    yield* Effect.forEach([files, main], (server) => server.serve(simulation.httpApp), {
      discard: true
    }).pipe(
      // An embedder's tracer must not see the other side of its own requests, nor the paths that are secrets.
      HttpMiddleware.withTracerDisabledWhenEffect(() => true)
    )
    return { ...simulation, url, filesUrl, environment: environment(url, scenario) }
  })

/**
 * The simulator as a layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options?: Options | undefined): Layer.Layer<Simulator, HttpServerError.ServeError> =>
  Layer.scoped(Simulator, listen(options))

/**
 * The environment variables that send `genesys-jobs` (or any program that reads the same names) to a simulator at
 * `url`.
 *
 * @since 0.1.0
 * @category rendering
 */
export const environment = (url: string, scenario: Scenario.Scenario): Readonly<Record<string, string>> => {
  const client = scenario.clients[0]
  return {
    GENESYS_API_URL: url,
    GENESYS_LOGIN_URL: url,
    GENESYS_CLIENT_ID: client?.id ?? "",
    GENESYS_CLIENT_SECRET: client?.secret ?? "",
    SLACK_WEBHOOK_URL: `${url}${scenario.slack.path}`
  }
}

const bind = (
  host: string,
  port: number
): Effect.Effect<HttpServer.HttpServer, HttpServerError.ServeError, Scope.Scope> =>
  Effect.gen(function* () {
    // Longer than any poll's gap: a keep-alive connection that the server closes first looks like a fault to the
    // caller.
    const server = createServer({ keepAliveTimeout: 120_000 })
    const bound = yield* NodeHttpServer.make(() => server, { host, port })
    yield* Effect.addFinalizer(() =>
      Effect.async<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
    )
    return bound
  })

const address = (server: HttpServer.HttpServer, host: string): string => {
  const port = server.address._tag === "TcpAddress" ? server.address.port : 0
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`
}

const listing = (document: unknown): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.text(JSON.stringify(document, null, 2), { contentType: "application/json" })

const replaceScenario = (reset: (scenario: Scenario.Scenario) => Effect.Effect<void>): HttpApp.Default =>
  Effect.gen(function* () {
    const request = yield* HttpServerRequest.HttpServerRequest
    const text = yield* request.text
    yield* reset(yield* Scenario.decodeText(text, "the request"))
    return HttpServerResponse.empty()
  }).pipe(
    Effect.catchTags({
      ScenarioError: ({ issues }) =>
        Effect.succeed(HttpServerResponse.unsafeJson({ issues }, { status: 400 })),
      RequestError: () => Effect.succeed(HttpServerResponse.empty({ status: 400 }))
    })
  )
