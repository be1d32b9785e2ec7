/**
 * Runs the program in a process: signals interrupt it, and it exits when its output has been written.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FiberRef from "effect/FiberRef"
import * as HashSet from "effect/HashSet"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Option from "effect/Option"
import * as Ref from "effect/Ref"
import * as ExitCode from "../report/ExitCode.js"
import * as Cli from "./Cli.js"
import * as Footer from "./Footer.js"
import * as LogLine from "./LogLine.js"
import { Session } from "./Session.js"
import * as StdioModule from "./Stdio.js"

/**
 * Starts the program. SIGINT and SIGTERM interrupt it once; a second one ends it on the spot.
 *
 * @since 0.1.0
 * @category constructors
 */
export const main = (given: {
  readonly process: NodeJS.Process
  readonly args: ReadonlyArray<string>
  readonly home: string
  readonly version: string
}): void => {
  const { process } = given
  const cwd = folderOf(process)
  if (cwd === undefined) {
    process.exitCode = ExitCode.usage
    process.stderr.write(
      "error: The working folder is not there any more.\n       Change to one that is, and run the command again.\n"
    )
    return
  }
  let signal: 130 | 143 | undefined
  let lost: string | undefined
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Who has closed the pipe has read enough; a full disk has lost the result.
    if (error.code !== "EPIPE") lost = error.code ?? error.message
  })
  const exitCode = Ref.unsafeMake(0)
  const out = StdioModule.fromWritable(process.stdout, process.env)
  // Whatever is written while the live view stands goes above it.
  const err = Effect.runSync(Footer.over(StdioModule.fromWritable(process.stderr, process.env)))
  const session = {
    env: process.env,
    cwd,
    home: given.home,
    exitCode,
    signal: () => signal
  }
  const fiber = Effect.runFork(
    Cli.run(given.args, given.version).pipe(
      Effect.catchAllDefect((defect) =>
        Effect.zipRight(
          err.write(
            `error: an internal error: ${defect instanceof Error ? defect.message : "unknown"}\n       This is a fault of genesys-jobs; please report it.\n`
          ),
          Ref.set(exitCode, ExitCode.unreachable)
        )
      ),
      // The runtime would log each handled failure of a fiber with its stack.
      Effect.withUnhandledErrorLogLevel(Option.none()),
      // Values, not layers, and so at once: building layers takes a start more steps than its requests.
      Effect.provideService(Session, session),
      Effect.provideService(StdioModule.Stdio, { out, err }),
      Effect.locally(FiberRef.currentLoggers, HashSet.make(stderrLogger(err))),
      Logger.withMinimumLogLevel(LogLevel.Warning)
    )
  )
  const interrupt = (code: 130 | 143) => () => {
    if (signal !== undefined) {
      // The hard exit runs no finalizers: the cursor must not stay hidden.
      if (err.isTty) process.stderr.write("\u001b[?25h")
      process.exit(code)
    }
    signal = code
    Effect.runFork(Fiber.interrupt(fiber))
  }
  // Nothing is left that could wake the program, and it has not ended: silence would look like success.
  process.once("beforeExit", () => {
    process.stderr.write(
      "error: an internal error: nothing is left to wait for\n       This is a fault of genesys-jobs; please report it.\n"
    )
    process.exitCode = ExitCode.unreachable
  })
  process.on("SIGINT", interrupt(130))
  process.on("SIGTERM", interrupt(143))
  fiber.addObserver(() => {
    const code = Math.max(Effect.runSync(Ref.get(exitCode)), signal ?? 0)
    process.stdout.write("", () => {
      const last = lost === undefined ? "" : `error: the result could not be written to stdout: ${lost}\n`
      process.stderr.write(last, () =>
        process.exit(lost === undefined ? code : Math.max(code, ExitCode.usage))
      )
    })
  })
}

const folderOf = (process: NodeJS.Process): string | undefined => {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

const stderrLogger = (err: StdioModule.Output) =>
  Logger.make((entry) => {
    Effect.runFork(err.write(LogLine.render(entry)))
  })
