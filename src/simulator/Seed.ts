/**
 * Random choices of the simulator that depend on nothing but the scenario's seed and the place where they are made. A
 * generator with a state would give other records when pages are asked side by side; a hash of (seed, place) does not.
 *
 * @since 0.1.0
 */

/**
 * A number in [0, 1) that is always the same for the same seed and place.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fraction = (seed: number, ...place: ReadonlyArray<string | number>): number =>
  hash(seed, place) / 4_294_967_296

/**
 * A whole number in [min, max] (both included).
 *
 * @since 0.1.0
 * @category constructors
 */
export const between = (
  min: number,
  max: number,
  seed: number,
  ...place: ReadonlyArray<string | number>
): number => min + Math.floor(fraction(seed, ...place) * (max - min + 1))

/**
 * One of the items, `fallback` when there is none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const pick = <A>(
  items: ReadonlyArray<A>,
  fallback: A,
  seed: number,
  ...place: ReadonlyArray<string | number>
): A => items[Math.floor(fraction(seed, ...place) * items.length)] ?? fallback

/**
 * Lower-case hexadecimal digits.
 *
 * @since 0.1.0
 * @category constructors
 */
export const hex = (length: number, seed: number, ...place: ReadonlyArray<string | number>): string => {
  let digits = ""
  for (let word = 0; digits.length < length; word++) {
    digits += hash(seed, [...place, word])
      .toString(16)
      .padStart(8, "0")
  }
  return digits.slice(0, length)
}

/**
 * A string in the form of a random UUID (version 4, RFC 9562).
 *
 * @since 0.1.0
 * @category constructors
 */
export const uuid = (seed: number, ...place: ReadonlyArray<string | number>): string => {
  const digits = hex(31, seed, ...place)
  const variant = "89ab"[between(0, 3, seed, ...place, "variant")] ?? "8"
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`
}

/**
 * The items in a shuffled order (Fisher-Yates).
 *
 * @since 0.1.0
 * @category constructors
 */
export const shuffle = <A>(
  items: ReadonlyArray<A>,
  seed: number,
  ...place: ReadonlyArray<string | number>
): ReadonlyArray<A> => {
  const shuffled = items.slice()
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = between(0, last, seed, ...place, last)
    const moved = shuffled[last] as A
    shuffled[last] = shuffled[other] as A
    shuffled[other] = moved
  }
  return shuffled
}

/** FNV-1a over the place, then the finaliser of MurmurHash3, which spreads near neighbours (index 1, 2, 3) apart. */
const hash = (seed: number, place: ReadonlyArray<string | number>): number => {
  let state = (seed ^ 0x811c9dc5) >>> 0
  for (const part of place) {
    const text = String(part)
    for (let at = 0; at < text.length; at++) {
      state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
    }
    state = Math.imul(state ^ 0x1f, 0x01000193)
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}
