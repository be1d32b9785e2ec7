/**
 * One run of the program: what it was given, and with which code it will exit.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"

/**
 * @since 0.1.0
 * @category tags
 */
export class Session extends Context.Tag("genesys-jobs/Session")<
  Session,
  {
    readonly env: Readonly<Record<string, string | undefined>>
    readonly cwd: string
    readonly home: string
    /** The greatest code asked for so far; the program exits with it. */
    readonly exitCode: Ref.Ref<number>
    /** The exit code of the signal that interrupts the program (130, 143), once there is one. */
    readonly signal: () => 130 | 143 | undefined
  }
>() {}

/**
 * Asks for an exit code. With several reasons the greatest wins.
 *
 * @since 0.1.0
 * @category combinators
 */
export const exitWith = (code: number): Effect.Effect<void, never, Session> =>
  Effect.flatMap(Session, (session) => Ref.update(session.exitCode, (current) => Math.max(current, code)))
