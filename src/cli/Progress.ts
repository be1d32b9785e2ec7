/**
 * What a person sees on stderr while jobs are watched.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Job from "../jobs/Job.js"
import * as PlainText from "../text/PlainText.js"
import * as Advice from "../watch/Advice.js"
import type { WatchEvent } from "../watch/WatchEvent.js"
import { Stdio } from "./Stdio.js"

/**
 * @since 0.1.0
 * @category models
 */
export interface Progress {
  readonly onEvent: (event: WatchEvent) => Effect.Effect<void>
  /** Prints a line of its own. */
  readonly note: (line: string) => Effect.Effect<void>
  /** Ends the view, so that the result stands alone. */
  readonly close: Effect.Effect<void>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly quiet: boolean
  readonly noProgress: boolean
  readonly jobs: number
}

/**
 * One line a state change.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Progress, never, Stdio | Scope.Scope> =>
  Effect.map(Stdio, ({ err }) => {
    const last = new Map<string, string>()
    const note = (line: string) => (options.quiet ? Effect.void : err.write(`${line}\n`))
    return {
      note,
      close: Effect.void,
      onEvent: (event) => {
        const job = PlainText.oneLine(Job.format(event.job))
        const line = lineOf(event, last.get(job))
        if (event._tag === "Polled") last.set(job, event.status.state)
        return line === undefined ? Effect.void : note(`${job} ${line}`)
      }
    }
  })

const lineOf = (event: WatchEvent, lastState: string | undefined): string | undefined => {
  switch (event._tag) {
    case "Polled":
      return event.status.state === lastState ? undefined : PlainText.oneLine(event.status.state)
    case "Troubled":
      return `${event.error.message}. ${Advice.advice(event.error)}`
    case "Recovered":
      return "the platform answers again"
    default:
      return undefined
  }
}
