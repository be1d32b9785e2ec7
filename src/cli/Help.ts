/**
 * What `--help` prints.
 *
 * @since 0.1.0
 */
import * as ExitCode from "../report/ExitCode.js"
import * as Flags from "./Flags.js"

/**
 * The help of one command.
 *
 * @since 0.1.0
 * @category models
 */
export interface Page<
  Options extends Readonly<Record<string, Flags.Flag<unknown>>> = Readonly<
    Record<string, Flags.Flag<unknown>>
  >
> {
  readonly name: string
  readonly summary: string
  /** What may follow the name, in order; one whose name holds `...` takes all that follows. */
  readonly arguments: ReadonlyArray<Row>
  readonly flags: Options
  readonly exitCodes: ReadonlyArray<Row>
}

type Row = readonly [name: string, meaning: string]

const everyCommand: ReadonlyArray<Row> = [
  ["--help", "Show help; after a command, that of the command."],
  ["--version", "Show the version."],
  ["--log-level LEVEL", "all, trace, debug, info, warning, error, fatal or none. Default: warning."],
  ["--completions SHELL", "Print completions for bash, zsh or fish."]
]

const variables: ReadonlyArray<Row> = [
  ["GENESYS_ENVIRONMENT", "Host (mypurecloud.ie) or AWS region (eu-west-1). Default: mypurecloud.com."],
  ["GENESYS_CLIENT_ID", "OAuth client with the client-credentials grant."],
  ["GENESYS_CLIENT_SECRET", "Its secret; or GENESYS_CLIENT_SECRET_FILE, a file that holds it."],
  ["GENESYSCLOUD_ACCESS_TOKEN", "A token instead of a client."],
  ["SLACK_WEBHOOK_URL", "Incoming webhook; or SLACK_WEBHOOK_URL_FILE, a file that holds it."],
  ["DATA_ACTION_ID", "The job of watch when none is named."],
  ["GENESYS_API_URL", "Another API host: gateway, private link, simulator."],
  ["GENESYS_LOGIN_URL", "Another login host."],
  ["HTTPS_PROXY, NO_PROXY", "Proxy."]
]

/**
 * The help of the program.
 *
 * @since 0.1.0
 * @category rendering
 */
export const program = (pages: ReadonlyArray<Page>): string =>
  [
    "genesys-jobs: watch asynchronous Genesys Cloud jobs to their end, with every failed",
    "record, one Slack summary, and an exit code that a script can trust.",
    "",
    "Usage: genesys-jobs COMMAND [JOB...] [OPTIONS]",
    "",
    section(
      "Commands",
      pages.map(({ name, summary }) => [name, summary] as const)
    ),
    section("Options of every command", everyCommand),
    section("Environment, also read from .env in the working folder", variables),
    section("Exit codes; with several reasons the greatest wins", ExitCode.table),
    "Start without credentials: genesys-jobs demo",
    ""
  ].join("\n")

/**
 * The help of a command.
 *
 * @since 0.1.0
 * @category rendering
 */
export const command = (page: Page): string => {
  const flags = Object.values(page.flags).map((flag) => [Flags.usage(flag), flag.description] as const)
  const usage = [
    "genesys-jobs",
    page.name,
    ...page.arguments.map(([name]) => name),
    ...(flags.length > 0 ? ["[OPTIONS]"] : [])
  ]
  return [
    page.summary,
    "",
    `Usage: ${usage.join(" ")}`,
    "",
    ...(page.arguments.length > 0 ? [section("Arguments", page.arguments)] : []),
    ...(flags.length > 0 ? [section("Options", flags)] : []),
    section("Options of every command", everyCommand),
    section("Exit codes; with several reasons the greatest wins", page.exitCodes)
  ].join("\n")
}

/**
 * The help that the arguments ask for, or `undefined` where they ask for none. Everything after `--` is no option.
 *
 * @since 0.1.0
 * @category combinators
 */
export const asked = (args: ReadonlyArray<string>, pages: ReadonlyArray<Page>): string | undefined => {
  const end = args.indexOf("--")
  const options = end < 0 ? args : args.slice(0, end)
  const asks =
    options.includes("--help") || options.includes("-h") || options[0] === "help" || options.length === 0
  if (!asks) return undefined
  const named = options.find((word) => !word.startsWith("-") && word !== "help")
  const page = pages.find(({ name }) => name === named)
  return page === undefined ? program(pages) : command(page)
}

const section = (title: string, rows: ReadonlyArray<Row>): string => {
  const width = Math.min(28, Math.max(...rows.map(([name]) => name.length)))
  const lines = rows.map(([name, meaning]) =>
    name.length > width
      ? `  ${name}\n  ${" ".repeat(width)}  ${meaning}`
      : `  ${name.padEnd(width)}  ${meaning}`
  )
  return `${title}:\n${lines.join("\n")}\n`
}
