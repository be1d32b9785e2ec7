/**
 * The result of a run on stdout.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Json from "../report/Json.js"
import type { Report } from "../report/Report.js"
import * as Text from "../report/Text.js"
import { Stdio } from "./Stdio.js"

/**
 * Prints the report in the form that was asked for: text, one JSON document, or one JSON line (the last of an ndjson
 * stream).
 *
 * @since 0.1.0
 * @category combinators
 */
export const print = (
  report: Report,
  options: {
    readonly output: "text" | "json" | "ndjson"
    readonly files: ReadonlyArray<string>
    readonly failuresFile: string | undefined
  }
): Effect.Effect<void, never, Stdio> =>
  Effect.flatMap(Stdio, ({ out }) => {
    switch (options.output) {
      case "json":
        return out.write(Json.render(report))
      case "ndjson":
        return out.write(`${Json.render(report, { indent: 0 }).trimEnd()}\n`)
      case "text":
        return out.write(
          Text.render(report, {
            width: out.isTty ? out.columns() : 100,
            colour: out.colour,
            unicode: out.unicode,
            files:
              options.failuresFile === undefined ? options.files : [...options.files, options.failuresFile],
            failuresFile: options.failuresFile
          })
        )
    }
  })
