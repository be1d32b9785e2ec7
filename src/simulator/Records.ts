/**
 * The records of a simulated data action: the same for the same seed, whatever page they are asked on. Names, addresses
 * and numbers are made up, but look like those of persons, so that masking can be seen to work.
 *
 * @since 0.1.0
 */
import * as Option from "effect/Option"
import * as Record from "effect/Record"
import type * as JobScript from "./JobScript.js"
import * as Seed from "./Seed.js"

/**
 * An entity of the results listing.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entity {
  readonly id: string
  readonly status: "error" | "warning" | "success"
  readonly errorCode?: string | undefined
  readonly errorMessage?: string | undefined
  readonly record: Readonly<Record<string, unknown>>
}

/**
 * The code of every failed record of a job, in listing order. The counts are exact: each code gets its share of
 * `failures` by the method of largest remainders.
 *
 * @since 0.1.0
 * @category constructors
 */
export const codes = (
  weights: Readonly<Record<string, number>>,
  failures: number,
  seed: number
): ReadonlyArray<string> => {
  const entries = Object.entries(weights)
  const sum = entries.reduce((total, [, weight]) => total + weight, 0)
  const shares = entries.map(([code, weight]) => {
    const exact = (weight / sum) * failures
    return { code, count: Math.floor(exact), rest: exact - Math.floor(exact) }
  })
  let missing = failures - shares.reduce((total, share) => total + share.count, 0)
  for (const share of shares.slice().sort((a, b) => b.rest - a.rest)) {
    if (missing === 0) break
    share.count++
    missing--
  }
  const inOrder = shares.flatMap(({ code, count }) => Array.from({ length: count }, () => code))
  return Seed.shuffle(inOrder, seed, "codes")
}

/**
 * The failed record at a place of the listing.
 *
 * @since 0.1.0
 * @category constructors
 */
export const failure = (
  script: JobScript.JobScript,
  code: string | undefined,
  seed: number,
  index: number
): Entity => ({
  id: recordId(index),
  status: "error",
  ...(code === "" || code === undefined ? {} : { errorCode: code }),
  errorMessage: fill(Seed.pick(messagesOf(script, code ?? ""), "", seed, "message", index), seed, index),
  record: original(seed, index)
})

/**
 * A record that did not fail.
 *
 * @since 0.1.0
 * @category constructors
 */
export const other = (status: "warning" | "success", seed: number, index: number): Entity => ({
  id: recordId(index),
  status,
  ...(status === "warning" ? { errorMessage: "Optional field 'mobile' is empty" } : {}),
  record: original(seed, index)
})

const recordId = (index: number): string => `rec_${String(index + 1).padStart(4, "0")}`

const original = (seed: number, index: number): Entity["record"] => ({
  externalId: `crm-${Seed.between(100_000, 999_999, seed, "external", index)}`,
  ...person(seed, index),
  phone: phone(seed, index),
  country: Seed.pick(["IE", "DE", "US", "JP", "BR"], "IE", seed, "country", index),
  orders: Seed.between(0, 40, seed, "orders", index)
})

const given = [
  "Aoife",
  "Bruno",
  "Chen",
  "Dilara",
  "Emil",
  "Fatima",
  "Goran",
  "Hana",
  "Ines",
  "Jonas",
  "Kenji",
  "Lea"
]
const family = [
  "Byrne",
  "Costa",
  "Dubois",
  "Eriksen",
  "Fischer",
  "Garcia",
  "Hughes",
  "Ito",
  "Jansen",
  "Kowalski"
]

const person = (seed: number, index: number) => {
  const firstName = Seed.pick(given, "Aoife", seed, "given", index)
  const lastName = Seed.pick(family, "Byrne", seed, "family", index)
  return { firstName, lastName, email: `${firstName}.${lastName}${index % 97}@example.com`.toLowerCase() }
}

const phone = (seed: number, index: number): string =>
  `+353 1 ${Seed.between(200, 999, seed, "phone", index)} ${Seed.between(1000, 9999, seed, "line", index)}`

const fill = (template: string, seed: number, index: number): string =>
  template.replace(/\{(email|uuid|number|phone|name|date)\}/g, (_, field: string) => {
    switch (field) {
      case "email":
        return person(seed, index).email
      case "uuid":
        return Seed.uuid(seed, "message", index)
      case "phone":
        return phone(seed, index)
      case "name":
        return `${person(seed, index).firstName} ${person(seed, index).lastName}`
      case "date":
        return `2026-${twoDigits(Seed.between(1, 12, seed, "month", index))}-${twoDigits(Seed.between(1, 28, seed, "day", index))}`
      default:
        return String(Seed.between(121, 98_765, seed, "number", index))
    }
  })

const twoDigits = (value: number): string => String(value).padStart(2, "0")

const messagesOf = (script: JobScript.JobScript, code: string): ReadonlyArray<string> =>
  Record.get(script.messages, code).pipe(
    Option.orElse(() => Record.get(messages, code)),
    Option.getOrElse(() => ["The record was refused"])
  )

const messages: Readonly<Record<string, ReadonlyArray<string>>> = {
  VALIDATION_ERROR: [
    "Field 'email' contains invalid format",
    "Field 'email' contains invalid format",
    "Field 'email' contains invalid format",
    "Field 'phone' must be in E.164 form, got {phone}",
    "Field 'age' must be between 0 and 120, got {number}"
  ],
  DUPLICATE_RECORD: ["Contact {uuid} already exists with e-mail {email}"],
  EXTERNAL_TIMEOUT: ["Endpoint https://crm.example.com/contacts/{number} did not answer within {number} ms"],
  PERMISSION_DENIED: ["Division {uuid} may not be written by this client"],
  UNKNOWN_ERROR: ["Unexpected error {uuid}"]
}
