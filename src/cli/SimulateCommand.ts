/**
 * `simulate`: the simulated platform on a port, for people's own tests.
 *
 * @since 0.1.0
 */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as ExitCode from "../report/ExitCode.js"
import type { Scenario } from "../simulator/Scenario.js"
import * as Command from "./Command.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import { Session } from "./Session.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"

const flags = {
  port: Flags.text("port", "PORT", "Port to listen on; 0 takes a free one. Default: 8787."),
  scenario: Flags.text(
    "scenario",
    "FILE|NAME",
    "What the platform does: a JSON file, or a ready one such as outage, rate-limited, slack-trouble. Default: demo."
  )
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page<typeof flags> = {
  name: "simulate",
  summary: "Run the simulated platform with its Slack inbox; print the variables that lead to it.",
  arguments: [],
  flags,
  exitCodes: ExitCode.rows(undefined, [2, 130, 143])
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page, (written) =>
  Effect.gen(function* () {
    const session = yield* Session
    const { err, out } = yield* Stdio
    const reader = Flags.reader()
    const port = reader.whole("port", written.port, 8787, 0)
    if (reader.faults.length > 0 || port > 65_535) {
      return yield* Trouble.usage(
        `--port ${written.port ?? ""} is not a port.`,
        "Write a number from 0 to 65535."
      )
    }
    // The simulator is no part of a normal run and is loaded only here.
    const Simulator = yield* Effect.promise(() => import("../simulator/Simulator.js"))
    const scenario = yield* chosen(session.cwd, written.scenario ?? "demo")
    const running = yield* Effect.mapError(Simulator.listen({ port, scenario }), () =>
      Trouble.usage(`Port ${port} is not free.`, "Choose another with --port, or 0 for any free one.")
    )
    yield* err.write(`The simulated platform listens on ${running.url}. Stop it with Ctrl-C.\n`)
    const jobs = Object.keys(scenario.jobs)
    if (jobs.length > 0) yield* err.write(`Jobs: ${jobs.join(", ")}\n`)
    yield* err.write(`Seen requests: ${running.url}/__requests, Slack messages: ${running.url}/__slack\n`)
    for (const [name, value] of Object.entries(running.environment)) {
      yield* out.write(`export ${name}='${value}'\n`)
    }
    return yield* Effect.never
  }).pipe(Effect.scoped)
)

/** A file goes before a ready scenario of the same name. */
const chosen = (cwd: string, named: string): Effect.Effect<Scenario, Trouble.Trouble> =>
  Effect.gen(function* () {
    const text = Either.try(() => readFileSync(resolve(cwd, named), "utf8"))
    if (Either.isRight(text)) {
      const { decodeText } = yield* Effect.promise(() => import("../simulator/Scenario.js"))
      return yield* Effect.mapError(
        decodeText(text.right, named),
        ({ issues }) =>
          new Trouble.Trouble({
            headline: `${named} is no usable scenario. docs/simulator.md describes its fields.`,
            faults: issues.map(({ message, path }) => ({
              what: path === "" ? `The file ${message}` : `${path}: ${message}`,
              fix: undefined
            })),
            exitCode: 2
          })
      )
    }
    const { all } = yield* Effect.promise(() => import("../simulator/Examples.js"))
    return (
      all[named] ??
      (yield* Trouble.usage(
        `There is no scenario "${named}": no file that can be read, and none of the ready ones.`,
        `Write the path of a JSON file, or one of ${Object.keys(all).join(", ")}.`
      ))
    )
  })
