/**
 * The records of a CSV file (RFC 4180) that arrives in pieces: the first row names the columns, every other row becomes
 * an object. Only the row that is not complete yet is kept.
 *
 * @since 0.1.0
 */
import * as Either from "effect/Either"
import Papa from "papaparse"
import type { RecordReader } from "./RecordReader.js"

/**
 * A reader for one file. Delimiter and line end are taken from the file. Columns beyond the header are named by their
 * number.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (): RecordReader => {
  let rest = ""
  let delimiter: string | undefined
  let newline: LineEnd | undefined
  let columns: ReadonlyArray<string> | undefined
  let readAt = 0

  const take = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<unknown> => {
    const names = columns ?? rows[0]?.map((name) => name.trim()) ?? []
    const data = columns === undefined ? rows.slice(1) : rows
    if (rows.length > 0) columns = names
    return data.map((row) =>
      Object.fromEntries(row.map((cell, index) => [names[index] || `column ${index + 1}`, cell]))
    )
  }

  const parse = (isEnd: boolean): Either.Either<ReadonlyArray<unknown>, string> => {
    const rows: Array<ReadonlyArray<string>> = []
    const ends: Array<number> = []
    let quoteIsOpen = false
    newline ??= lineEnd(rest)
    let seen = delimiter
    Papa.parse<Array<string>>(rest, {
      ...(newline === undefined ? {} : { newline }),
      ...(delimiter === undefined ? {} : { delimiter }),
      skipEmptyLines: "greedy",
      step: ({ data, errors, meta }) => {
        rows.push(data)
        ends.push(meta.cursor)
        quoteIsOpen = errors.some(({ code }) => code === "MissingQuotes")
        seen ??= meta.delimiter
      }
    })
    if (isEnd) {
      return quoteIsOpen
        ? Either.left("a quoted text in it does not end, the file is cut off")
        : Either.right(take(rows))
    }
    // The last row may go on in the next piece.
    const complete = ends[rows.length - 2]
    if (complete === undefined) return Either.right([])
    delimiter = seen
    rest = rest.slice(complete)
    return Either.right(take(rows.slice(0, -1)))
  }

  return {
    push: (text) => {
      // Papaparse would take the byte order mark off too, and count places without it.
      rest = rest === "" && columns === undefined ? text.replace(/^\ufeff/, "") : rest + text
      if (columns === undefined && rest.trimStart().startsWith("<")) {
        return Either.left("a web page came instead of a CSV file")
      }
      // What was looked at in vain is looked at again only when it has doubled: a long row costs linear time.
      if (rest.length < 2 * readAt || rest.endsWith("\r")) return Either.right([])
      const found = parse(false)
      readAt = rest.length
      return found
    },
    end: () => parse(true)
  }
}

type LineEnd = "\r" | "\n" | "\r\n"

/** How the first row ends. What stands in quotes is no end; a return as the last character may be half of one. */
const lineEnd = (text: string): LineEnd | undefined => {
  const end = /^(?:[^"\r\n]|"[^"]*")*(\r\n|\n|\r(?!$))/.exec(text)?.[1]
  return end === "\r\n" || end === "\n" || end === "\r" ? end : undefined
}
