/**
 * The report as one JSON document.
 *
 * @since 0.1.0
 */
import * as JsonText from "../text/JsonText.js"
import * as Report from "./Report.js"

/**
 * The document of the Schema, indented, with a line feed at its end. Characters that a terminal might obey or hide are
 * written as `\uXXXX`, which changes nothing for a parser.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (
  report: Report.Report,
  options: { readonly indent?: number | undefined } = {}
): string => `${JsonText.printable(JSON.stringify(Report.encode(report), null, options.indent ?? 2))}\n`
