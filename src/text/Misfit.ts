/**
 * What does not fit a Schema, in plain words and with its place.
 *
 * The words of Schema itself name types, and they repeat the value that was found, which may be a secret in the wrong
 * place. Here the `message` of a Schema says what is expected (`expected a path such as job.status`); one without is
 * described by its type. Nothing of the input is repeated but the keys that lead to the place.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as AST from "effect/SchemaAST"
import * as Spelling from "./Spelling.js"

/**
 * One fault. The place is made of keys with dots between them, and is empty where the whole is at fault.
 *
 * @since 0.1.0
 * @category models
 */
export interface Misfit {
  readonly place: string
  readonly message: string
}

/**
 * All faults of a value that was read with `errors: "all"`, in the order of the Schema, each told once. Of several
 * alternatives the one is taken as meant that knows most of the keys which were written.
 *
 * @since 0.1.0
 * @category constructors
 */
export const of = (error: ParseResult.ParseError): ReadonlyArray<Misfit> => inside(error.issue, [])

/**
 * A fault as one line; `whole` names the place where the whole is at fault.
 *
 * @since 0.1.0
 * @category rendering
 */
export const line = ({ message, place }: Misfit, whole: string): string =>
  `${place === "" ? whole : place}: ${message}`

type Issue = ParseResult.ParseIssue
type Place = ReadonlyArray<PropertyKey>

const misfit = (place: Place, message: string): Misfit => ({ place: place.map(String).join("."), message })

const inside = (issue: Issue, place: Place): ReadonlyArray<Misfit> => {
  switch (issue._tag) {
    case "Pointer":
      return inside(issue.issue, [...place, ...listed(issue.path)])
    case "Missing":
      return [misfit(place, "is missing")]
    case "Transformation":
      return inside(issue.issue, place)
    case "Refinement":
      // What is of another type, or fails a part of what was said at once, is told in the words of the whole.
      return issue.kind === "From" && (!looksRight(issue.issue) || isPart(issue))
        ? [misfit(place, expected(issue.ast))]
        : inside(issue.issue, place)
    case "Composite":
      if (AST.isUnion(issue.ast)) return ofUnion(issue, place)
      if (AST.isTypeLiteral(issue.ast)) return ofObject(issue, issue.ast, place)
      if (AST.isTupleType(issue.ast)) return ofList(issue, place)
      return listed(issue.issues).flatMap((part) => inside(part, place))
    case "Type":
      return [misfit(place, issue.message ?? expected(issue.ast))]
    default:
      return [misfit(place, "is not allowed here")]
  }
}

const ofList = (issue: ParseResult.Composite, place: Place): ReadonlyArray<Misfit> =>
  listed(issue.issues).flatMap((part) =>
    part._tag === "Pointer" && part.issue._tag === "Missing"
      ? [misfit(place, "is empty")]
      : inside(part, place)
  )

/** A key that is mistyped is at the same time unknown and missing, and told once. */
const ofObject = (
  issue: ParseResult.Composite,
  object: AST.TypeLiteral,
  place: Place
): ReadonlyArray<Misfit> => {
  const written = keysOf(issue.actual)
  const free = keys(object).filter((key) => !written.includes(key))
  const meant = new Set<string>()
  return listed(issue.issues).flatMap((part) => {
    if (part._tag !== "Pointer") return inside(part, place)
    const key = listed(part.path).map(String).join(".")
    if (part.issue._tag === "Missing" && meant.has(key)) return []
    if (part.issue._tag !== "Unexpected") return inside(part, place)
    const near = Spelling.nearest(key, free)
    if (near !== undefined) meant.add(near)
    return [misfit([...place, key], unknownKey(object, near, free))]
  })
}

const unknownKey = (
  object: AST.TypeLiteral,
  near: string | undefined,
  free: ReadonlyArray<string>
): string => {
  const [names] = object.indexSignatures
  if (names !== undefined) return expected(names.parameter)
  if (near !== undefined) return `unknown key; did you mean "${near}"?`
  return free.length === 0 ? "unknown key" : `unknown key; expected ${inWords(free)}`
}

const ofUnion = (issue: ParseResult.Composite, place: Place): ReadonlyArray<Misfit> => {
  const [best, ...others] = alternatives(issue)
    .filter(looksRight)
    .map((part) => ({ part, known: knownKeys(part) }))
    .sort((left, right) => right.known - left.known)
  return best === undefined || (best.known === 0 && others.length > 0)
    ? [misfit(place, expected(issue.ast))]
    : inside(best.part, place)
}

const alternatives = (issue: ParseResult.Composite): ReadonlyArray<Issue> =>
  listed(issue.issues).flatMap((part) =>
    part._tag === "Composite" && AST.isUnion(part.ast) ? alternatives(part) : [part]
  )

const isPart = ({ ast, issue }: ParseResult.Refinement): boolean =>
  issue._tag === "Refinement" && own(ast) !== undefined

/** Whether the value is of the type that was expected, so that the fault is within it. */
const looksRight = (issue: Issue): boolean => {
  if (issue._tag === "Refinement") return issue.kind === "Predicate" || looksRight(issue.issue)
  return issue._tag === "Transformation" ? looksRight(issue.issue) : issue._tag !== "Type"
}

/** How many keys of the value an alternative knows, slips of the fingers included. */
const knownKeys = (issue: Issue): number => {
  if (issue._tag === "Refinement" || issue._tag === "Transformation") return knownKeys(issue.issue)
  if (issue._tag !== "Composite" || !AST.isTypeLiteral(issue.ast)) return 1
  const known = keys(issue.ast)
  return issue.ast.indexSignatures.length > 0
    ? 1
    : keysOf(issue.actual).filter((key) => known.includes(key) || Spelling.nearest(key, known) !== undefined)
        .length
}

const keys = (object: AST.TypeLiteral): ReadonlyArray<string> =>
  object.propertySignatures.map(({ name }) => String(name))

const keysOf = (value: unknown): ReadonlyArray<string> =>
  Predicate.isReadonlyRecord(value) ? Object.keys(value) : []

const listed = <A>(some: A | ReadonlyArray<A>): ReadonlyArray<A> => (isList(some) ? some : [some])

const isList = <A>(some: A | ReadonlyArray<A>): some is ReadonlyArray<A> => Array.isArray(some)

const expected = (ast: AST.AST): string => own(ast) ?? `expected ${inWords(described(ast))}`

/** The Schema's own words. */
const own = (ast: AST.AST): string | undefined =>
  Option.getOrUndefined(
    Option.filter(
      Option.map(AST.getMessageAnnotation(ast), (message): unknown =>
        message({ _tag: "Type", ast, actual: undefined, message: undefined })
      ),
      Predicate.isString
    )
  )

const described = (ast: AST.AST): ReadonlyArray<string> => {
  const words = own(ast)
  if (words !== undefined) return [words.replace(/^expected /, "")]
  switch (ast._tag) {
    case "Refinement":
    case "Transformation":
      return described(ast.from)
    case "Union":
      return [...new Set(ast.types.flatMap(described))]
    case "Literal":
      return [JSON.stringify(ast.literal)]
    case "StringKeyword":
      return ["a text"]
    case "NumberKeyword":
      return ["a number"]
    case "BooleanKeyword":
      return ["true or false"]
    case "TupleType":
      return ["a list"]
    default:
      return ["an object"]
  }
}

const inWords = (names: ReadonlyArray<string>): string => {
  const last = names.at(-1) ?? ""
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`
}
