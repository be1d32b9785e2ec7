/**
 * What a shortened list leaves out, in words: nothing is cut without being counted.
 *
 * @since 0.1.0
 */
import * as Quantity from "./Quantity.js"

/**
 * The name under which the codes and the messages beyond a bound are gathered.
 *
 * @since 0.1.0
 * @category constructors
 */
export const other = "<other>"

/**
 * `+57 more messages (1,204 records)`; nothing where nothing is left out.
 *
 * @since 0.1.0
 * @category rendering
 */
export const of = (
  rest: ReadonlyArray<{ readonly count: number }>,
  one: string,
  record = "record"
): string | undefined =>
  rest.length === 0 ? undefined : `+${Quantity.counted(rest.length, `more ${one}`)} (${sum(rest, record)})`

/**
 * The same of codes: those that were gathered in `<other>` are not counted as one.
 *
 * @since 0.1.0
 * @category rendering
 */
export const codes = (
  rest: ReadonlyArray<{ readonly code: string; readonly count: number }>,
  record = "record"
): string | undefined => {
  const named = rest.filter(({ code }) => code !== other).length
  if (named === rest.length) return of(rest, "code", record)
  const more = named === 0 ? "And" : `+${Quantity.counted(named, "more code")}, and`
  return `${more} the rest in ${other} (${sum(rest, record)})`
}

const sum = (rest: ReadonlyArray<{ readonly count: number }>, record: string): string =>
  Quantity.counted(
    rest.reduce((total, { count }) => total + count, 0),
    record
  )
