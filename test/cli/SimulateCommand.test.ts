import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestServices from "effect/TestServices"
import * as Cli from "../../src/cli/Cli.js"
import * as Platform from "./Platform.js"
import * as Recording from "./Recording.js"

describe("SimulateCommand", () => {
  it.effect("E4 prints the variables that lead to it, and runs until it is stopped", () =>
    Effect.gen(function* () {
      const recording = Recording.make()
      const fiber = yield* Effect.fork(
        Effect.provide(Cli.run(["simulate", "--port", "0"], "1"), recording.layer)
      )
      yield* TestServices.provideLive(
        Effect.repeat(Effect.sleep("10 millis"), {
          until: () => recording.out().includes("SLACK_WEBHOOK_URL")
        })
      )
      assert.match(recording.out(), /^export GENESYS_API_URL='http:\/\/127\.0\.0\.1:\d+'$/m)
      assert.include(recording.err(), "/__requests")
      yield* Fiber.interrupt(fiber)
    })
  )

  it.effect("O4 a port or a scenario that cannot be used is told with its place", () =>
    Effect.gen(function* () {
      assert.include((yield* Platform.run(["simulate", "--port", "99999"])).err, "--port 99999 is not a port")
      const cwd = Recording.folder()
      const told = (text: string) => {
        writeFileSync(join(cwd, "bad.json"), text)
        return Platform.run(["simulate", "--scenario", "bad.json"], { cwd })
      }
      const bad = yield* told('{"clients": ["SENTINEL"], "jobs": {"data-action/a": {"totl": 1}}}')
      assert.strictEqual(bad.code, 2)
      assert.strictEqual(
        bad.err,
        "error: bad.json is no usable scenario. docs/simulator.md describes its fields.\n" +
          "- clients.0: expected an object\n" +
          '- jobs.data-action/a.totl: unknown key; did you mean "total"?\n'
      )
      assert.include(
        (yield* told('{\n"seed": 1,\n}')).err,
        "- The file is not valid JSON (line 3, column 1)\n"
      )
      assert.include((yield* Platform.run(["simulate", "--scenario", "gone.json"], { cwd })).err, "gone.json")
    })
  )
})
