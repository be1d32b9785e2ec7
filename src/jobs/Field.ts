/**
 * Readers for the places in a JSON body that a descriptor names (see `FieldSchema`). They are made once per kind and
 * run per record, so they are plain functions; whatever body they meet, they do not throw.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import type { Field } from "./FieldSchema.js"

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
  if (field === undefined) return () => undefined
  if (typeof field !== "string") {
    const readers = field.map(text)
    return (body) => {
      for (const read of readers) {
        const found = read(body)
        if (found !== undefined) return found
      }
      return undefined
    }
  }
  // The usual case, five times a record: one name.
  if (/^[^.[\]]+$/.test(field)) return (body) => (Predicate.isRecord(body) ? asText(body[field]) : undefined)
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
 * A JSON scalar as text; `undefined` for anything else and for blank texts.
 *
 * @since 0.1.0
 * @category combinators
 */
export const asText = (input: unknown): string | undefined => {
  if (typeof input === "string") return isBlank(input) ? undefined : input
  return typeof input === "number" || typeof input === "bigint" || typeof input === "boolean"
    ? String(input)
    : undefined
}

/**
 * A finite number that is not negative, or a text that spells one.
 *
 * @since 0.1.0
 * @category combinators
 */
export const asNumber = (input: unknown): number | undefined => {
  const isNumeral = typeof input === "bigint" || (typeof input === "string" && input.trim() !== "")
  const found = isNumeral ? Number(input) : input
  return typeof found === "number" && Number.isFinite(found) && found >= 0 ? found : undefined
}

const isThere = (input: unknown): boolean =>
  input !== undefined && input !== null && !(typeof input === "string" && isBlank(input))

/** Most texts show by their first character that they are none. */
const isBlank = (input: string): boolean => !(input.charCodeAt(0) > 32) && input.trim() === ""

/**
 * Reads a list: its elements, or `undefined` when there is no list. Of several spellings the first that holds an
 * element counts. Where `lone` is allowed, a single value that stands where a list could stand is a list of one.
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
