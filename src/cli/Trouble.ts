/**
 * How an error reads: what happened, to which operation, what to do. Never a stack.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"
import type { GenesysError } from "../genesys/GenesysError.js"
import * as ExitCode from "../report/ExitCode.js"
import type { Problem } from "../report/Problem.js"
import * as PlainText from "../text/PlainText.js"
import * as Advice from "../watch/Advice.js"

/**
 * One thing that is wrong and what to do about it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Fault {
  readonly what: string
  readonly fix: string | undefined
  /** Method and path template, and the correlation id. */
  readonly operation?: string | undefined
  readonly correlationId?: string | undefined
}

/**
 * The program cannot go on. It is printed once, at the edge, and nowhere else.
 *
 * @since 0.1.0
 * @category errors
 */
export class Trouble extends Data.TaggedError("Trouble")<{
  readonly headline: string | undefined
  readonly faults: ReadonlyArray<Fault>
  readonly exitCode: number
}> {
  override get message(): string {
    return render(this).trimEnd()
  }
}

/**
 * The configuration or the command line is wrong: exit code 2.
 *
 * @since 0.1.0
 * @category constructors
 */
export const usage = (what: string, fix: string): Trouble =>
  new Trouble({ headline: undefined, faults: [{ what, fix }], exitCode: 2 })

/**
 * The text for stderr, ending with a line feed.
 *
 * @since 0.1.0
 * @category rendering
 */
export const render = (trouble: Pick<Trouble, "headline" | "faults">): string => {
  if (trouble.headline === undefined) return trouble.faults.map((fault) => one("error: ", fault)).join("")
  return `error: ${trouble.headline}\n${trouble.faults.map((fault) => one("- ", fault)).join("")}`
}

const one = (lead: string, fault: Fault): string => {
  const indent = " ".repeat(lead.length)
  const from = [
    fault.operation === undefined ? [] : [`operation: ${PlainText.oneLine(fault.operation)}`],
    fault.correlationId === undefined ? [] : [`correlation id: ${PlainText.oneLine(fault.correlationId)}`]
  ].flat()
  return [
    `${lead}${PlainText.oneLine(fault.what)}`,
    ...(from.length === 0 ? [] : [`${indent}${from.join(", ")}`]),
    ...(fault.fix === undefined ? [] : [`${indent}${fault.fix}`])
  ]
    .map((line) => `${line}\n`)
    .join("")
}

/**
 * A call to the platform failed for good.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofGenesys = (error: GenesysError, place: Advice.Place): Trouble => {
  const problem = Advice.problem(error, place)
  return new Trouble({
    headline: undefined,
    faults: [ofProblem(problem)],
    exitCode: ExitCode.ofReason(problem.reason, problem.step)
  })
}

/**
 * What a report tells of an error, told where there is no report.
 *
 * @since 0.1.0
 * @category constructors
 */
export const ofProblem = ({ advice, correlationId, message, operation }: Problem): Fault => ({
  what: message,
  fix: advice,
  operation,
  correlationId
})
