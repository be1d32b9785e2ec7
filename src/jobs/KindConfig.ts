/**
 * Kinds of a user's own, from `genesys-jobs.config.json`: read strictly, so that a misspelt key is an error with its
 * place and not a job that is watched wrongly.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Either from "effect/Either"
import * as JSONSchema from "effect/JSONSchema"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { optional } from "./FieldSchema.js"
import * as JobKind from "./JobKind.js"
import * as JobPath from "./JobPath.js"

const { parameters, permissions, submitterOnly, summary, title, unverified, ...required } = JobKind.fields

const Descriptor = Schema.Struct({
  ...required,
  parameters,
  title: optional(title),
  summary: optional(summary),
  permissions: optional(permissions),
  submitterOnly: optional(submitterOnly),
  unverified: optional(unverified)
}).annotations({ identifier: "Kind", description: "A kind of job." })

/**
 * The configuration file: kinds by name. Of the texts about a kind all may be left out.
 *
 * @since 0.1.0
 * @category schemas
 */
export const KindConfig = Schema.Struct({
  $schema: optional(Schema.String),
  kinds: optional(
    Schema.Record({ key: Schema.String, value: Descriptor }).annotations({
      description: "Kinds of jobs by name; one that is called like a built-in kind takes its place."
    })
  )
}).annotations({ title: "genesys-jobs configuration" })

/**
 * A configuration that cannot be used. Each problem begins with its place, `kinds.my-kind.status.path: ...`.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidKindConfig extends Data.TaggedError("InvalidKindConfig")<{
  readonly problems: ReadonlyArray<string>
}> {
  override get message(): string {
    return this.problems.join("\n")
  }
}

/**
 * Reads the kinds of a configuration that was parsed as JSON. Every problem is told, not only the first.
 *
 * @since 0.1.0
 * @category constructors
 */
export const decode = (input: unknown): Either.Either<ReadonlyArray<JobKind.JobKind>, InvalidKindConfig> =>
  Either.flatMap(
    Either.mapLeft(parse(input), (error) => new InvalidKindConfig({ problems: spoken(error, input) })),
    ({ kinds = {} }) => {
      const read = Object.entries(kinds).map(
        ([name, descriptor]): JobKind.JobKind => ({
          title: name,
          summary: "A kind of your configuration.",
          permissions: { status: [], failures: [] },
          submitterOnly: false,
          unverified: [],
          ...descriptor,
          name
        })
      )
      const problems = read.flatMap((kind) =>
        contradictions(kind).map((problem) => `kinds.${kind.name}${problem}`)
      )
      return problems.length === 0 ? Either.right(read) : Either.left(new InvalidKindConfig({ problems }))
    }
  )

/**
 * The JSON Schema (draft 7) of the configuration file, for editors.
 *
 * @since 0.1.0
 * @category rendering
 */
export const jsonSchema = (): JSONSchema.JsonSchema7Root => JSONSchema.make(KindConfig)

/**
 * What a Schema cannot see: names of parameters that do not agree, states that mean two things. Each begins with its
 * place.
 *
 * @since 0.1.0
 * @category combinators
 */
export const contradictions = (kind: JobKind.JobKind): ReadonlyArray<string> => [
  ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kind.name)
    ? []
    : [": the name of a kind has lower case letters, digits and hyphens, such as my-import"]),
  ...ofParameters(kind),
  ...ofStates(kind),
  ...ofTemplates(kind)
]

const ofParameters = (kind: JobKind.JobKind): ReadonlyArray<string> => {
  const { path } = kind.status
  const twice = kind.parameters.filter((name, index) => kind.parameters.indexOf(name) !== index)
  const doubled = twice.map((name) => `.parameters: "${name}" is named twice`)
  if (typeof path !== "string") {
    return [
      ...doubled,
      ...(Object.keys(path).length === 0 ? [".status.path: there is no path in it"] : []),
      ...(kind.parameters.length === 1
        ? []
        : [".parameters: several paths need one name here, for what is chosen"])
    ]
  }
  const used = JobPath.placeholders(path)
  const idle = kind.parameters.filter((name) => !used.includes(name))
  const places = [
    ["status.path", path] as const,
    ...sourcesOf(kind).flatMap(([place, source]) =>
      "path" in source ? [[`${place}.path`, source.path] as const] : []
    )
  ]
  return [
    ...doubled,
    ...idle.map((name) => `.parameters: "${name}" is not in status.path`),
    ...places.flatMap(([place, template]) =>
      JobPath.placeholders(template)
        .filter((name) => !kind.parameters.includes(name))
        .map((name) => `.${place}: {${name}} is not among the parameters`)
    )
  ]
}

