/**
 * The configuration file: kinds of jobs of one's own, and where summaries go. Read strictly, so that a misspelt key is
 * an error with its place and not a lost alert. It is loaded only where there is such a file.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type { JobKind } from "../jobs/JobKind.js"
import * as KindConfig from "../jobs/KindConfig.js"
import * as Kinds from "../jobs/Kinds.js"
import * as Report from "../report/Report.js"
import { isMention } from "../slack/Mrkdwn.js"
import * as Misfit from "../text/Misfit.js"

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

const text = (
  pattern: RegExp,
  annotations: { readonly title: string; readonly description: string; readonly expected: string }
) =>
  Schema.String.pipe(
    Schema.pattern(pattern, {
      title: annotations.title,
      description: annotations.description,
      message: () => `expected ${annotations.expected}`
    })
  )

/**
 * A place where summaries go. Its webhook is told by the name of a variable or of a file: the URL itself is a secret.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Destination = Schema.Struct({
  label: text(/^(?!.*:\/\/)\S(?:.{0,58}\S)?$/, {
    title: "Label",
    description: "What the destination is called in reports.",
    expected: "a name of 1 to 60 characters, and no URL"
  }),
  webhookUrlEnv: optional(
    text(/^[A-Za-z_][A-Za-z0-9_]*$/, {
      title: "VariableName",
      description: "The environment variable that holds the URL of the webhook.",
      expected:
        "the name of an environment variable that holds the URL; the URL itself is a secret and has no place in this file"
    })
  ),
  webhookUrlFile: optional(
    text(/^(?!\s*https?:)(?=.*\S)/i, {
      title: "FileName",
      description: "The file that holds the URL of the webhook and nothing else.",
      expected:
        "the path of a file that holds the URL; the URL itself is a secret and has no place in this file"
    })
  ),
  kinds: optional(
    Schema.NonEmptyArray(Schema.String).annotations({ description: "Only jobs of these kinds." })
  ),
  outcomes: optional(
    Schema.NonEmptyArray(Report.Outcome).annotations({ description: "Only jobs that ended so." })
  ),
  mention: optional(
    Schema.String.pipe(
      Schema.filter((mention): boolean => isMention(mention), {
        description: "Whom to mention when a job did not succeed without failures: <!subteam^S0123ABCD>.",
        message: () => "expected <!subteam^ID>, <@ID>, <!here> or <!channel>"
      })
    )
  ),
  notify: optional(
    Schema.Literal("always", "on-failure", "on-change", "never").annotations({
      description: "When it is told; --notify goes first. Default: always."
    })
  )
}).annotations({
  identifier: "Destination",
  description: "A place where summaries go.",
  jsonSchema: { allOf: [{ oneOf: [{ required: ["webhookUrlEnv"] }, { required: ["webhookUrlFile"] }] }] }
})

/**
 * @since 0.1.0
 * @category models
 */
export type Destination = typeof Destination.Type

/** The file, where these kinds are known. */
const file = (isKind: (name: string) => boolean) =>
  Schema.Struct({
    ...KindConfig.KindConfig.fields,
    destinations: optional(
      Schema.Array(Destination)
        .annotations({
          description: "Webhooks beside SLACK_WEBHOOK_URL, each told what it wants to know.",
          message: () => "expected a list of destinations"
        })
        .pipe(Schema.filter((destinations) => contradictions(destinations, isKind)))
    )
  }).annotations({
    title: "genesys-jobs configuration",
    message: () => "expected an object with kinds and destinations"
  })

/**
 * The file, published as `schema/config.schema.json` for editors.
 *
 * @since 0.1.0
 * @category schemas
 */
export const File = file(() => true)

/**
 * What a configuration file says.
 *
 * @since 0.1.0
 * @category models
 */
export interface Config {
  readonly kinds: ReadonlyArray<JobKind>
  readonly destinations: ReadonlyArray<Destination>
}

/**
 * Reads a configuration that was parsed as JSON. The left side has every problem, each with its place:
 * `destinations.0.mention: expected ...`. It repeats no value of the file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const decode = (input: unknown): Either.Either<Config, ReadonlyArray<string>> => {
  const custom = namesOf(input)
  const parse = Schema.decodeUnknownEither(
    file((name) => Kinds.builtin.has(name) || custom.includes(name)),
    { errors: "all", onExcessProperty: "error" }
  )
  return Either.mapBoth(parse(input), {
    onLeft: (error) => Misfit.of(error).map((each) => Misfit.line(each, "the file")),
    onRight: (read): Config => ({ kinds: KindConfig.kinds(read), destinations: read.destinations ?? [] })
  })
}

/** A kind with a fault in it is known all the same. */
const namesOf = (input: unknown): ReadonlyArray<string> =>
  Predicate.hasProperty(input, "kinds") && Predicate.isReadonlyRecord(input.kinds)
    ? Object.keys(input.kinds)
    : []

const contradictions = (
  destinations: ReadonlyArray<Destination>,
  isKind: (name: string) => boolean
): Array<{ readonly path: ReadonlyArray<PropertyKey>; readonly message: string }> =>
  destinations.flatMap(({ kinds = [], label, webhookUrlEnv, webhookUrlFile }, index) => [
    ...((webhookUrlEnv === undefined) === (webhookUrlFile === undefined)
      ? [{ path: [index], message: "expected either webhookUrlEnv or webhookUrlFile" }]
      : []),
    ...(destinations.findIndex((other) => other.label === label) < index
      ? [{ path: [index, "label"], message: "another destination is called so already" }]
      : []),
    ...(label === "slack"
      ? [{ path: [index, "label"], message: '"slack" is what SLACK_WEBHOOK_URL is called' }]
      : []),
    ...kinds.flatMap((kind, at) =>
      isKind(kind)
        ? []
        : [
            {
              path: [index, "kinds", at],
              message: 'there is no such kind; list them with "genesys-jobs kinds"'
            }
          ]
    )
  ])
