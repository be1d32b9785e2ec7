/** The program's commands in this process, against a simulated platform on a real port. */
import * as Effect from "effect/Effect"
import * as Cli from "../../src/cli/Cli.js"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Simulator from "../../src/simulator/Simulator.js"
import * as Recording from "./Recording.js"

/** Starts the platform and gives a way to run commands on it. */
export const make = (scenario: Parameters<typeof Scenario.make>[0]) =>
  Effect.map(Simulator.listen({ scenario: Scenario.make(scenario) }), (simulator) => ({
    simulator,
    run: (
      args: ReadonlyArray<string>,
      options: {
        readonly cwd?: string
        readonly env?: Readonly<Record<string, string>>
        readonly signal?: 130 | 143
      } = {}
    ) => run(args, { ...options, env: { ...simulator.environment, ...options.env } })
  }))

/** Runs the program with its arguments; nothing of this process' environment gets in. */
export const run = (args: ReadonlyArray<string>, options: Parameters<typeof Recording.make>[0] = {}) =>
  Effect.gen(function* () {
    const recording = Recording.make(options)
    yield* Effect.provide(Cli.run(args, "1.2.3"), recording.layer)
    return {
      cwd: recording.cwd,
      code: yield* recording.exitCode,
      out: recording.out(),
      err: recording.err()
    }
  })

/** Jobs that have ended when they are first asked about. */
export const jobs = {
  "data-action/clean": { total: 10, errors: 0, durationMillis: 0 },
  "data-action/partial": { total: 50, errors: 5, durationMillis: 0 },
  "data-action/closed": { total: 5, forbidden: { status: "integrations:action:view" } }
}
