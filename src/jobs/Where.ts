/**
 * A condition on an element of a list.
 *
 * @since 0.1.0
 */
import * as Field from "./Field.js"
import type { Where } from "./FieldSchema.js"

/**
 * Whether a condition holds for an element; without a condition it always does.
 *
 * @since 0.1.0
 * @category constructors
 */
export const holds = (rule: Where | undefined): ((element: unknown) => boolean) => {
  if (rule === undefined) return () => true
  const read = Field.value(rule.field)
  const wanted = rule.is === undefined ? undefined : new Set(rule.is.map(fold))
  const unwanted = rule.isNot === undefined ? undefined : new Set(rule.isNot.map(fold))
  return (element) => {
    const found = read(element)
    if (rule.present !== undefined && rule.present !== (found !== undefined)) return false
    const folded = Field.asText(found)?.trim().toLowerCase()
    if (wanted !== undefined && (folded === undefined || !wanted.has(folded))) return false
    return unwanted === undefined || folded === undefined || !unwanted.has(folded)
  }
}

/**
 * Whether an element of a list stays under a condition. One that is no object cannot meet any, and stays: nothing that
 * stands in a list of failures is lost.
 *
 * @since 0.1.0
 * @category constructors
 */
export const keeps = (rule: Where | undefined): ((element: unknown) => boolean) => {
  const meets = holds(rule)
  return (element) => typeof element !== "object" || element === null || meets(element)
}

const fold = (input: string | number | boolean): string => String(input).trim().toLowerCase()
