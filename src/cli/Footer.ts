/**
 * Lines at the end of a terminal that are redrawn in place, while everything else is written above them.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Columns from "../text/Columns.js"
import * as PlainText from "../text/PlainText.js"
import type { Output } from "./Stdio.js"

/**
 * An output with lines that stay below whatever is written.
 *
 * @since 0.1.0
 * @category models
 */
export interface Footer extends Output {
  /**
   * Puts these lines in the place of those shown before; none takes them away. They may carry colours, no other control
   * characters. The cursor is hidden as long as there are any. On an output that is no terminal nothing happens.
   */
  readonly show: (lines: ReadonlyArray<string>) => Effect.Effect<void>
}

/**
 * The same output with room for a footer. What others write to the plain output at the same time garbles the footer, so
 * everybody should write to this one; an output that has a footer already is given back as it is.
 *
 * @since 0.1.0
 * @category constructors
 */
export const over = (output: Output): Footer => {
  if (isFooter(output)) return output
  const lock = Effect.unsafeMakeSemaphore(1)
  let shown: Shown = nothing

  // What is on the screen is known only if no write is lost between its making and the stream.
  const put = (next: () => string): Effect.Effect<void> =>
    lock.withPermits(1)(Effect.uninterruptible(Effect.suspend(() => output.write(next()))))

  return {
    ...output,
    write: (text) =>
      put(() => {
        if (shown.lines.length === 0 || text === "") return text
        const rows = rowsOf(shown, columnsOf(output))
        const whole = text.endsWith("\n") ? text : `${text}\n`
        return `${up(rows)}${whole.replaceAll("\n", `${eraseToEnd}\n`)}${drawn(shown.lines)}`
      }),
    show: (lines) =>
      put(() => {
        const before = shown
        const columns = columnsOf(output)
        if (!output.isTty || isSame(before, lines, columns)) return ""
        shown = { lines, columns }
        const rows = rowsOf(before, columns)
        if (lines.length === 0) return `${erased(rows)}${showCursor}`
        if (before.lines.length === 0) return `${hideCursor}${drawn(lines)}`
        // Without a resize the lines are overwritten, which does not flicker; broken lines reach where no new one is
        // drawn.
        return `${before.columns === columns ? up(rows) : erased(rows)}${drawn(lines)}`
      })
  }
}

interface Shown {
  readonly lines: ReadonlyArray<string>
  readonly columns: number
}

const nothing: Shown = { lines: [], columns: 0 }

const isFooter = (output: Output): output is Footer => "show" in output

const isSame = (shown: Shown, lines: ReadonlyArray<string>, columns: number): boolean =>
  shown.lines.length === lines.length &&
  (lines.length === 0 || shown.columns === columns) &&
  shown.lines.every((line, index) => line === lines[index])

/** A stream that does not know its width says 0. */
const columnsOf = (output: Output): number => {
  const columns = output.columns()
  return columns > 0 ? columns : 80
}

/** The rows that the lines take: a terminal that became narrower has broken them into several. */
const rowsOf = (shown: Shown, columns: number): number =>
  shown.lines.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(Columns.width(PlainText.neutral(line)) / columns)),
    0
  )

// Control sequences of ECMA-48; the cursor's visibility is DECTCEM of the VT220.
const eraseToEnd = "\u001b[K"
const eraseRow = "\u001b[2K"
const eraseBelow = "\u001b[J"
const down = "\u001b[B"
const hideCursor = "\u001b[?25l"
const showCursor = "\u001b[?25h"

const up = (rows: number): string => (rows === 0 ? "\r" : `\r\u001b[${rows}A`)

/** Row by row: some terminals (tmux) keep in their history what is erased all at once from the first row on. */
const erased = (rows: number): string => `${up(rows)}${(eraseRow + down).repeat(rows)}${eraseRow}${up(rows)}`

const drawn = (lines: ReadonlyArray<string>): string =>
  `${lines.map((line) => `${line}${eraseToEnd}\n`).join("")}${eraseBelow}`
