/** A session and streams that a test can look into. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Ref from "effect/Ref"
import { Session } from "../../src/cli/Session.js"
import { type Output, Stdio } from "../../src/cli/Stdio.js"
import * as Folder from "../Folder.js"

export const folder = Folder.make

export interface Recording {
  readonly layer: Layer.Layer<Session | Stdio>
  readonly cwd: string
  readonly exitCode: Effect.Effect<number>
  readonly out: () => string
  readonly err: () => string
}

export const make = (
  options: {
    readonly env?: Readonly<Record<string, string>>
    readonly cwd?: string
    readonly home?: string
    readonly tty?: boolean
    readonly columns?: number
    readonly unicode?: boolean
  } = {}
): Recording => {
  const cwd = options.cwd ?? folder()
  const exitCode = Ref.unsafeMake(0)
  const texts = { out: "", err: "" }
  const output = (name: "out" | "err"): Output => ({
    write: (text) =>
      Effect.sync(() => {
        texts[name] += text
      }),
    isTty: options.tty ?? false,
    colour: options.tty ?? false,
    unicode: options.unicode ?? true,
    columns: () => options.columns ?? 80,
    isClosed: () => false
  })
  return {
    cwd,
    layer: Layer.merge(
      Layer.succeed(Session, {
        env: options.env ?? {},
        cwd,
        home: options.home ?? folder(),
        exitCode,
        signal: () => undefined
      }),
      Layer.succeed(Stdio, { out: output("out"), err: output("err") })
    ),
    exitCode: Ref.get(exitCode),
    out: () => texts.out,
    err: () => texts.err
  }
}
