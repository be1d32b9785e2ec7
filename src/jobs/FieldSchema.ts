/**
 * Where a value sits in a JSON body, as data.
 *
 * A path is written `report.errors[]`: names with dots between them, `[]` for every element of a list. The Schemas are
 * apart from the readers (`Field`, `Where`, `Count`), because a program that reads no configuration of its own kinds
 * never needs them.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A key that may be left out.
 *
 * @since 0.1.0
 * @category schemas
 */
export const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optionalWith(schema, { exact: true })

/**
 * A place in a JSON body: `status`, `job.status`, `report.errors[]`.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Path = Schema.String.pipe(
  Schema.pattern(/^(\[\]|[^.[\]]+(\[\])?)(\.[^.[\]]+(\[\])?)*$/, {
    identifier: "Path",
    title: "Path",
    description:
      "A place in a JSON body: names with dots between them, [] for every element of a list; [] alone is a body that is a list.",
    message: () => "expected a path such as status, job.status or report.errors[]"
  })
)

/**
 * A path, or several spellings of which the first that holds a value counts.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Field = Schema.Union(Path, Schema.NonEmptyArray(Path)).annotations({
  identifier: "Field",
  description: "A path, or several of which the first that holds a value counts.",
  message: () => "expected a path such as job.status, or a list of paths"
})

/**
 * @since 0.1.0
 * @category models
 */
export type Field = typeof Field.Type

// What is read from a file is rounded beyond 2^53, and what the platform sends is not.
const Exact = Schema.Number.pipe(
  Schema.filter((number) => !Number.isInteger(number) || Number.isSafeInteger(number), {
    message: () => "expected a number up to 2^53; write a greater one as text",
    jsonSchema: {}
  })
)

const Scalar = Schema.Union(Schema.String, Exact, Schema.Boolean)

const tests = ["is", "isNot", "present"] as const

/**
 * A condition on an element: its field is one of the values (`is`), none of them (`isNot`), or there at all
 * (`present`). Texts match without regard to case. All that are given must hold, and one must be given: without a test
 * every element would meet it.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Where = Schema.Struct({
  field: Field,
  is: optional(Schema.NonEmptyArray(Scalar)),
  isNot: optional(Schema.NonEmptyArray(Scalar)),
  present: optional(Schema.Boolean)
}).pipe(
  Schema.filter((where) => tests.some((test) => where[test] !== undefined), {
    identifier: "Where",
    description: "A condition: the field is one of, none of, or present. Texts match without regard to case.",
    message: () => "expected a field with one of is, isNot and present",
    jsonSchema: { allOf: [{ anyOf: tests.map((test) => ({ required: [test] })) }] }
  })
)

/**
 * @since 0.1.0
 * @category models
 */
export type Where = typeof Where.Type

const List = Schema.String.pipe(
  Schema.pattern(/^(?=.*\[\]$)(\[\]|[^.[\]]+(\[\])?)(\.[^.[\]]+(\[\])?)*$/, {
    title: "List",
    description: "A path to the elements of a list: it ends with [].",
    message: () => "expected a path that ends with [], such as rows[]"
  })
)

const CountPart = Schema.Union(
  Field,
  Schema.Struct({ sum: Schema.NonEmptyArray(Field) }),
  Schema.Struct({ of: Field, minus: Schema.NonEmptyArray(Field) }),
  Schema.Struct({ count: List, where: optional(Where), value: optional(Field) })
)

/**
 * How a number of records is told: by a field, as a sum of fields, as a field minus others, by counting the elements of
 * a list (or adding up a `value` of each), or by the first of several ways that tells one.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Count = Schema.Union(
  CountPart,
  Schema.Struct({ firstOf: Schema.NonEmptyArray(CountPart) })
).annotations({
  identifier: "Count",
  description: "A number of records: a field, a sum of fields, a field minus others, or counted in a list.",
  message: () =>
    "expected a path, {sum: [paths]}, {of: path, minus: [paths]}, {count: path[], where?, value?} or {firstOf: [...]}"
})

/**
 * @since 0.1.0
 * @category models
 */
export type Count = typeof Count.Type
