/**
 * `simulate`: the simulated platform on a port, for people's own tests.
 *
 * @since 0.1.0
 */
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import * as Command from "@effect/cli/Command"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import { Session } from "./Session.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"

const flags = {
  port: Flags.text("port", "PORT", "Port to listen on; 0 takes a free one. Default: 8787."),
  scenario: Flags.text(
    "scenario",
    "FILE",
    "What the platform does, as JSON. Default: the scenario of the demo."
  )
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page = {
  name: "simulate",
  summary: "Run the simulated platform with its Slack inbox; print the variables that lead to it.",
  arguments: [],
  flags
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page.name, { ...flags }, (written) =>
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
    const Scenario = yield* Effect.promise(() => import("../simulator/Scenario.js"))
    const scenario =
      written.scenario === undefined
        ? Scenario.demo
        : yield* Effect.mapError(
            Scenario.decodeText(yield* readScenario(session.cwd, written.scenario), written.scenario),
            (error) =>
              Trouble.usage(error.message, "The fields of a scenario are described in docs/simulator.md.")
          )
    const running = yield* Effect.mapError(Simulator.listen({ port, scenario }), () =>
      Trouble.usage(`Port ${port} is not free.`, "Choose another with --port, or 0 for any free one.")
    )
    yield* err.write(`The simulated platform listens on ${running.url}. Stop it with Ctrl-C.\n`)
    yield* err.write(`Seen requests: ${running.url}/__requests, Slack messages: ${running.url}/__slack\n`)
    for (const [name, value] of Object.entries(running.environment)) {
      yield* out.write(`export ${name}='${value}'\n`)
    }
    return yield* Effect.never
  }).pipe(Effect.scoped)
)

const readScenario = (cwd: string, path: string): Effect.Effect<string, Trouble.Trouble> =>
  Either.mapLeft(
    Either.try(() => readFileSync(resolve(cwd, path), "utf8")),
    () => Trouble.usage(`The scenario ${path} cannot be read.`, "Check the path.")
  )
