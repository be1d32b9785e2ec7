/**
 * Text measured in terminal columns: wide characters take two, accents none. For tables and wrapped paragraphs.
 *
 * @since 0.1.0
 */
import * as Pattern from "./Pattern.js"
import * as PlainText from "./PlainText.js"

/**
 * The number of columns a terminal gives to neutral text on one line. East Asian wide characters and emoji
 * count two (UAX #11), accents, joiners and what is joined to an emoji count none.
 *
 * @since 0.1.0
 * @category rendering
 */
export const width = (text: string): number => {
  if (ascii.test(text)) return text.length
  let columns = 0
  for (const part of measured(text)) columns += part.columns
  return columns
}

/**
 * Fills up with spaces on the right. Text that is wider stays as it is.
 *
 * @since 0.1.0
 * @category rendering
 */
export const padEnd = (text: string, columns: number): string =>
  text + " ".repeat(Math.max(0, columns - width(text)))

/**
 * Fills up with spaces on the left. Text that is wider stays as it is.
 *
 * @since 0.1.0
 * @category rendering
 */
export const padStart = (text: string, columns: number): string =>
  " ".repeat(Math.max(0, columns - width(text))) + text

/**
 * At most that many columns, the last one an ellipsis if something was cut.
 *
 * @since 0.1.0
 * @category rendering
 */
export const truncate = (text: string, columns: number): string => {
  if (text.length <= columns && ascii.test(text)) return text
  if (columns < 1) return ""
  let used = 0
  let cut = 0
  for (const part of measured(text)) {
    used += part.columns
    if (used > columns) return `${text.slice(0, PlainText.boundaryBefore(text, cut))}…`
    if (used < columns) cut = part.end
  }
  return text
}

/**
 * Breaks a paragraph at spaces into lines of at most `columns`; `indent` goes before every line but the
 * first. A word that is wider than a line is broken where it must; a per cent sign stays with its number.
 *
 * @since 0.1.0
 * @category rendering
 */
export const wrap = (text: string, columns: number, indent = ""): ReadonlyArray<string> => {
  const room = Math.max(2, columns - width(indent))
  const lines: Array<string> = []
  let line: Array<string> = []
  let used = 0
  const flush = () => {
    lines.push((lines.length === 0 ? "" : indent) + line.join(" "))
    line = []
    used = 0
  }
  for (const word of text.split(/\s+(?!%)/)) {
    for (const piece of pieces(word, lines.length === 0 && indent === "" ? Math.max(2, columns) : room)) {
      const size = width(piece)
      if (line.length > 0 && used + 1 + size > (lines.length === 0 ? Math.max(2, columns) : room)) flush()
      used += size + (line.length > 0 ? 1 : 0)
      line.push(piece)
    }
  }
  flush()
  return lines
}

const ascii = /^[\x20-\x7e]*$/

const pieces = (word: string, columns: number): ReadonlyArray<string> => {
  if (width(word) <= columns) return [word]
  const found: Array<string> = []
  let start = 0
  let end = 0
  let used = 0
  for (const part of measured(word)) {
    if (used + part.columns > columns) {
      found.push(word.slice(start, end))
      start = end
      used = 0
    }
    used += part.columns
    end = part.end
  }
  return [...found, word.slice(start)]
}

function* measured(text: string): Generator<{ readonly columns: number; readonly end: number }> {
  let end = 0
  let joined = false
  let previous = 0
  for (const character of text) {
    end += character.length
    const codePoint = character.codePointAt(0) ?? 0
    let columns = columnsOf(codePoint, character)
    // U+FE0F asks for the emoji form of a character that is narrow as text.
    if (codePoint === 0xfe0f && previous === 1) columns = 1
    else if (columns === 2 && (joined || (previous === 2 && emojiModifier().test(character)))) columns = 0
    joined = codePoint === 0x200d
    if (columns > 0) previous = codePoint === 0xfe0f ? 2 : columns
    yield { columns, end }
  }
}

const columnsOf = (codePoint: number, character: string): number => {
  if (codePoint < 0x300) return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0) ? 0 : 1
  if (weightless().test(character)) return 0
  return isWide(codePoint, character) ? 2 : 1
}

const weightless = Pattern.lazy(() => /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff]$/u)
const emojiModifier = Pattern.lazy(() => /^\p{Emoji_Modifier}$/u)
const emoji = Pattern.lazy(() => /^\p{Emoji_Presentation}$/u)

const wide: ReadonlyArray<readonly [number, number]> = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd]
]

const isWide = (codePoint: number, character: string): boolean =>
  wide.some(([from, to]) => codePoint >= from && codePoint <= to) ||
  (codePoint >= 0x231a && emoji().test(character) && !(codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff))
