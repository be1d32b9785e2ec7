/**
 * Where a value sits in a JSON body, as data, and the readers made from it.
 *
 * A path is written `report.errors[]`: names with dots between them, `[]` for every element of a list. Readers are made
 * once per kind and run per record, so they are plain functions; whatever body they meet, they do not throw.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"

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
  message: () => ({
    message: "expected a path such as job.status, or a list of paths",
    override: true
  })
})

/**
 * @since 0.1.0
 * @category models
 */
export type Field = typeof Field.Type

const Scalar = Schema.Union(Schema.String, Schema.Number, Schema.Boolean)

/**
 * A condition on an element: its field is one of the values (`is`), none of them (`isNot`), or there at all (`present`).
 * Texts match without regard to case. All that are given must hold.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Where = Schema.Struct({
  field: Field,
  is: Schema.optional(Schema.NonEmptyArray(Scalar)),
  isNot: Schema.optional(Schema.NonEmptyArray(Scalar)),
  present: Schema.optional(Schema.Boolean)
}).annotations({
  identifier: "Where",
  description: "A condition: the field is one of, none of, or present. Texts match without regard to case."
})

/**
 * @since 0.1.0
 * @category models
 */
export type Where = typeof Where.Type

/**
 * How a number of records is told: by a field, as a sum of fields, as a field minus others, or by counting the elements
 * of a list.
 *
 * @since 0.1.0
 * @category schemas
 */
export const Count = Schema.Union(
  Field,
  Schema.Struct({ sum: Schema.NonEmptyArray(Field) }),
  Schema.Struct({ of: Field, minus: Schema.NonEmptyArray(Field) }),
  Schema.Struct({ count: Path, where: Schema.optional(Where) })
).annotations({
  identifier: "Count",
  description:
    "A number of records: a field, a sum of fields, a field minus others, or the length of a list.",
  message: () => ({
    message: "expected a path, {sum: [paths]}, {of: path, minus: [paths]} or {count: path, where?}",
    override: true
  })
})

/**
 * @since 0.1.0
 * @category models
 */
export type Count = typeof Count.Type

/**
 * Reads every value at a path; lists on the way are walked through. A missing value is left out, a `null` element of a
 * list is not.
 *
 * @since 0.1.0
 * @category constructors
 */
export const values = (path: string): ((body: unknown) => ReadonlyArray<unknown>) => {
  const steps = path.split(".").map((step) => ({
    name: step.endsWith("[]") ? step.slice(0, -2) : step,
    each: step.endsWith("[]")
  }))
  return (body) => {
    let found: ReadonlyArray<unknown> = [body]
    for (const { each, name } of steps) {
      const next: Array<unknown> = []
      for (const item of found) {
        const value = name === "" ? item : Predicate.isRecord(item) ? item[name] : undefined
        if (each && Array.isArray(value)) for (const element of value) next.push(element)
        else if (value !== undefined && value !== null) next.push(value)
      }
      found = next
    }
    return found
  }
}

/**
 * Reads the first value that is there, `undefined` when none is. `null` and blank texts count as absent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const value = (field: Field | undefined): ((body: unknown) => unknown) => {
  if (field === undefined) return () => undefined
  if (typeof field !== "string") {
    const readers = field.map(value)
    return (body) => {
      for (const read of readers) {
        const found = read(body)
        if (found !== undefined) return found
      }
      return undefined
    }
  }
  if (field.includes("[]")) {
    const all = values(field)
    return (body) => all(body).find(isThere)
  }
  const steps = field.split(".")
  return (body) => {
    let found: unknown = body
    for (const step of steps) {
      if (!Predicate.isRecord(found)) return undefined
      found = found[step]
    }
    return isThere(found) ? found : undefined
  }
}

/**
 * Reads a text; numbers and booleans are written out, anything else is absent.
 *
 * @since 0.1.0
 * @category constructors
 */
export const text = (field: Field | undefined): ((body: unknown) => string | undefined) => {
  const read = value(field)
  return (body) => asText(read(body))
}

/**
 * Reads a number that is finite and not negative, also where it is written as a text.
 *
 * @since 0.1.0
 * @category constructors
 */
export const number = (field: Field | undefined): ((body: unknown) => number | undefined) => {
  const read = value(field)
  return (body) => asNumber(read(body))
}