const ofStates = (kind: JobKind.JobKind): ReadonlyArray<string> => {
  const { parked = {}, ...plain } = kind.states
  const meanings = new Map<string, string>()
  const problems: Array<string> = []
  for (const [phase, words] of Object.entries(plain)) {
    for (const word of words ?? []) {
      const known = meanings.get(word.toLowerCase())
      if (known !== undefined) problems.push(`.states.${phase}: "${word}" is listed as ${known} already`)
      else meanings.set(word.toLowerCase(), phase)
    }
  }
  for (const [word, { when }] of Object.entries(parked)) {
    const known = meanings.get(word.toLowerCase())
    if (known !== undefined && when === undefined) {
      problems.push(
        `.states.parked: "${word}" is listed as ${known} already; say with "when" how to tell them apart`
      )
    }
  }
  return problems
}

const ofTemplates = (kind: JobKind.JobKind): ReadonlyArray<string> =>
  sourcesOf(kind).flatMap(([place, source]) =>
    "record" in source
      ? (["codeTemplate", "messageTemplate"] as const).flatMap((name) => {
          const template = source.record[name]
          return template === undefined || /^[^{}]*(\{[^{}[\]]+\}[^{}]*)+$/.test(template)
            ? []
            : [`.${place}.record.${name}: expected a text with fields in braces, such as HTTP_{statusCode}`]
        })
      : []
  )

const sourcesOf = (kind: JobKind.JobKind) =>
  "source" in kind.failures
    ? [["failures", kind.failures] as const]
    : kind.failures.map((source, index) => [`failures.${index}`, source] as const)

const parse = Schema.decodeUnknownEither(KindConfig, { errors: "all", onExcessProperty: "error" })

/**
 * Of the places at fault the deepest are told: an alternative that fails at its root only repeats what the others say,
 * and one that misses a key in what is a list was not meant. Where a Schema has words of its own for a place, the
 * general ones are left out.
 */
const spoken = (error: ParseResult.ParseError, input: unknown): ReadonlyArray<string> => {
  const issues = ParseResult.ArrayFormatter.formatErrorSync(error)
    .map(({ _tag, message, path }) => ({
      _tag,
      // What stands in the file may be a secret, and is not repeated.
      message: message.replace(/, actual [\s\S]*$/, ""),
      path: path.map(String),
      place: path.map(String).join(".")
    }))
    .filter(
      ({ _tag, path }) =>
        _tag !== "Missing" || /^\d+$/.test(path.at(-1) ?? "") || !Array.isArray(at(input, path.slice(0, -1)))
    )
  const told = issues.filter(
    ({ message, path, place }) =>
      !issues.some(
        (other) =>
          (other.path.length > path.length && path.every((step, depth) => other.path[depth] === step)) ||
          (other.place === place && other.message !== message && other.message.startsWith("expected"))
      )
  )
  return [...new Set(told.map(({ place }) => place))].map((place) => {
    const messages = told.filter((issue) => issue.place === place).map(({ message }) => message)
    const where = place === "" ? "the file" : place
    return messages.includes("is missing") && /\.\d+$/.test(place)
      ? `${where.replace(/\.\d+$/, "")}: is empty`
      : `${where}: ${together(messages)}`
  })
}

/** What several alternatives wanted at one place, in one sentence, without the names of Schemas. */
const together = (messages: ReadonlyArray<string>): string => {
  const wanted = messages.flatMap((message) => {
    const general = /^Expected ([\s\S]+)$/.exec(message)?.[1]
    return general === undefined ? [] : /^["\d]/.test(general) ? general.split(" | ") : [plain(general)]
  })
  const [last = "", ...others] = [...new Set(wanted)].reverse()
  const own = messages.filter((message) => !message.startsWith("Expected "))
  const one = others.length === 0 ? last : `${others.reverse().join(", ")} or ${last}`
  return [...new Set(own), ...(one === "" ? [] : [`expected ${one}`])].join("; ")
}

const plain = (type: string): string => {
  if (type === "string") return "a text"
  if (type === "boolean") return "true or false"
  if (type === "number") return "a number"
  return /^(?:ReadonlyArray|readonly \[)/.test(type) ? "a list" : "an object"
}

const at = (input: unknown, path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>(
    (found, step) =>
      typeof found === "object" && found !== null
        ? Object.entries(found).find(([key]) => key === step)?.[1]
        : undefined,
    input
  )
