/**
 * What the answer of a status call says, read by the kind's descriptor. Pure.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import * as Count from "./Count.js"
import * as Field from "./Field.js"
import type { Field as Place } from "./FieldSchema.js"
import type { JobStatus, Phase } from "./Job.js"
import type { JobKind } from "./JobKind.js"
import * as Where from "./Where.js"

/**
 * Reads a status answer. `Left` names the place where the state should have been: an answer without a state is a fault,
 * never "running".
 *
 * @since 0.1.0
 * @category constructors
 */
export const reader = (kind: JobKind): ((body: unknown) => Either.Either<JobStatus, string>) => {
  const rule = kind.status
  const state = Field.text(rule.state)
  const processed = Count.reader(rule.processed)
  const total = Count.reader(rule.total)
  const errors = Count.reader(rule.errors)
  const warnings = Count.reader(rule.warnings)
  const message = Field.text(rule.message)
  const createdAt = Field.text(rule.createdAt)
  const updatedAt = Field.text(rule.updatedAt)
  const told = Field.number(rule.progress?.field)
  const scale = rule.progress?.scale ?? 1
  const meaning = phases(kind)
  return (body) => {
    const word = (state(body) ?? rule.missing)?.trim()
    if (word === undefined) return Either.left(places(rule.state))
    const counts = { processed: processed(body), total: total(body), errors: errors(body) }
    const { hint, phase } = meaning(word, body)
    const counted = told(body)
    return Either.right({
      // Counts decide, not the word (W2).
      phase: phase === "succeeded" && (counts.errors ?? 0) > 0 ? "partial" : phase,
      state: word,
      progress: counted === undefined ? share(counts.processed, counts.total) : Math.min(1, counted / scale),
      ...counts,
      warnings: warnings(body),
      createdAt: createdAt(body),
      updatedAt: updatedAt(body),
      message: message(body),
      hint
    })
  }
}

/**
 * A state word as words are compared: without regard to case and to the space around it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const fold = (word: string): string => word.trim().toLowerCase()

interface Meaning {
  readonly phase: Phase
  readonly hint: string | undefined
}

const phases = (kind: JobKind): ((word: string, body: unknown) => Meaning) => {
  const { parked = {}, ...plain } = kind.states
  const words = new Map<string, Meaning>()
  for (const phase of ["running", "succeeded", "partial", "failed", "cancelled", "expired"] as const) {
    for (const word of plain[phase] ?? []) words.set(fold(word), { phase, hint: undefined })
  }
  const waiting = new Map(
    Object.entries(parked).map(([word, rule]) => [
      fold(word),
      {
        holds: Where.holds(rule.when),
        meaning: {
          phase: "parked",
          hint: `waits for ${rule.waitsFor}; to move it: ${rule.moveBy}`
        } satisfies Meaning
      }
    ])
  )
  return (word, body) => {
    const folded = fold(word)
    const parking = waiting.get(folded)
    if (parking?.holds(body) === true) return parking.meaning
    return words.get(folded) ?? { phase: "unknown", hint: undefined }
  }
}

const share = (processed: number | undefined, total: number | undefined): number | undefined =>
  processed === undefined || total === undefined || total === 0 ? undefined : Math.min(1, processed / total)

const places = (field: Place): string => (typeof field === "string" ? field : field.join(", "))
