/**
 * Kinds of a user's own, from `genesys-jobs.config.json`: read strictly, so that a misspelt key is an error with its
 * place and not a job that is watched wrongly.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Misfit from "../text/Misfit.js"
import { optional } from "./FieldSchema.js"
import * as JobKind from "./JobKind.js"
import * as JobPath from "./JobPath.js"
import * as StatusAnswer from "./StatusAnswer.js"

const { parameters, permissions, submitterOnly, summary, title, unverified, ...required } = JobKind.fields

const Name = Schema.String.pipe(
  Schema.pattern(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, {
    title: "KindName",
    description: "The name of a kind: lower case letters, digits and hyphens.",
    message: () => "expected a name of lower case letters, digits and hyphens, such as my-import"
  })
)

const Descriptor = Schema.Struct({
  ...required,
  parameters,
  title: optional(title),
  summary: optional(summary),
  permissions: optional(permissions),
  submitterOnly: optional(submitterOnly),
  unverified: optional(unverified)
})
  .annotations({ identifier: "Kind", description: "A kind of job." })
  .pipe(Schema.filter((kind) => contradictions(kind)))

/**
 * The configuration file: kinds by name. Of the texts about a kind all may be left out.
 *
 * @since 0.1.0
 * @category schemas
 */
export const KindConfig = Schema.Struct({
  $schema: optional(Schema.String),
  kinds: optional(
    Schema.Record({ key: Name, value: Descriptor }).annotations({
      description: "Kinds of jobs by name; one that is called like a built-in kind takes its place.",
      message: () => "expected an object with kinds by name"
    })
  )
}).annotations({
  title: "genesys-jobs configuration",
  message: () => "expected an object with kinds"
})

/**
 * @since 0.1.0
 * @category models
 */
export type KindConfig = typeof KindConfig.Type

/**
 * A configuration that cannot be used. Each problem begins with its place, `kinds.my-kind.status.path: ...`, and
 * repeats no value of the file.
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
  Either.mapBoth(parse(input), {
    onLeft: (error) =>
      new InvalidKindConfig({ problems: Misfit.of(error).map((each) => Misfit.line(each, "the file")) }),
    onRight: kinds
  })

/**
 * The kinds of a configuration, with what was left out.
 *
 * @since 0.1.0
 * @category combinators
 */
export const kinds = ({ kinds = {} }: KindConfig): ReadonlyArray<JobKind.JobKind> =>
  Object.entries(kinds).map(([name, descriptor]) => ({
    title: name,
    summary: "A kind of your configuration.",
    permissions: { status: [], failures: [] },
    submitterOnly: false,
    unverified: [],
    ...descriptor,
    name
  }))

/**
 * What contradicts itself in a kind, each with its place within the kind: names of parameters that do not agree, states
 * that mean two things.
 *
 * @since 0.1.0
 * @category combinators
 */
export const contradictions = (kind: Described): Array<Contradiction> => [
  ...ofParameters(kind),
  ...ofPlaceholders(kind),
  ...ofStates(kind)
]

type Described = Pick<JobKind.JobKind, "parameters" | "status" | "states" | "failures">

interface Contradiction {
  readonly path: ReadonlyArray<string | number>
  readonly message: string
}

const ofParameters = ({ parameters, status }: Described): ReadonlyArray<Contradiction> => {
  const { path } = status
  const several = typeof path !== "string"
  const used = several ? parameters : JobPath.placeholders(path)
  return [
    ...(several && parameters.length !== 1
      ? [{ path: ["parameters"], message: "several paths need one name here, for what is chosen" }]
      : []),
    ...parameters.flatMap((name, index) => {
      const message =
        parameters.indexOf(name) < index
          ? "is named twice"
          : used.includes(name)
            ? ""
            : "is not in status.path"
      return message === "" ? [] : [{ path: ["parameters", index], message }]
    })
  ]
}

/** Names in braces that no id of a reference would fill. */
const ofPlaceholders = ({
  failures,
  parameters,
  states,
  status
}: Described): ReadonlyArray<Contradiction> => {
  const { path } = status
  const sources =
    "source" in failures
      ? [{ at: ["failures"], source: failures }]
      : failures.map((source, index) => ({ at: ["failures", index], source }))
  const templates = [
    ...(typeof path === "string" ? [{ at: ["status", "path"], names: JobPath.placeholders(path) }] : []),
    ...sources.flatMap(({ at, source }) =>
      "path" in source ? [{ at: [...at, "path"], names: JobPath.placeholders(source.path) }] : []
    ),
    ...Object.entries(states.parked ?? {}).map(([word, { moveBy }]) => ({
      at: ["states", "parked", word, "moveBy"],
      // Advice may hold JSON as well.
      names: JobPath.placeholders(moveBy).filter((name) => /^\w+$/.test(name))
    }))
  ]
  const choices = typeof path === "string" ? [[]] : Object.values(path).map(JobPath.placeholders)
  const known = choices.map((ids) => [...parameters, ...ids])
  return templates.flatMap(({ at, names }) =>
    names
      .filter((name) => !known.every((ids) => ids.includes(name)))
      .map((name) => ({
        path: at,
        message:
          typeof path === "string"
            ? `{${name}} is not among the parameters`
            : `{${name}} is not in every path of status.path`
      }))
  )
}

const ofStates = ({ states, status }: Described): ReadonlyArray<Contradiction> => {
  const { parked = {}, ...plain } = states
  const meanings = new Map<string, string>()
  const problems: Array<Contradiction> = []
  const list = (path: Contradiction["path"], word: string, phase: string, isApart: boolean) => {
    const known = meanings.get(StatusAnswer.fold(word))
    if (known === undefined) meanings.set(StatusAnswer.fold(word), phase)
    else if (!isApart || known === "parked") {
      const advice =
        phase === "parked" && known !== "parked" ? '; say with "when" how to tell them apart' : ""
      problems.push({ path, message: `stands under ${known} already${advice}` })
    }
  }
  for (const [phase, words = []] of Object.entries(plain)) {
    for (const [index, word] of words.entries()) list(["states", phase, index], word, phase, false)
  }
  for (const [word, { when }] of Object.entries(parked)) {
    list(["states", "parked", word], word, "parked", when !== undefined)
  }
  return status.missing === undefined || meanings.has(StatusAnswer.fold(status.missing))
    ? problems
    : [...problems, { path: ["status", "missing"], message: "is not among the states; list it there too" }]
}

const parse = (input: unknown) =>
  Schema.decodeUnknownEither(KindConfig, { errors: "all", onExcessProperty: "error" })(input)
