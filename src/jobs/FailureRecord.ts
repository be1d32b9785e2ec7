/**
 * One failed record, read by the kind's descriptor. Pure, and total: whatever stands in the list becomes a failure,
 * none is lost.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Count from "./Count.js"
import * as Field from "./Field.js"
import { type Failure, unknownCode } from "./Job.js"
import type { Record } from "./Source.js"

/**
 * Reads one element of a list of failed records. An element that is no object is a failure of code `UNKNOWN_ERROR`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = (rule: Record): ((element: unknown) => Failure) => {
  const code = Field.text(rule.code)
  const codeFromTemplate = rule.codeTemplate === undefined ? undefined : template(rule.codeTemplate)
  const message = Field.text(rule.message)
  const wordsFromTemplate = rule.messageTemplate === undefined ? undefined : template(rule.messageTemplate)
  const id = Field.text(rule.id)
  const recordId = Field.text(rule.recordId)
  const key = Field.text(rule.key)
  const count = Count.reader(rule.count)
  const messageDefault = rule.messageDefault ?? ""
  const codeDefault = rule.codeDefault ?? unknownCode
  return (element) => {
    if (!Predicate.isRecord(element)) return stray(element, rule.codeFromMessage === true)
    const words = message(element)
    return {
      code:
        code(element)?.trim() ??
        codeFromTemplate?.(element) ??
        (rule.codeFromMessage === true && words !== undefined ? codeOfMessage(words) : undefined) ??
        codeDefault,
      message: words ?? wordsFromTemplate?.(element) ?? messageDefault,
      id: id(element),
      recordId: recordId(element),
      key: key(element),
      count: rule.count === undefined ? 1 : (count(element) ?? 1),
      record: element
    }
  }
}

const maxScanned = 400
const maxWords = 8

/**
 * A stable code made of the words of a message: what is quoted, and words that hold digits or look like an address or
 * id, are left out; the first eight of the rest are kept. `Flow 'Main' failed in task 12` becomes
 * `FLOW_FAILED_IN_TASK`. `undefined` when no word is left.
 *
 * @since 0.1.0
 * @category constructors
 */
export const codeOfMessage = (message: string): string | undefined => {
  const words = message
    .slice(0, maxScanned)
    .replace(/'[^']*'|"[^"]*"|`[^`]*`/g, " ")
    .split(/\s+/)
    .filter((word) => !/[0-9@/\\]/.test(word))
    .flatMap((word) => word.match(/\p{L}+/gu) ?? [])
    .slice(0, maxWords)
  return words.length === 0 ? undefined : words.join("_").toUpperCase()
}

const template = (pattern: string): ((element: unknown) => string | undefined) => {
  const parts = pattern.split(/[{}]/).map((part, index) => (index % 2 === 0 ? () => part : Field.text(part)))
  return (element) => {
    let written = ""
    for (const part of parts) {
      const value = part(element)
      if (value === undefined) return undefined
      written += value
    }
    return written
  }
}

const stray = (element: unknown, codeFromMessage: boolean): Failure => {
  const message = Field.asText(element) ?? ""
  return {
    code: (codeFromMessage ? codeOfMessage(message) : undefined) ?? unknownCode,
    message,
    id: undefined,
    recordId: undefined,
    key: undefined,
    count: 1,
    record: element
  }
}
