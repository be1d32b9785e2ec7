/**
 * Edits of JSON documents by JSON pointer (RFC 6901), where the step `*` stands for every element of a list or every
 * field of an object. Edits return a new document; what a pointer does not find stays as it is.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"

/**
 * The document without the fields (or elements) that the pointer names.
 *
 * @since 0.1.0
 * @category combinators
 */
export const remove = (document: unknown, pointer: string): unknown =>
  edit(document, steps(pointer), undefined)

/**
 * The document with the value at the pointer. A missing last field is added, missing parents are not.
 *
 * @since 0.1.0
 * @category combinators
 */
export const set = (document: unknown, pointer: string, value: unknown): unknown =>
  edit(document, steps(pointer), { value })

/**
 * The value at the pointer, `undefined` when there is none. `*` is not understood here.
 *
 * @since 0.1.0
 * @category combinators
 */
export const get = (document: unknown, pointer: string): unknown => {
  let found = document
  for (const step of steps(pointer)) {
    if (Array.isArray(found)) found = found[Number(step)]
    else if (Predicate.isReadonlyRecord(found)) found = found[step]
    else return undefined
  }
  return found
}

type Change = { readonly value: unknown } | undefined

const steps = (pointer: string): ReadonlyArray<string> =>
  pointer === ""
    ? []
    : pointer
        .replace(/^\//, "")
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))

const edit = (node: unknown, path: ReadonlyArray<string>, change: Change): unknown => {
  const [step, ...rest] = path
  if (step === undefined) return change === undefined ? node : change.value
  if (Array.isArray(node)) return editList(node, step, rest, change)
  if (Predicate.isReadonlyRecord(node)) return editRecord(node, step, rest, change)
  return node
}

const editList = (
  list: ReadonlyArray<unknown>,
  step: string,
  rest: ReadonlyArray<string>,
  change: Change
): unknown => {
  const hit = (index: number) => step === "*" || step === String(index)
  if (rest.length === 0 && change === undefined) return list.filter((_, index) => !hit(index))
  const edited = list.map((item, index) => (hit(index) ? edit(item, rest, change) : item))
  return rest.length === 0 && step === "-" ? [...edited, change?.value] : edited
}

const editRecord = (
  record: { readonly [field: PropertyKey]: unknown },
  step: string,
  rest: ReadonlyArray<string>,
  change: Change
): unknown => {
  const last = rest.length === 0
  const kept = Object.entries(record)
    .filter(([field]) => !(last && change === undefined && (step === "*" || field === step)))
    .map(
      ([field, value]) => [field, step === "*" || field === step ? edit(value, rest, change) : value] as const
    )
  const added =
    last && change !== undefined && step !== "*" && !(step in record) ? [[step, change.value] as const] : []
  return Object.fromEntries([...kept, ...added])
}
