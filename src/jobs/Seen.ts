/**
 * A memory for keys that does not grow: it knows at least the last `capacity` keys and at most twice as many.
 *
 * Keys go into a young table; when that is full it becomes the old one and the old one is forgotten. So reading a
 * million records holds as much as reading twenty thousand. A table keeps 64 bits of each key and not the key itself:
 * that is ten times cheaper than a `Set` of strings, which would keep every page's keys alive, and two different keys
 * among twenty thousand are taken for the same once in some billions of readings.
 *
 * @since 0.1.0
 */

/**
 * @since 0.1.0
 * @category models
 */
export interface Seen {
  /** Remembers a key; `false` when it was known already. */
  readonly add: (key: string) => boolean
}

/**
 * An empty memory. It is mutable: make one per stream that runs.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (capacity: number): Seen => {
  let young = table(16)
  let old = table(1)
  return {
    add: (key) => {
      // Two 32-bit digests side by side, each step a multiplication by an odd number (as in cyrb53).
      let high = 0x9e3779b9
      let low = 0x41c6ce57
      for (let at = 0; at < key.length; at++) {
        const unit = key.charCodeAt(at)
        high = Math.imul(high ^ unit, 2654435761)
        low = Math.imul(low ^ unit, 1597334677)
      }
      high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
      low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
      // Zero marks an empty place.
      low = low === 0 ? 1 : low
      if (has(young, high, low)) return false
      if (young.count >= capacity) {
        old = young
        // It will be as full: growing it again would copy every key several times.
        young = table(old.places)
      } else if (2 * young.count >= young.places) {
        young = grown(young)
      }
      put(young, high, low)
      return !has(old, high, low)
    }
  }
}

/** Open addressing; a place is two numbers. */
interface Table {
  readonly places: number
  readonly cells: Int32Array
  count: number
}

const table = (places: number): Table => ({ places, cells: new Int32Array(2 * places), count: 0 })

const placeOf = ({ cells, places }: Table, high: number, low: number): number => {
  let place = high & (places - 1)
  while (cells[2 * place + 1] !== 0 && (cells[2 * place + 1] !== low || cells[2 * place] !== high)) {
    place = (place + 1) & (places - 1)
  }
  return 2 * place
}

const has = (within: Table, high: number, low: number): boolean =>
  within.cells[placeOf(within, high, low) + 1] !== 0

const put = (into: Table, high: number, low: number): void => {
  const at = placeOf(into, high, low)
  into.cells[at] = high
  into.cells[at + 1] = low
  into.count += 1
}

const grown = (from: Table): Table => {
  const larger = table(2 * from.places)
  for (let at = 0; at < from.cells.length; at += 2) {
    const low = from.cells[at + 1]
    if (low !== undefined && low !== 0) put(larger, from.cells[at] ?? 0, low)
  }
  return larger
}
