/**
 * A number of records, read from a body.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Field from "./Field.js"
import type { Count } from "./FieldSchema.js"
import * as Where from "./Where.js"

/**
 * Reads a number of records. A path through a list adds its elements up; a sum counts what is there and is `undefined`
 * when nothing of it is.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = (rule: Count | undefined): ((body: unknown) => number | undefined) => {
  if (rule === undefined) return () => undefined
  if (typeof rule === "string") return rule.includes("[]") ? total(Field.values(rule)) : Field.number(rule)
  if (Predicate.hasProperty(rule, "sum")) {
    const parts = rule.sum.map((part) => reader(part))
    return (body) => addUp(parts.map((part) => part(body)))
  }
  if (Predicate.hasProperty(rule, "minus")) {
    const whole = reader(rule.of)
    const parts = rule.minus.map((part) => reader(part))
    return (body) => {
      const of = whole(body)
      return of === undefined ? undefined : Math.max(0, of - (addUp(parts.map((part) => part(body))) ?? 0))
    }
  }
  if (Predicate.hasProperty(rule, "firstOf")) return first(rule.firstOf.map((part) => reader(part)))
  if (Predicate.hasProperty(rule, "count")) {
    const all = Field.values(rule.count)
    const holder = Field.values(rule.count.replace(/\[\]$/, ""))
    const holds = Where.holds(rule.where)
    if (rule.value !== undefined) {
      const each = Field.number(rule.value)
      return (body) => addUp(all(body).flatMap((element) => (holds(element) ? [each(element)] : [])))
    }
    return (body) => (holder(body).length === 0 ? undefined : all(body).filter(holds).length)
  }
  return first(rule.map((spelling) => reader(spelling)))
}

const addUp = (parts: ReadonlyArray<number | undefined>): number | undefined => {
  const known = parts.filter((part) => part !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, part) => sum + part, 0)
}

const total =
  (read: (body: unknown) => ReadonlyArray<unknown>) =>
  (body: unknown): number | undefined =>
    addUp(read(body).map(Field.asNumber))

const first =
  (readers: ReadonlyArray<(body: unknown) => number | undefined>) =>
  (body: unknown): number | undefined => {
    for (const read of readers) {
      const found = read(body)
      if (found !== undefined) return found
    }
    return undefined
  }
