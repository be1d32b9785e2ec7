/**
 * Failed records as rows of a file, one at a time, with their original fields, so that they can be corrected and
 * submitted again. Data is not altered: formulas are not defused here, unlike in the report's own CSV.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import type { Failure } from "../jobs/Job.js"
import * as ExactJson from "../text/ExactJson.js"
import * as JsonText from "../text/JsonText.js"
import * as Csv from "./Csv.js"

/**
 * One line of NDJSON: the platform's own object as it came. A failure without one is told by its code, message and ids.
 * `job` goes before it as `gc__job`. Characters that a terminal might obey or hide are written as `\uXXXX`, which
 * changes nothing for a parser.
 *
 * @since 0.1.0
 * @category rendering
 */
export const ndjson = (failure: Failure, job?: string): string => {
  const record = Predicate.isRecord(failure.record) ? failure.record : told(failure)
  const line = job === undefined ? record : Object.assign({ gc__job: job }, record, { gc__job: job })
  return `${JsonText.printable(ExactJson.stringify(line))}\n`
}

/**
 * The columns of a CSV file: `gc__job` if there is more than one, `gc__code`, `gc__message`, `gc__id`, `gc__record_id`,
 * the original fields, and `gc__more`, which holds as JSON the fields that no column was made for
 * and those that stand beside the submitted record.
 *
 * @since 0.1.0
 * @category models
 */
export interface Columns {
  readonly job: boolean
  readonly fields: ReadonlySet<string>
}

/**
 * Columns for the fields of these failures, in the order they are met. Made of the first page, because the header is
 * written before the last record is read; at most 500. `job` asks for one that names the job.
 *
 * @since 0.1.0
 * @category constructors
 */
export const columns = (first: ReadonlyArray<Failure>, job = false): Columns => {
  const fields = new Set<string>()
  for (const failure of first) {
    for (const field of Object.keys(original(failure))) {
      if (fields.size < maxColumns && !ours.has(field)) fields.add(field)
    }
  }
  return { job, fields }
}

/**
 * The header of a CSV file, a line.
 *
 * @since 0.1.0
 * @category rendering
 */
export const csvHeader = ({ fields, job }: Columns): string =>
  Csv.row([
    ...(job ? ["gc__job"] : []),
    "gc__code",
    "gc__message",
    "gc__id",
    "gc__record_id",
    ...fields,
    "gc__more"
  ])

/**
 * One failure as a line of CSV, of the job of that name. What is no text stands there as JSON.
 *
 * @since 0.1.0
 * @category rendering
 */
export const csv = ({ fields, job }: Columns, failure: Failure, name = ""): string => {
  const record = original(failure)
  const more = [...beside(failure), ...Object.entries(record).filter(([field]) => !fields.has(field))]
  return Csv.row([
    ...(job ? [name] : []),
    failure.code,
    failure.message,
    failure.id ?? "",
    failure.recordId ?? "",
    ...Array.from(fields, (field) => (Object.hasOwn(record, field) ? cell(record[field]) : "")),
    more.length === 0 ? "" : ExactJson.stringify(Object.fromEntries(more))
  ])
}

const maxColumns = 500

const ours: ReadonlySet<string> = new Set([
  "gc__job",
  "gc__code",
  "gc__message",
  "gc__id",
  "gc__record_id",
  "gc__more"
])

// Platforms wrap the record that was submitted; that one is what people want back.
const original = ({ record }: Failure): { readonly [field: string]: unknown } => {
  if (!Predicate.isRecord(record)) return {}
  const inner = record["record"]
  return Predicate.isRecord(inner) ? inner : record
}

/** What the platform says around the submitted record, but for what has a column of its own. */
const beside = (failure: Failure): ReadonlyArray<readonly [string, unknown]> => {
  const { code, id, message, record, recordId } = failure
  if (!Predicate.isRecord(record) || record === original(failure)) return []
  const told: ReadonlyArray<unknown> = [code, message, id, recordId, null]
  return Object.entries(record).filter(
    ([field, value]) =>
      field !== "record" &&
      !told.includes(typeof value === "number" || typeof value === "bigint" ? String(value) : value)
  )
}

const cell = (value: unknown): string =>
  typeof value === "string" ? value : value === null || value === undefined ? "" : ExactJson.stringify(value)

const told = ({ code, id, message, recordId }: Failure) => ({
  code,
  message,
  id: id ?? null,
  recordId: recordId ?? null
})
