/**
 * The most frequent names of a stream, in memory that does not grow with it (Misra and Gries, "Finding repeated
 * elements"; Agarwal and others, "Mergeable summaries").
 *
 * As long as there is room every name is held and counted exactly. Beyond that the rare ones go, and whoever comes
 * later may have been there before: `missed` and `floor` say how often at most. So a count is never too great, and of
 * `n` counted no name with more than `n / (keep + 1)` is ever missing.
 *
 * @since 0.1.0
 */

/**
 * A name was counted at least `count` times, and at most `count + missed` times.
 *
 * @since 0.1.0
 * @category models
 */
export interface Counted {
  count: number
  missed: number
}

/**
 * Mutable. Between prunings up to `2 * keep` names are held, and more while there is room; several may share their
 * room. A name that is not held was counted at most `floor` times.
 *
 * @since 0.1.0
 * @category models
 */
export interface HeavyHitters<A extends Counted> {
  readonly entries: Map<string, A>
  readonly keep: number
  readonly room: { left: number }
  floor: number
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const make = <A extends Counted>(keep: number, room = { left: 0 }): HeavyHitters<A> => ({
  entries: new Map(),
  keep,
  room,
  floor: 0
})

/**
 * The value of a name, made if it is not held: `create` is told how often the name may have been missed. `drop` is told
 * the values that have to go for it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const obtain = <A extends Counted>(
  names: HeavyHitters<A>,
  name: string,
  create: (missed: number) => A,
  drop?: (value: A) => void
): A => {
  const known = names.entries.get(name)
  if (known !== undefined) return known
  const { size } = names.entries
  // Half of them at once, so that the sorting is paid for by many new names.
  if (size >= 2 * names.keep && names.room.left <= 0) prune(names, Math.max(names.keep, size >> 1), drop)
  const value = create(names.floor)
  names.entries.set(name, value)
  names.room.left -= 1
  return value
}

/**
 * The names that may be the most frequent come first; of those that are alike, the shorter ones.
 *
 * @since 0.1.0
 * @category combinators
 */
export const ranked = <A extends Counted>(
  names: HeavyHitters<A>
): ReadonlyArray<readonly [name: string, value: A]> =>
  [...names.entries].sort(
    ([left, one], [right, two]) =>
      two.count + two.missed - (one.count + one.missed) || left.length - right.length || byText(left, right)
  )

/**
 * Adds what another one holds. `merge` adds what its values hold beside their counts.
 *
 * @since 0.1.0
 * @category combinators
 */
export const absorb = <A extends Counted>(
  into: HeavyHitters<A>,
  from: HeavyHitters<A>,
  create: (missed: number) => A,
  merge?: (value: A, other: A) => void,
  drop?: (value: A) => void
): void => {
  // What the other one does not hold, it may have missed.
  into.floor += from.floor
  for (const value of into.entries.values()) value.missed += from.floor
  for (const [name, other] of from.entries) {
    const value = obtain(into, name, create, drop)
    value.count += other.count
    value.missed += other.missed - from.floor
    merge?.(value, other)
  }
}

/**
 * By UTF-16 units, the same in every locale.
 *
 * @since 0.1.0
 * @category combinators
 */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

const prune = <A extends Counted>(
  names: HeavyHitters<A>,
  most: number,
  drop: ((value: A) => void) | undefined
): void => {
  for (const [name, value] of ranked(names).slice(most)) {
    names.floor = Math.max(names.floor, value.count + value.missed)
    names.entries.delete(name)
    names.room.left += 1
    drop?.(value)
  }
}
