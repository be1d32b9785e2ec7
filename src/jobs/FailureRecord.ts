/**
 * One failed record, read by the kind's descriptor. Pure, and total: whatever stands in the list becomes a failure,
 * none is lost.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Count from "./Count.js"
import * as Field from "./Field.js"
import type { Field as Place } from "./FieldSchema.js"
import { type Failure, unknownCode } from "./Job.js"
import type { Record } from "./Source.js"

/**
 * One way to a code or a message: what stands at a place; a template, where all its fields are there; the words of the
 * message; a text that is always at hand.
 *
 * @since 0.1.0
 * @category models
 */
export type Way =
  | { readonly _tag: "Place"; readonly place: Place }
  | { readonly _tag: "Template"; readonly template: string }
  | { readonly _tag: "Words"; readonly of: Place }
  | { readonly _tag: "Text"; readonly text: string }

/**
 * The ways to the code of a record, in the order in which they are tried.
 *
 * @since 0.1.0
 * @category constructors
 */
export const toCode = (rule: Record): ReadonlyArray<Way> => [
  ...ofPlace(rule.code),
  ...ofTemplate(rule.codeTemplate),
  ...(rule.codeFromMessage === true && rule.message !== undefined
    ? [{ _tag: "Words", of: rule.message } as const]
    : []),
  { _tag: "Text", text: rule.codeDefault ?? unknownCode }
]

/**
 * The ways to the message of a record, in the order in which they are tried. A record without one has an empty message.
 *
 * @since 0.1.0
 * @category constructors
 */
export const toMessage = (rule: Record): ReadonlyArray<Way> => [
  ...ofPlace(rule.message),
  ...ofTemplate(rule.messageTemplate),
  ...(rule.messageDefault === undefined ? [] : [{ _tag: "Text", text: rule.messageDefault } as const])
]

/**
 * Reads one element of a list of failed records. An element that is no object is a failure of code `UNKNOWN_ERROR`. A
 * place that leads through a list gives all that stands there, each once: a message with two details has both codes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = (rule: Record): ((element: unknown) => Failure) => {
  const code = first(toCode(rule).map((way) => along(way, ", ")))
  const message = first(toMessage(rule).map((way) => along(way, "; ")))
  const id = every(rule.id, ", ")
  const recordId = every(rule.recordId, ", ")
  const key = Field.text(rule.key)
  const count = Count.reader(rule.count)
  return (element) => {
    if (!Predicate.isRecord(element)) return stray(element, rule.codeFromMessage === true)
    return {
      code: code(element)?.trim() ?? unknownCode,
      message: message(element) ?? "",
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

const ofPlace = (place: Place | undefined): ReadonlyArray<Way> =>
  place === undefined ? [] : [{ _tag: "Place", place }]

const ofTemplate = (template: string | undefined): ReadonlyArray<Way> =>
  template === undefined ? [] : [{ _tag: "Template", template }]

type Reader = (element: unknown) => string | undefined

const along = (way: Way, separator: string): Reader => {
  switch (way._tag) {
    case "Place":
      return every(way.place, separator)
    case "Template":
      return template(way.template)
    case "Words": {
      const read = every(way.of, " ")
      return (element) => {
        const words = read(element)
        return words === undefined ? undefined : codeOfMessage(words)
      }
    }
    case "Text":
      return () => way.text
  }
}

const first =
  (readers: ReadonlyArray<Reader>): Reader =>
  (element) => {
    for (const read of readers) {
      const found = read(element)
      if (found !== undefined) return found
    }
    return undefined
  }

/** All the texts at a place, each once: several only where it leads through a list. */
const every = (place: Place | undefined, separator: string): Reader => {
  if (place === undefined) return () => undefined
  if (typeof place !== "string") return first(place.map((path) => every(path, separator)))
  if (!place.includes("[]")) return Field.text(place)
  const read = Field.values(place)
  return (element) => {
    const texts = new Set(read(element).flatMap((value) => Field.asText(value) ?? []))
    return texts.size === 0 ? undefined : [...texts].join(separator)
  }
}

const template = (pattern: string): Reader => {
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
