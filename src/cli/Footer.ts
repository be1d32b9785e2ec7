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
        const before = shown
        shown = { lines: before.lines, columns: columnsOf(output) }
        return `${home(before, shown.columns)}${eraseBelow}${text}${text.endsWith("\n") ? "" : "\n"}${drawn(shown)}`
      }),
    show: (lines) =>
      put(() => {
        const before = shown
        const columns = columnsOf(output)
        if (!output.isTty || isSame(before, lines, columns)) return ""
        shown = { lines, columns }
        const cursor = before.lines.length === 0 ? hideCursor : lines.length === 0 ? showCursor : ""
        // Only after a resize is everything erased first: old lines may reach where no new one is drawn.
        const erase = before.columns === columns ? "" : eraseBelow
        return `${cursor}${home(before, columns)}${erase}${drawn(shown)}`
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

// Control sequences of ECMA-48; the cursor's visibility is DECTCEM of the VT220.
const eraseLine = "\u001b[K"
const eraseBelow = "\u001b[J"
const hideCursor = "\u001b[?25l"
const showCursor = "\u001b[?25h"

/** To the first column of the first line shown. A terminal that became narrower has broken the lines into several. */
const home = (shown: Shown, columns: number): string => {
  const rows = shown.lines.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(Columns.width(PlainText.neutral(line)) / columns)),
    0
  )
  return rows === 0 ? "\r" : `\r\u001b[${rows}A`
}

const drawn = ({ lines }: Shown): string =>
  `${lines.map((line) => `${line}${eraseLine}\n`).join("")}${eraseBelow}`
