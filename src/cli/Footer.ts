/**
 * Lines at the end of a terminal that are redrawn in place, while everything else is written above them.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
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
export const over = (output: Output): Effect.Effect<Footer> =>
  isFooter(output)
    ? Effect.succeed(output)
    : Effect.gen(function* () {
        const lock = yield* Effect.makeSemaphore(1)
        const shown = yield* Ref.make(nothing)

        // What is on the screen is known only if no write is lost between its making and the stream.
        const put = (next: (before: Shown) => readonly [text: string, after: Shown]): Effect.Effect<void> =>
          Ref.modify(shown, next).pipe(
            Effect.flatMap(output.write),
            Effect.uninterruptible,
            lock.withPermits(1)
          )

        return {
          ...output,
          write: (text) => put((before) => [above(text, before, columnsOf(output)), before]),
          show: (lines) =>
            output.isTty
              ? put((before) => replaced(before, { lines, columns: columnsOf(output) }))
              : Effect.void
        }
      })

const above = (text: string, { lines, columns }: Shown, now: number): string => {
  if (lines.length === 0 || text === "") return text
  const whole = text.endsWith("\n") ? text : `${text}\n`
  return `${up(rowsOf({ lines, columns }, now))}${whole.replaceAll("\n", `${eraseToEnd}\n`)}${drawn(lines)}`
}

const replaced = (before: Shown, after: Shown): readonly [string, Shown] => {
  if (isSame(before, after)) return ["", before]
  const rows = rowsOf(before, after.columns)
  if (after.lines.length === 0) return [`${erased(rows)}${showCursor}`, after]
  if (before.lines.length === 0) return [`${hideCursor}${drawn(after.lines)}`, after]
  // Without a resize the lines are overwritten, which does not flicker; broken lines reach where no new one is drawn.
  const start = before.columns === after.columns ? up(rows) : erased(rows)
  return [`${start}${drawn(after.lines)}`, after]
}

interface Shown {
  readonly lines: ReadonlyArray<string>
  readonly columns: number
}

const nothing: Shown = { lines: [], columns: 0 }

const isFooter = (output: Output): output is Footer => "show" in output

const isSame = (before: Shown, after: Shown): boolean =>
  before.lines.length === after.lines.length &&
  (after.lines.length === 0 || before.columns === after.columns) &&
  before.lines.every((line, index) => line === after.lines[index])

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
