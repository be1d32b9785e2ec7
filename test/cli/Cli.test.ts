import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Platform from "./Platform.js"

describe("Cli", () => {
  it.effect("O4 a command that does not exist is named, with what there is", () =>
    Effect.gen(function* () {
      const { code, err, out } = yield* Platform.run(["wach", "j1"])
      assert.strictEqual(code, 2)
      assert.strictEqual(
        err,
        'error: There is no command "wach".\n       Did you mean watch? The commands: genesys-jobs --help.\n'
      )
      assert.strictEqual(out, "")
    })
  )

  it.effect("O4 an option that does not exist is named once, with the help to look at", () =>
    Effect.gen(function* () {
      const { code, err } = yield* Platform.run(["kinds", "--nope"])
      assert.strictEqual(code, 2)
      assert.match(err, /^error: .*--nope.*\n {7}See genesys-jobs kinds --help\.\n$/)
      assert.match((yield* Platform.run(["--nope"])).err, /^error: There is no option --nope here\.\n/)
    })
  )

  it.effect(
    "O4 a level that does not exist is refused, with those that do; one that does goes anywhere",
    () =>
      Effect.gen(function* () {
        const wrong = yield* Platform.run(["kinds", "--log-level", "loud"])
        assert.strictEqual(wrong.code, 2)
        assert.strictEqual(
          wrong.err,
          "error: --log-level loud is not a level.\n       Write one of all, trace, debug, info, warning, error, fatal, none.\n"
        )
        for (const args of [
          ["--log-level", "DEBUG", "kinds"],
          ["kinds", "--log-level=none"]
        ]) {
          const { code, out } = yield* Platform.run(args)
          assert.strictEqual(code, 0)
          assert.include(out, "data-action/")
        }
      })
  )

  it.effect("O1 completions are a result, for the shells there are", () =>
    Effect.gen(function* () {
      const { code, out } = yield* Platform.run(["--completions", "bash"])
      assert.strictEqual(code, 0)
      assert.include(out, "--page-concurrency")
      const none = yield* Platform.run(["--completions"])
      assert.strictEqual(none.code, 2)
      assert.match(none.err, /bash, zsh, fish/)
    })
  )

  it.effect("O1 help and version are results", () =>
    Effect.gen(function* () {
      const help = yield* Platform.run(["--help"])
      assert.strictEqual(help.code, 0)
      assert.strictEqual(help.err, "")
      for (const name of ["watch", "status", "failures", "kinds", "doctor", "demo", "simulate"]) {
        assert.match(help.out, new RegExp(`^ {2}${name} `, "m"))
      }
      assert.include((yield* Platform.run(["--version"])).out, "1.2.3")
    })
  )

  it.effect("O1 the help of every command names the options it takes", () =>
    Effect.gen(function* () {
      for (const name of ["watch", "status", "failures", "kinds", "doctor"]) {
        assert.include((yield* Platform.run([name, "--help"])).out, "--config FILE", name)
      }
      const watch = (yield* Platform.run(["watch", "--help"])).out
      assert.include(watch, "always|on-failure|on-change|never")
      assert.include(watch, ".json .md .csv .html .xml")
      assert.isTrue(
        watch.split("\n").every((line) => line.length <= 120),
        "fits a terminal"
      )
    })
  )
})
