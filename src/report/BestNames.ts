/**
 * A map bounded by the names themselves: of all names that were ever offered it keeps the `keep` best ones, in whatever
 * order they came. What is kept has been kept since its first offer, so that a count under it is exact.
 *
 * @since 0.1.0
 */

/**
 * Mutable. Between prunings up to `2 * keep` names are held; `prune` brings it down to `keep`.
 *
 * @since 0.1.0
 * @category models
 */
export interface BestNames<A> {
  readonly entries: Map<string, A>
  readonly keep: number
  readonly order: Order
  /** No name behind this one can be among the best any more. */
  limit: string | undefined
}

/**
 * A total order; the better name comes first.
 *
 * @since 0.1.0
 * @category models
 */
export type Order = (left: string, right: string) => number

/**
 * @since 0.1.0
 * @category constructors
 */
export const make = <A>(keep: number, order: Order): BestNames<A> => ({
  entries: new Map(),
  keep,
  order,
  limit: undefined
})

/**
 * The value of a name, made if it is new; `undefined` if the name is not among the best. `drop` is told the values that
 * had to go.
 *
 * @since 0.1.0
 * @category combinators
 */
export const obtain = <A>(
  names: BestNames<A>,
  name: string,
  create: () => A,
  drop?: (value: A) => void
): A | undefined => {
  const known = names.entries.get(name)
  if (known !== undefined) return known
  if (names.limit !== undefined && names.order(name, names.limit) > 0) return undefined
  // Pruned only at twice the bound, so that the sorting is paid for by many new names.
  if (names.entries.size >= 2 * names.keep) {
    prune(names, drop)
    return obtain(names, name, create, drop)
  }
  const value = create()
  names.entries.set(name, value)
  return value
}

/**
 * Keeps the best ones only.
 *
 * @since 0.1.0
 * @category combinators
 */
export const prune = <A>(names: BestNames<A>, drop?: (value: A) => void): void => {
  if (names.entries.size <= names.keep) return
  const sorted = [...names.entries].sort(([left], [right]) => names.order(left, right))
  names.limit = sorted[names.keep - 1]?.[0]
  for (const [name, value] of sorted.slice(names.keep)) {
    names.entries.delete(name)
    drop?.(value)
  }
}

/**
 * Shorter names first.
 *
 * @since 0.1.0
 * @category combinators
 */
export const byLength: Order = (left, right) => left.length - right.length || byText(left, right)

/**
 * Names with fewer digits first, then shorter ones: a name that carries an id is worth less than one that does not.
 *
 * @since 0.1.0
 * @category combinators
 */
export const byPlainness: Order = (left, right) => digits(left) - digits(right) || byLength(left, right)

/**
 * By UTF-16 units, the same in every locale.
 *
 * @since 0.1.0
 * @category combinators
 */
export const byText: Order = (left, right) => (left < right ? -1 : left > right ? 1 : 0)

const digits = (text: string): number => {
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit >= 0x30 && unit <= 0x39) count++
  }
  return count
}
