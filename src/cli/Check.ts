/**
 * One thing that `doctor` looked at, and what it found.
 *
 * @since 0.1.0
 */
import type { GenesysError } from "../genesys/GenesysError.js"
import * as ExitCode from "../report/ExitCode.js"
import * as PlainText from "../text/PlainText.js"
import * as Advice from "../watch/Advice.js"
import type { Fault } from "./Trouble.js"

/**
 * `detail` is what was found, `fix` what to do about it. `exitCode` is 0 but for a failed check. Neither text holds a
 * secret.
 *
 * @since 0.1.0
 * @category models
 */
export interface Check {
  readonly name: string
  readonly result: "ok" | "warning" | "failed" | "skipped"
  readonly detail: string
  readonly fix: string | undefined
  readonly exitCode: number
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const ok = (name: string, detail: string): Check => ({
  name,
  result: "ok",
  detail,
  fix: undefined,
  exitCode: 0
})

/**
 * Worth knowing, but nothing stops working because of it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const warning = (name: string, detail: string, fix?: string | undefined): Check => ({
  ...ok(name, detail),
  result: "warning",
  fix
})

/**
 * Not looked at, and why.
 *
 * @since 0.1.0
 * @category constructors
 */
export const skipped = (name: string, detail: string): Check => ({ ...ok(name, detail), result: "skipped" })

/**
 * @since 0.1.0
 * @category constructors
 */
export const failed = (
  name: string,
  found: { readonly detail: string; readonly fix: string | undefined; readonly exitCode: number }
): Check => ({ name, result: "failed", ...found })

/**
 * A setting that cannot be used.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofFault = (name: string, { fix, what }: Fault): Check =>
  failed(name, { detail: what, fix, exitCode: ExitCode.usage })

/**
 * A call that failed: what happened, to which operation, and what to do. `fix` is said in place of the general advice.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofGenesys = (name: string, error: GenesysError, fix?: string | undefined): Check => {
  const { advice, correlationId, message, operation, reason } = Advice.problem(error)
  const from = [operation, correlationId === undefined ? undefined : `correlation id ${correlationId}`]
  return failed(name, {
    detail: `${message} (${from.filter((part) => part !== undefined).join(", ")})`,
    fix: fix ?? advice,
    exitCode: ExitCode.ofReason(reason)
  })
}

const widest = 13

/**
 * One line: result, name, what was found, and the fix.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = ({ detail, fix, name, result }: Check): string => {
  const word = result === "failed" ? "FAILED" : result
  const found = PlainText.oneLine(detail)
  const what = fix === undefined ? found : `${found.replace(/\.$/, "")}. ${PlainText.oneLine(fix)}`
  return `${word.padEnd(7)}  ${name.padEnd(widest)}  ${what}\n`
}

/**
 * All checks as one JSON document.
 *
 * @since 0.1.0
 * @category rendering
 */
export const json = (checks: ReadonlyArray<Check>, exitCode: number): string =>
  `${JSON.stringify(
    {
      schemaVersion: 1,
      checks: checks.map(({ detail, fix, name, result }) => ({
        name,
        result,
        detail: PlainText.oneLine(detail),
        fix: fix === undefined ? null : PlainText.oneLine(fix)
      })),
      exitCode
    },
    null,
    2
  )}\n`
