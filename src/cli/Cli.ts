/**
 * The program as a value: the command tree over what one run was given.
 *
 * @since 0.1.0
 */
import * as CliConfig from "@effect/cli/CliConfig"
import * as Command from "@effect/cli/Command"
import * as HelpDoc from "@effect/cli/HelpDoc"
import * as ValidationError from "@effect/cli/ValidationError"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as Terminal from "@effect/platform/Terminal"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Mailbox from "effect/Mailbox"
import * as PlainText from "../text/PlainText.js"
import * as DemoCommand from "./DemoCommand.js"
import * as DoctorCommand from "./DoctorCommand.js"
import * as FailuresCommand from "./FailuresCommand.js"
import * as Flags from "./Flags.js"
import * as Help from "./Help.js"
import * as KindsCommand from "./KindsCommand.js"
import { exitWith, type Session } from "./Session.js"
import * as SimulateCommand from "./SimulateCommand.js"
import * as StatusCommand from "./StatusCommand.js"
import { type Output, Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"
import * as WatchCommand from "./WatchCommand.js"

const tree = Command.make("genesys-jobs").pipe(
  Command.withSubcommands([
    WatchCommand.command,
    StatusCommand.command,
    FailuresCommand.command,
    KindsCommand.command,
    DoctorCommand.command,
    DemoCommand.command,
    SimulateCommand.command
  ])
)

const pages = [
  WatchCommand.page,
  StatusCommand.page,
  FailuresCommand.page,
  KindsCommand.page,
  DoctorCommand.page,
  DemoCommand.page,
  SimulateCommand.page
]

/**
 * Runs the program with its arguments (those after the script). Never fails: what went wrong is printed once, on stderr, and the
 * exit code is in the session.
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
    const help = Help.asked(args, pages)
    if (help !== undefined) return yield* out.write(help)
    const badLevel = wrongLogLevel(args)
    if (badLevel !== undefined) return yield* tell(err, badLevel)
    const console = yield* Effect.consoleWith(Effect.succeed)
    yield* Command.run(tree, { name: "genesys-jobs", version })(["node", "genesys-jobs", ...args]).pipe(
      Effect.catchTag("Trouble", (trouble) => tell(err, trouble)),
      Effect.catchAll((error) => tell(err, misuse(error, args))),
      Effect.withConsole({
        ...console,
        // The parser prints its errors itself, in colour; they are told once, in our own form.
        error: () => Effect.void,
        log: (...lines) => out.write(lines.map((line) => `${PlainText.neutral(String(line))}\n`).join(""))
      }),
      Effect.provide(parserEnvironment)
    )
  })

const tell = (err: Output, trouble: Trouble.Trouble): Effect.Effect<void, never, Session> =>
  Effect.zipRight(err.write(Trouble.render(trouble)), exitWith(trouble.exitCode))

const misuse = (error: ValidationError.ValidationError, args: ReadonlyArray<string>): Trouble.Trouble => {
  const [first] = args
  if (ValidationError.isCommandMismatch(error) && first !== undefined && !first.startsWith("-")) {
    return Trouble.usage(`There is no command "${first}".`, "The commands: genesys-jobs --help.")
  }
  const raw = PlainText.oneLine(HelpDoc.toAnsiText(error.error))
  const said = raw.replace(/^Expected one of the following cases: (.*)$/, (_, cases: string) => {
    const words = cases.split(", ")
    const option = optionOf(words)
    return `${option === undefined ? "An option" : option} takes one of ${words.join(", ")}.`
  })
  return Trouble.usage(
    said.replace(/^Received unknown argument: '(.*)'$/, "There is no option or argument $1 here."),
    `See genesys-jobs ${pages.some(({ name }) => name === first) ? `${first} ` : ""}--help.`
  )
}

/** The option that chooses between these words. */
const optionOf = (words: ReadonlyArray<string>): string | undefined =>
  pages
    .flatMap((page) => Object.values(page.flags).map(Flags.line))
    .find((line) => line?.[0].endsWith(` ${words.join("|")}`))?.[0]
    .split(" ")[0]

const levels = ["all", "trace", "debug", "info", "warning", "error", "fatal", "none"]

/** The parser takes a level that it does not know for an argument. */
const wrongLogLevel = (args: ReadonlyArray<string>): Trouble.Trouble | undefined => {
  const at = args.findIndex((arg) => arg === "--log-level" || arg.startsWith("--log-level="))
  const level = at < 0 ? "all" : (args[at]?.split("=")[1] ?? args[at + 1] ?? "")
  return levels.includes(level.toLowerCase())
    ? undefined
    : Trouble.usage(`--log-level ${level} is not a level.`, `Write one of ${levels.join(", ")}.`)
}

/** The parser asks for these for its wizard and for options that are files; this program has neither. */
const parserEnvironment = Layer.mergeAll(
  FileSystem.layerNoop({}),
  Path.layer,
  CliConfig.layer({ showBuiltIns: false }),
  Layer.succeed(Terminal.Terminal, {
    columns: Effect.succeed(80),
    rows: Effect.succeed(24),
    isTTY: Effect.succeed(false),
    readInput: Effect.flatMap(Mailbox.make<Terminal.UserInput>(), (mailbox) =>
      Effect.as(mailbox.end, mailbox)
    ),
    readLine: Effect.fail(new Terminal.QuitException()),
    display: () => Effect.void
  })
)
