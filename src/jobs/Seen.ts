/**
 * A memory for keys that does not grow: it knows at least the last `capacity` keys and at most twice as many.
 *
 * Keys go into a young set; when that is full it becomes the old one and the old one is forgotten. So a key costs two look-ups at most, and
 * reading a million records holds as much as reading twenty thousand.
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
  let young = new Set<string>()
  let old = new Set<string>()
  return {
    add: (key) => {
      if (young.has(key) || old.has(key)) return false
      if (young.size >= capacity) {
        old = young
        young = new Set()
      }
      young.add(key)
      return true
    }
  }
}
