/** The real door over an HTTP client that answers from a table of routes and remembers what was asked. */
import { readFileSync } from "node:fs"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"

export interface Route {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly body: unknown
}

export interface Asked {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly authorization: string | undefined
}

export interface Answer {
  readonly body: unknown
  readonly status?: number | undefined
  readonly after?: Effect.Effect<void> | undefined
}

export const apiUrl = "https://api.example.test"

/**
 * Answers with a function of what is asked; `undefined` is a 404. Faults are repeated `maxRetries` times (0 unless
 * told).
 */
export const answering = (
  answer: (asked: Asked) => Answer | undefined,
  options: { readonly log?: Array<Asked>; readonly maxRetries?: number } = {}
): Layer.Layer<GenesysHttp.GenesysHttp> =>
  GenesysHttp.layerOptions({
    credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make("sentinel-token") }),
    apiUrl,
    policy: { retry: { maxRetries: options.maxRetries ?? 0 } }
  }).pipe(
    Layer.provide(
      Layer.succeed(
        HttpClient.HttpClient,
        HttpClient.make((request, url) => {
          const asked: Asked = {
            method: request.method,
            host: url.host,
            path: url.pathname,
            query: Object.fromEntries(url.searchParams),
            authorization: request.headers["authorization"]
          }
          options.log?.push(asked)
          const found = answer(asked) ?? { status: 404, body: { code: "not.found", message: "not found" } }
          const body = typeof found.body === "string" ? found.body : JSON.stringify(found.body)
          const response = new Response(body, { status: found.status ?? 200 })
          return Effect.as(found.after ?? Effect.void, HttpClientResponse.fromWeb(request, response))
        })
      )
    ),
    Layer.orDie
  )

/** Answers from routes: same method, same path or URL, and every query parameter that the route names. */
export const routed = (
  routes: ReadonlyArray<Route>,
  options: { readonly log?: Array<Asked>; readonly maxRetries?: number } = {}
): Layer.Layer<GenesysHttp.GenesysHttp> =>
  answering((asked) => {
    const found = routes.find(
      (route) =>
        route.method === asked.method &&
        new URL(route.path, apiUrl).host === asked.host &&
        new URL(route.path, apiUrl).pathname === asked.path &&
        Object.entries(route.query ?? {}).every(([name, value]) => asked.query[name] === value)
    )
    return found === undefined ? undefined : { body: found.body }
  }, options)

/**
 * What the platform answers, and what must come out of it. `expect` holds what shall be compared: of the status `phase`
 * (the word under which `states` lists it, or `unknown`), the platform's own `state`, counts, `message`, instants, and
 * the `hint` of a parked state; of the failed records their number (`failures`, each as often as it counts), how many of
 * each code (`groups`), and in order `ids`, `recordIds` and `messages`, with null where there is none; `about: "job"`
 * where they are reasons of the job as a whole. Without `failures` only the status is read.
 *
 * Of `routes` the first is the status call. A route answers what has its method, its path and its `query`, so one that
 * asks for more stands before one that asks for less. A file lies at https://files.example.net/.
 */
const Scenario = Schema.Struct({
  expect: Schema.Struct({
    phase: Schema.String,
    state: Schema.optional(Schema.String),
    processed: Schema.optional(Schema.Number),
    total: Schema.optional(Schema.Number),
    errors: Schema.optional(Schema.Number),
    warnings: Schema.optional(Schema.Number),
    progress: Schema.optional(Schema.Number),
    message: Schema.optional(Schema.String),
    hint: Schema.optional(Schema.String),
    createdAt: Schema.optional(Schema.String),
    updatedAt: Schema.optional(Schema.String),
    failures: Schema.optional(Schema.Number),
    about: Schema.optional(Schema.Literal("job")),
    groups: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.Number })),
    ids: Schema.optional(Schema.Array(Schema.NullOr(Schema.String))),
    recordIds: Schema.optional(Schema.Array(Schema.NullOr(Schema.String))),
    messages: Schema.optional(Schema.Array(Schema.String))
  }),
  routes: Schema.Array(
    Schema.Struct({
      method: Schema.String,
      path: Schema.String,
      query: Schema.optional(Schema.Record({ key: Schema.String, value: Schema.String })),
      body: Schema.Unknown
    })
  )
})

/**
 * The raw bodies of one kind: `reference` is a job as the command line names it. The scenarios that a kind has where its
 * states and sources allow it: `success`, `success with failures`, `failure`, `cancelled`, `expired`, `parked`, and
 * always `running` and `unknown state`; any others may come beside them. test/jobs/Kinds.test.ts says what is missing.
 */
export const Fixture = Schema.Struct({
  kind: Schema.String,
  reference: Schema.String,
  scenarios: Schema.Record({ key: Schema.String, value: Scenario })
})

export const fixture = (file: string): typeof Fixture.Type =>
  Schema.decodeUnknownSync(Schema.parseJson(Fixture), { onExcessProperty: "error" })(
    readFileSync(new URL(`../fixtures/kinds/${file}`, import.meta.url), "utf8")
  )