/**
 * Reads a number of records. A path through a list adds its elements up; a sum counts what is there and is `undefined`
 * when nothing of it is.
 *
 * @since 0.1.0
 * @category constructors
 */
export const count = (rule: Count | undefined): ((body: unknown) => number | undefined) => {
  if (rule === undefined) return () => undefined
  if (typeof rule === "string") return rule.includes("[]") ? total(values(rule)) : number(rule)
  if (Predicate.hasProperty(rule, "sum")) {
    const parts = rule.sum.map((part) => count(part))
    return (body) => addUp(parts.map((part) => part(body)))
  }
  if (Predicate.hasProperty(rule, "minus")) {
    const whole = count(rule.of)
    const parts = rule.minus.map((part) => count(part))
    return (body) => {
      const of = whole(body)
      return of === undefined ? undefined : Math.max(0, of - (addUp(parts.map((part) => part(body))) ?? 0))
    }
  }
  if (Predicate.hasProperty(rule, "count")) {
    const all = values(rule.count)
    const holder = values(rule.count.replace(/\[\]$/, ""))
    const holds = where(rule.where)
    return (body) => (holder(body).length === 0 ? undefined : all(body).filter(holds).length)
  }
  const spellings = rule.map((spelling) => count(spelling))
  return (body) => {
    for (const read of spellings) {
      const found = read(body)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/**
 * Whether a condition holds for an element; without a condition it always does.
 *
 * @since 0.1.0
 * @category constructors
 */
export const where = (rule: Where | undefined): ((element: unknown) => boolean) => {
  if (rule === undefined) return () => true
  const read = value(rule.field)
  const wanted = rule.is === undefined ? undefined : new Set(rule.is.map(fold))
  const unwanted = rule.isNot === undefined ? undefined : new Set(rule.isNot.map(fold))
  return (element) => {
    const found = read(element)
    if (rule.present !== undefined && rule.present !== (found !== undefined)) return false
    const folded = asText(found)?.trim().toLowerCase()
    if (wanted !== undefined && (folded === undefined || !wanted.has(folded))) return false
    return unwanted === undefined || folded === undefined || !unwanted.has(folded)
  }
}

/**
 * A JSON scalar as text; `undefined` for anything else and for blank texts.
 *
 * @since 0.1.0
 * @category combinators
 */
export const asText = (input: unknown): string | undefined => {
  if (typeof input === "string") return input.trim() === "" ? undefined : input
  return typeof input === "number" || typeof input === "boolean" ? String(input) : undefined
}

/**
 * A finite number that is not negative, or a text that spells one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const asNumber = (input: unknown): number | undefined => {
  const found = typeof input === "string" && input.trim() !== "" ? Number(input) : input
  return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : undefined
}

const isThere = (input: unknown): boolean =>
  input !== undefined && input !== null && !(typeof input === "string" && input.trim() === "")

const fold = (input: string | number | boolean): string => String(input).trim().toLowerCase()

const addUp = (parts: ReadonlyArray<number | undefined>): number | undefined => {
  const known = parts.filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, part) => sum + part, 0)
}

const total =
  (read: (body: unknown) => ReadonlyArray<unknown>) =>
  (body: unknown): number | undefined =>
    addUp(read(body).map(asNumber))

/**
 * Reads a list: its elements, or `undefined` when there is no list. Of several spellings the first that holds an element counts. Where
 * `lone` is allowed, a single value that stands where a list could stand is a list of one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const list = (
  field: Field,
  lone: "lone" | "list-only"
): ((body: unknown) => ReadonlyArray<unknown> | undefined) => {
  const readers = (typeof field === "string" ? [field] : field).map((path) => holders(path))
  return (body) => {
    let empty: ReadonlyArray<unknown> | undefined
    for (const read of readers) {
      const held = read(body)
      const only = held.length === 1 ? held[0] : undefined
      const found = Array.isArray(only)
        ? only
        : lone === "list-only" && !held.every(Array.isArray)
          ? []
          : held.flatMap((one): ReadonlyArray<unknown> => (Array.isArray(one) ? one : [one]))
      if (found.length > 0) return found
      if (held.some(Array.isArray)) empty = found
    }
    return empty
  }
}

const holders = (path: string): ((body: unknown) => ReadonlyArray<unknown>) =>
  path === "[]" ? (body) => [body] : values(path.endsWith("[]") ? path.slice(0, -2) : path)
