/**
 * A command of the program: its help, and what it does with what the command line holds.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as CommandLine from "./CommandLine.js"
import type * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import type { Session } from "./Session.js"
import type { Stdio } from "./Stdio.js"
import { Trouble } from "./Trouble.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Command {
  readonly page: Help.Page
  /** Runs it with the words after its name. */
  readonly run: (args: ReadonlyArray<string>) => Effect.Effect<void, Trouble, Session | Stdio>
}

/**
 * A command that is given the values of its options and the words that are none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <O extends Readonly<Record<string, Flags.Flag<unknown>>>>(
  page: Help.Page<O>,
  run: (
    written: Flags.Values<O>,
    operands: ReadonlyArray<string>
  ) => Effect.Effect<void, Trouble, Session | Stdio>
): Command => ({
  page,
  run: (args) =>
    CommandLine.read(args, page).pipe(
      Effect.mapError(
        (faults) =>
          new Trouble({
            headline:
              faults.length === 1 ? undefined : `${faults.length} things are wrong with the command line:`,
            faults,
            exitCode: 2
          })
      ),
      Effect.flatMap(({ operands, written }) => run(written, operands))
    )
})
