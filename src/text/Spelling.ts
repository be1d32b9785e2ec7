/**
 * What somebody meant who mistyped a word.
 *
 * @since 0.1.0
 */

/**
 * The word of these that is nearest to the one that was written, `undefined` where none is near: one slip of the
 * fingers is forgiven, and another for every four letters.
 *
 * @since 0.1.0
 * @category combinators
 */
export const nearest = (written: string, words: ReadonlyArray<string>): string | undefined => {
  const [first] = words
    .map((word) => ({ word, slips: slips(written, word) }))
    .filter(({ slips }) => slips <= 1 + Math.floor(written.length / 4))
    .sort((left, right) => left.slips - right.slips)
  return first?.word
}

/** Letters that are wrong, missing or too many (Levenshtein), row by row; two that changed places are two. */
const slips = (written: string, word: string): number => {
  let row = Array.from({ length: word.length + 1 }, (_, index) => index)
  for (const [above, letter] of Array.from(written).entries()) {
    const next = [above + 1]
    for (let index = 0; index < word.length; index++) {
      next.push(
        Math.min(
          (row[index] ?? 0) + (letter === word[index] ? 0 : 1),
          (row[index + 1] ?? 0) + 1,
          (next[index] ?? 0) + 1
        )
      )
    }
    row = next
  }
  return row.at(-1) ?? 0
}
