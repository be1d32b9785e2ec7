/**
 * A scenario: all that the simulated platform does, as one JSON document.
 *
 * @since 0.1.0
 */
import * as FileSystem from "@effect/platform/FileSystem"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Record from "effect/Record"
import * as Schema from "effect/Schema"
import * as JsonText from "../text/JsonText.js"
import * as Misfit from "../text/Misfit.js"
import * as FaultRule from "./FaultRule.js"
import * as JobScript from "./JobScript.js"
import * as Login from "./Login.js"
import * as RateLimit from "./RateLimit.js"
import * as Route from "./Route.js"
import * as Setting from "./Setting.js"
import * as SlackScript from "./SlackScript.js"
import * as Token from "./Token.js"

/**
 * A file on the file host. `signature`, when given, must be the request's `sig`; it is a secret.
 *
 * @since 0.1.0
 * @category schemas
 */
export const File = Schema.Struct({
  contentType: Setting.withDefault(Setting.HeaderValue, "application/json", "Its content type."),
  body: Schema.Unknown.annotations({ description: "JSON; a string is sent as it is." }),
  signature: Setting.optional(Schema.String, "What the request's sig must be.")
})

/**
 * `kind/id`, the way jobs are named on the command line. Kinds with several ids have more slashes, those of which there
 * is one job have none.
 *
 * @since 0.1.0
 * @category schemas
 */
export const JobName = Schema.String.pipe(
  Schema.pattern(/^[^/]+(?:\/[^/]+)*$/, {
    title: "JobName",
    description: "kind/id, as on the command line.",
    message: () => "expected a job named kind/id"
  })
)

const Jobs = Schema.Record({ key: JobName, value: JobScript.JobScript }).pipe(
  Schema.filter(
    (jobs) =>
      Object.entries(jobs)
        .filter(([name, job]) => !name.startsWith("data-action/") && job.routes.length === 0)
        .map(([name]) => ({
          path: [name],
          message: name.includes("/") ? "only a data-action can do without routes" : "a job is named kind/id"
        })),
    { jsonSchema: {} }
  )
)

const Seed = Schema.Int.annotations({ message: () => "expected a whole number" })

/**
 * The scenario. Every field has a default; `jobs` are named `kind/id`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Scenario = Schema.Struct({
  $schema: Setting.optional(Schema.String, "For editors; not looked at."),
  seed: Setting.withDefault(Seed, 1, "Decides ids, records and random faults."),
  clients: Setting.withDefault(
    Schema.Array(Login.Client),
    [{ id: "demo-client", secret: "demo-secret" }],
    "OAuth clients that may log in."
  ),
  token: Setting.withDefault(
    Token.TokenScript,
    Token.defaults,
    "The life of tokens, and grants that are refused."
  ),
  rateLimit: Setting.optional(RateLimit.RateLimit, "No limit and no such headers when left out."),
  jobs: Setting.withDefault(Jobs, {}, "Jobs by kind/id."),
  routes: Setting.withDefault(Schema.Array(Route.Route), [], "Paths that belong to no job."),
  files: Setting.withDefault(
    Schema.Record({ key: Schema.String, value: File }),
    {},
    "Files by name, at /__files/NAME of the file host."
  ),
  slack: Setting.withDefault(SlackScript.SlackScript, SlackScript.defaults, "What the webhook answers."),
  faults: Setting.withDefault(Schema.Array(FaultRule.Rule), [], "Faults and the requests that meet them.")
}).annotations({ title: "genesys-jobs scenario" })

/**
 * @since 0.1.0
 * @category models
 */
export type Scenario = typeof Scenario.Type

/**
 * A scenario as it is written down, with everything optional.
 *
 * @since 0.1.0
 * @category models
 */
export type Input = typeof Scenario.Encoded

/**
 * A scenario that cannot be used: where and why, for each fault. Nothing of it is repeated.
 *
 * @since 0.1.0
 * @category errors
 */
