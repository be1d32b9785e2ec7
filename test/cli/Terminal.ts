/**
 * A small terminal: what a person sees after control sequences were obeyed, resizes included. Characters take one
 * column.
 */
import * as Effect from "effect/Effect"
import type { Output } from "../../src/cli/Stdio.js"

const pieces = new RegExp(`${String.fromCharCode(27)}\\[([?\\d;]*)([A-Za-z])|.`, "gsu")

interface Row {
  text: string
  /** Whether the next row continues this one. */
  wrapped: boolean
}

export class Terminal {
  columns: number
  readonly height: number
  cursorVisible = true
  /** Everything that was written, as it came. */
  raw = ""
  writes = 0
  private rows: Array<Row> = [{ text: "", wrapped: false }]
  private row = 0
  private column = 0

  constructor(columns: number, height = 1_000) {
    this.columns = columns
    this.height = height
  }

  /** What is on it, history included, without what is blank at the end. */
  get lines(): ReadonlyArray<string> {
    const texts = this.rows.map(({ text }) => text.trimEnd())
    return texts.slice(0, texts.findLastIndex((text) => text !== "") + 1)
  }

  write(text: string): void {
    this.raw += text
    this.writes += 1
    for (const [piece, digits, command] of text.matchAll(pieces)) {
      if (command === undefined) this.put(piece)
      else this.obey(digits ?? "", command)
    }
  }

  /** Breaks and joins rows as terminals do that keep what is too wide. */
  resize(columns: number): void {
    const logical: Array<string> = [""]
    let cursor = 0
    for (const [index, { text, wrapped }] of this.rows.entries()) {
      if (index === this.row) cursor = logical.length - 1
      logical.push((logical.pop() ?? "") + (wrapped ? text.padEnd(this.columns) : text.trimEnd()))
      if (!wrapped) logical.push("")
    }
    this.rows = []
    for (const [index, text] of logical.entries()) {
      if (index === cursor) this.row = this.rows.length
      for (let from = 0; from === 0 || from < text.length; from += columns) {
        this.rows.push({ text: text.slice(from, from + columns), wrapped: from + columns < text.length })
      }
    }
    this.columns = columns
    this.column = 0
  }

  private at(row: number): Row {
    while (this.rows.length <= row) this.rows.push({ text: "", wrapped: false })
    return this.rows[row] ?? { text: "", wrapped: false }
  }

  private put(character: string): void {
    if (character === "\r") this.column = 0
    else if (character === "\n") {
      this.at(this.row).wrapped = false
      this.row += 1
      this.column = 0
      this.at(this.row)
    } else {
      if (this.column === this.columns) {
        this.at(this.row).wrapped = true
        this.row += 1
        this.column = 0
      }
      const row = this.at(this.row)
      const text = row.text.padEnd(this.column)
      row.text = text.slice(0, this.column) + character + text.slice(this.column + 1)
      this.column += 1
    }
  }

  private obey(digits: string, command: string): void {
    const row = this.at(this.row)
    const top = Math.max(0, this.rows.length - this.height)
    if (command === "A") this.row = Math.max(top, this.row - Number(digits || "1"))
    else if (command === "B") this.row = Math.min(this.rows.length - 1, this.row + Number(digits || "1"))
    else if (command === "K") row.text = digits === "2" ? "" : row.text.slice(0, this.column)
    else if (command === "J") {
      row.text = row.text.slice(0, this.column)
      for (const below of this.rows.slice(this.row + 1)) below.text = ""
    } else if (digits === "?25") this.cursorVisible = command === "h"
    else if (command !== "m") throw new Error(`an unexpected control sequence: ${digits}${command}`)
  }
}

export const output = (terminal: Terminal, fields: Partial<Output> = {}): Output => ({
  write: (text) => Effect.sync(() => (text === "" ? undefined : terminal.write(text))),
  isTty: true,
  colour: true,
  unicode: true,
  columns: () => terminal.columns,
  rows: () => terminal.height,
  isClosed: () => false,
  ...fields
})
