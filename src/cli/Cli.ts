/**
 * The program as a value: the command tree over what one run was given.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Spelling from "../text/Spelling.js"
import type { Command } from "./Command.js"
import * as Completions from "./Completions.js"
import * as DemoCommand from "./DemoCommand.js"
import * as DoctorCommand from "./DoctorCommand.js"
import * as FailuresCommand from "./FailuresCommand.js"
import * as Help from "./Help.js"
import * as KindsCommand from "./KindsCommand.js"
import { exitWith, type Session } from "./Session.js"
import * as SimulateCommand from "./SimulateCommand.js"
import * as StatusCommand from "./StatusCommand.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"
import * as WatchCommand from "./WatchCommand.js"

const commands: ReadonlyArray<Command> = [
  WatchCommand.command,
  StatusCommand.command,
  FailuresCommand.command,
  KindsCommand.command,
  DoctorCommand.command,
  DemoCommand.command,
  SimulateCommand.command
]

const pages = commands.map(({ page }) => page)

/**
 * Runs the program with its arguments (those after the script). Never fails: what went wrong is printed once, on
 * stderr, and the exit code is in the session.
 *
 * @since 0.1.0
 * @category constructors
 */
export const run = (
  args: ReadonlyArray<string>,
  version: string
): Effect.Effect<void, never, Session | Stdio> =>
  Effect.gen(function* () {
    const { err, out } = yield* Stdio
    const asked = printed(args, version)
    if (asked !== undefined) return yield* out.write(asked)
    yield* chosen(args).pipe(
      Effect.catchAll((trouble) =>
        Effect.zipRight(err.write(Trouble.render(trouble)), exitWith(trouble.exitCode))
      )
    )
  })

/** What is known without running a command. */
const printed = (args: ReadonlyArray<string>, version: string): string | undefined => {
  if (beforeOperands(args).includes("--version")) return `${version}\n`
  return Help.asked(args, pages)
}

const chosen = (args: ReadonlyArray<string>): Effect.Effect<void, Trouble.Trouble, Session | Stdio> => {
  const completions = taken(args, "--completions")
  if (completions !== undefined) return complete(completions.value)
  const logLevel = taken(args, "--log-level")
  if (taken(logLevel?.rest ?? [], "--log-level") !== undefined) {
    return Effect.fail(Trouble.usage("--log-level is given more than once.", "Give it once."))
  }
  const [name = "", ...rest] = logLevel?.rest ?? args
  const command = commands.find(({ page }) => page.name === name)
  if (command === undefined) return Effect.fail(noCommand(name))
  if (logLevel === undefined) return command.run(rest)
  const level = LogLevel.allLevels.find((each) => nameOf(each) === logLevel.value.toLowerCase())
  return level === undefined
    ? Effect.fail(
        Trouble.usage(
          `--log-level ${logLevel.value} is not a level.`,
          `Write one of ${LogLevel.allLevels.map(nameOf).join(", ")}.`
        )
      )
    : Logger.withMinimumLogLevel(command.run(rest), level)
}

const nameOf = (level: LogLevel.LogLevel): string => level._tag.toLowerCase()

const noCommand = (name: string): Trouble.Trouble => {
  const meant = Spelling.nearest(
    name,
    pages.map((page) => page.name)
  )
  return Trouble.usage(
    name.startsWith("-") ? `There is no option ${name} here.` : `There is no command "${name}".`,
    `${meant === undefined ? "" : `Did you mean ${meant}? `}The commands: genesys-jobs --help.`
  )
}

const complete = (shell: string): Effect.Effect<void, Trouble.Trouble, Stdio> => {
  const script = Completions.render(shell, pages)
  return script === undefined
    ? Effect.fail(
        Trouble.usage(
          `There are no completions for ${shell === "" ? "no shell" : shell}.`,
          `Write --completions and one of ${Completions.shells.join(", ")}.`
        )
      )
    : Effect.flatMap(Stdio, ({ out }) => out.write(script))
}

const beforeOperands = (args: ReadonlyArray<string>): ReadonlyArray<string> => {
  const end = args.indexOf("--")
  return end < 0 ? args : args.slice(0, end)
}

/** The value of an option that every command has, wherever it stands, and the words without it. */
const taken = (
  args: ReadonlyArray<string>,
  option: string
): { readonly value: string; readonly rest: ReadonlyArray<string> } | undefined => {
  const options = beforeOperands(args)
  const at = options.findIndex((arg) => arg === option || arg.startsWith(`${option}=`))
  const inline = options[at]?.split("=")[1]
  return at < 0
    ? undefined
    : {
        value: inline ?? options[at + 1] ?? "",
        rest: args.filter((_, index) => index < at || index > at + (inline === undefined ? 1 : 0))
      }
}
