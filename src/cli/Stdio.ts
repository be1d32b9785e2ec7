/**
 * The program's standard streams: stdout carries the result, stderr everything else.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"

/**
 * @since 0.1.0
 * @category models
 */
export interface Output {
  /**
   * Writes as it is and waits while the reader is slow. A reader that went away (`| head`) is no error: nothing more is
   * written.
   */
  readonly write: (text: string) => Effect.Effect<void>
  readonly isTty: boolean
  readonly colour: boolean
  /** Whether characters beyond ASCII can be shown. */
  readonly unicode: boolean
  readonly columns: () => number
  readonly rows?: (() => number) | undefined
  readonly isClosed: () => boolean
}

/**
 * @since 0.1.0
 * @category tags
 */
export class Stdio extends Context.Tag("genesys-jobs/Stdio")<
  Stdio,
  { readonly out: Output; readonly err: Output }
>() {}

/**
 * What is needed of a stream of Node.
 *
 * @since 0.1.0
 * @category models
 */
export interface Writable {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  write(text: string, done: (error?: Error | null) => void): boolean
  on(event: "error", listener: (error: Error) => void): unknown
}

/**
 * An output on a stream of Node. Colour only on a terminal, and not with `NO_COLOR` (no-color.org) or `TERM=dumb`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromWritable = (stream: Writable, env: Readonly<Record<string, string | undefined>>): Output => {
  let closed = false
  stream.on("error", () => {
    closed = true
  })
  const isTty = stream.isTTY === true
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || ""
  return {
    write: (text) =>
      Effect.async<void>((resume) => {
        if (closed || text === "") return resume(Effect.void)
        stream.write(text, (error) => {
          if (error) closed = true
          resume(Effect.void)
        })
      }),
    isTty,
    colour: isTty && !env["NO_COLOR"] && env["TERM"] !== "dumb",
    // A locale that is set says it; without one, terminals that always know Unicode do.
    unicode:
      locale === ""
        ? env["WT_SESSION"] !== undefined || env["TERM_PROGRAM"] !== undefined
        : /utf-?8/i.test(locale),
    // A terminal that does not know its width says 0.
    columns: () => stream.columns || 80,
    rows: () => stream.rows ?? 24,
    isClosed: () => closed
  }
}
