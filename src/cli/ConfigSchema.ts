/**
 * The configuration file: kinds of jobs of one's own, and where summaries go. Read strictly, so that a misspelt key is
 * an error with its place and not a lost alert. It is loaded only where there is such a file.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as JSONSchema from "effect/JSONSchema"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type { JobKind } from "../jobs/JobKind.js"
import * as KindConfig from "../jobs/KindConfig.js"
import * as Kinds from "../jobs/Kinds.js"
import * as Report from "../report/Report.js"
import { isMention } from "../slack/Mrkdwn.js"

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

const oneOf = (words: string) => ({
  message: () => ({ message: `expected one of ${words}`, override: true })
})

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
    Schema.NonEmptyArray(
      Report.Outcome.annotations(oneOf("succeeded, partial, failed, cancelled, expired, timed-out, unknown"))
    ).annotations({ description: "Only jobs that ended so." })
  ),
  mention: optional(
    Schema.String.pipe(
      Schema.filter(
        (mention) => isMention(mention) || "expected <!subteam^ID>, <@ID>, <!here> or <!channel>",
        {
          description: "Whom to mention when a job did not succeed without failures: <!subteam^S0123ABCD>."
        }
      )
    )
  ),
  notify: optional(
    Schema.Literal("always", "on-failure", "on-change", "never").annotations({
      description: "When it is told; --notify goes first. Default: always.",
      ...oneOf("always, on-failure, on-change, never")
    })
  )
}).annotations({ identifier: "Destination", description: "A place where summaries go." })

/**
 * @since 0.1.0
 * @category models
 */
export type Destination = typeof Destination.Type

const head = { $schema: optional(Schema.String) }

const destinations = optional(
  Schema.Array(Destination).annotations({
    description: "Webhooks beside SLACK_WEBHOOK_URL, each told what it wants to know."
  })
)

const File = Schema.Struct({ ...head, kinds: optional(Schema.Unknown), destinations })

const Published = Schema.Struct({
  ...head,
  kinds: KindConfig.KindConfig.fields.kinds,
  destinations
}).annotations({ title: "genesys-jobs configuration" })

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
  const file = parse(input)
  if (Either.isLeft(file)) {
    // What is wrong with the kinds is told as well, where the file as a whole could be looked into.
    const kinds = kindsOf(input)
    return Either.left([...spoken(file.left), ...(Either.isLeft(kinds) ? kinds.left : [])])
  }
  const kinds = kindsOf(input)
  const wanted = file.right.destinations ?? []
  const problems = [
    ...(Either.isLeft(kinds) ? kinds.left : []),
    ...contradictions(wanted, Either.isLeft(kinds) ? undefined : Kinds.withCustom(Kinds.builtin, kinds.right))
  ]
  return Either.isLeft(kinds) || problems.length > 0
    ? Either.left(problems)
    : Either.right({ kinds: kinds.right, destinations: wanted })
}

/**
 * The JSON Schema (draft 7) of the file, published as `schema/config.schema.json` for editors.
 *
 * @since 0.1.0
 * @category rendering
 */
export const jsonSchema = (): JSONSchema.JsonSchema7Root => JSONSchema.make(Published)

const parse = Schema.decodeUnknownEither(File, { errors: "all", onExcessProperty: "error" })

const isFile = Schema.is(Schema.Struct({ kinds: optional(Schema.Unknown) }))

const kindsOf = (input: unknown): Either.Either<ReadonlyArray<JobKind>, ReadonlyArray<string>> =>
  isFile(input) && input.kinds !== undefined
    ? Either.mapLeft(KindConfig.decode({ kinds: input.kinds }), ({ problems }) => problems)
    : Either.right([])

const contradictions = (
  destinations: ReadonlyArray<Destination>,
  kinds: Kinds.Kinds | undefined
): ReadonlyArray<string> =>
  destinations.flatMap(({ kinds: wanted = [], label, webhookUrlEnv, webhookUrlFile }, index) => {
    const place = `destinations.${index}`
    return [
      ...((webhookUrlEnv === undefined) === (webhookUrlFile === undefined)
        ? [`${place}: expected either webhookUrlEnv or webhookUrlFile`]
        : []),
      ...(destinations.findIndex((other) => other.label === label) < index
        ? [`${place}.label: another destination is called "${label}" already`]
        : []),
      ...(label === "slack" ? [`${place}.label: "slack" is what SLACK_WEBHOOK_URL is called`] : []),
      ...wanted.flatMap((kind, at) =>
        kinds === undefined || kinds.has(kind)
          ? []
          : [`${place}.kinds.${at}: there is no such kind; list them with "genesys-jobs kinds"`]
      )
    ]
  })

const isUrlKey = (key: unknown): boolean => /^(?:webhook|url|webhook_?url)$/i.test(String(key))

// The general words end with the value that was found, and that may be a secret in the wrong place.
const spoken = (error: ParseResult.ParseError): ReadonlyArray<string> => {
  const issues = ParseResult.ArrayFormatter.formatErrorSync(error).map(({ _tag, message, path }) => ({
    place: path.length === 0 ? "the file" : path.map(String).join("."),
    message:
      path.length === 0
        ? "expected an object with kinds and destinations"
        : path.length === 1 && path[0] === "destinations"
          ? "expected a list of destinations"
          : _tag === "Unexpected" && path[0] === "destinations" && isUrlKey(path.at(-1))
            ? "name the variable that holds the URL with webhookUrlEnv; the URL itself is a secret and has no place in this file"
            : message.replace(/, actual [\s\S]*$/, "")
  }))
  return [...new Set(issues.map(({ message, place }) => `${place}: ${message}`))]
}
