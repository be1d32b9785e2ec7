/**
 * What a person sees on stderr while jobs are watched: a live view on a terminal, one line a change elsewhere.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as PlainText from "../text/PlainText.js"
import type { WatchEvent } from "../watch/WatchEvent.js"
import * as LiveView from "./LiveView.js"
import * as ProgressLine from "./ProgressLine.js"
import { Stdio } from "./Stdio.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Progress {
  readonly onEvent: (event: WatchEvent) => Effect.Effect<void>
  /** Prints a line of its own, above the live view if there is one. */
  readonly note: (line: string) => Effect.Effect<void>
  /** Ends the view, so that the result stands alone. */
  readonly close: Effect.Effect<void>
}

/**
 * - `quiet`: nothing at all.
 * - `noProgress`: lines instead of the live view.
 * - `jobs`: how many will be watched.
 * - `output`: the form of the result; events on stdout and a live view cannot share a terminal.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly quiet: boolean
  readonly noProgress: boolean
  readonly jobs: number
  readonly output?: "text" | "json" | "ndjson" | undefined
}

/**
 * The live view needs a terminal whose cursor may be moved: with `NO_COLOR` or `TERM=dumb` there are lines.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Progress, never, Stdio | Scope.Scope> =>
  Effect.flatMap(Stdio, ({ err, out }): Effect.Effect<Progress, never, Scope.Scope> => {
    if (options.quiet) return Effect.succeed(silent)
    const contested = options.output === "ndjson" && out.isTty
    if (err.isTty && err.colour && !options.noProgress && !contested) {
      // Where the report goes elsewhere, the terminal should still say how the jobs ended.
      return LiveView.make(err, { jobs: options.jobs, keepEnded: !out.isTty })
    }
    const note = (line: string) => err.write(`${PlainText.neutral(line)}\n`)
    return Effect.map(ProgressLine.make("all"), (lineOf) => ({
      note,
      close: Effect.void,
      onEvent: (event) =>
        Effect.flatMap(lineOf(event), (line) => (line === undefined ? Effect.void : note(line)))
    }))
  })

const silent: Progress = {
  onEvent: () => Effect.void,
  note: () => Effect.void,
  close: Effect.void
}