export class ScenarioError extends Schema.TaggedError<ScenarioError>("genesys-jobs/ScenarioError")(
  "ScenarioError",
  {
    source: Schema.String,
    issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
  }
) {
  override get message(): string {
    const lines = this.issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`))
    return `${this.source} is no usable scenario\n${lines.map((line) => `  ${line}`).join("\n")}`
  }
}

/**
 * Reads a document as a scenario. All faults are told at once, each with its path (`jobs.data-action/a1.total`); a
 * field that does not exist is a fault, because it is a misspelt one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const decode = (document: unknown, source = "the scenario"): Either.Either<Scenario, ScenarioError> =>
  Either.mapLeft(
    parse(document),
    (error) =>
      new ScenarioError({
        source,
        issues: Misfit.of(error).map(({ message, place }) => ({ path: place, message }))
      })
  )

/**
 * Reads JSON text as a scenario.
 *
 * @since 0.1.0
 * @category constructors
 */
export const decodeText = (text: string, source = "the scenario"): Either.Either<Scenario, ScenarioError> =>
  Either.flatMap(
    Either.mapLeft(
      JsonText.parse(text),
      (message) => new ScenarioError({ source, issues: [{ path: "", message }] })
    ),
    (document) => decode(document, source)
  )

/**
 * Reads a scenario file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const load = (file: string): Effect.Effect<Scenario, ScenarioError, FileSystem.FileSystem> =>
  FileSystem.FileSystem.pipe(
    Effect.flatMap((files) => files.readFileString(file)),
    Effect.mapError(
      ({ message }) =>
        new ScenarioError({ source: file, issues: [{ path: "", message: `cannot be read: ${message}` }] })
    ),
    Effect.flatMap((text) => decodeText(text, file))
  )

/**
 * A scenario written in code; what is left out has its default. Throws a `ScenarioError` on a value that the types let
 * through but the schema does not, such as a negative count.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (input: Input): Scenario => Either.getOrThrowWith(decode(input), (error) => error)

const parse = Schema.decodeUnknownEither(Scenario, { onExcessProperty: "error", errors: "all" })

/**
 * The scenario without its secrets: client secrets, issued tokens, signatures and the last part of the webhook's path.
 *
 * @since 0.1.0
 * @category rendering
 */
export const masked = (scenario: Scenario): Scenario => ({
  ...scenario,
  clients: scenario.clients.map(({ id }) => ({ id, secret: "***" })),
  token: { ...scenario.token, issued: scenario.token.issued.map(() => "***") },
  files: Record.map(scenario.files, (file) =>
    file.signature === undefined ? file : { ...file, signature: "***" }
  ),
  slack: { ...scenario.slack, path: scenario.slack.path.replace(/[^/]+$/, "***") }
})

/**
 * A well-behaved platform with the client `demo-client` and no jobs.
 *
 * @since 0.1.0
 * @category models
 */
export const defaults: Scenario = make({})

/**
 * The scenario of `genesys-jobs demo`: a job of six seconds with 1,000 records of which 245 fail, three 503 in a row
 * while it runs, and on the way through the failures a page size that is not granted, a 429 and a token that dies.
 *
 * @since 0.1.0
 * @category models
 */
export const demo: Scenario = make({
  seed: 7,
  jobs: {
    "data-action/demo-import": {
      total: 1000,
      errors: 245,
      warnings: 3,
      startsAfterMillis: 600,
      durationMillis: 5400,
      pageSizeCap: 25
    }
  },
  faults: [
    {
      match: { path: "/api/v2/data-actions/*/status", from: 2, to: 4 },
      fault: {
        type: "status",
        status: 503,
        code: "service.unavailable",
        message: "The service is overloaded."
      }
    },
    {
      match: { path: "/api/v2/data-actions/*/results", nth: 3 },
      fault: { type: "rateLimited", retryAfterSeconds: 1 }
    },
    { match: { path: "/api/v2/data-actions/*/results", nth: 7 }, fault: { type: "revokeToken" } }
  ]
})
