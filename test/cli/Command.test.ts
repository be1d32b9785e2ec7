import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Command from "../../src/cli/Command.js"
import * as Flags from "../../src/cli/Flags.js"
import * as Recording from "./Recording.js"

const page = {
  name: "status",
  summary: "Status.",
  exitCodes: [],
  arguments: [["JOB", "The job."]] as const,
  flags: { output: Flags.choice("output", ["text", "json"], "Form.") }
}

describe("Command", () => {
  it.effect("is given the values of its options and the other words", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const command = Command.make(page, (written, operands) =>
        Effect.sync(() => seen.push(written, operands))
      )
      yield* Effect.provide(command.run(["a/1", "--output", "json"]), Recording.make().layer)
      assert.deepStrictEqual(seen, [{ output: "json" }, ["a/1"]])
    })
  )

  it.effect("C1 does nothing where the words are wrong, and says all that is wrong, with exit code 2", () =>
    Effect.gen(function* () {
      const command = Command.make(page, () => Effect.dieMessage("must not run"))
      const trouble = yield* Effect.flip(
        Effect.provide(command.run(["a/1", "b/2", "--outptu=json"]), Recording.make().layer)
      )
      assert.strictEqual(trouble.exitCode, 2)
      assert.strictEqual(trouble.headline, "2 things are wrong with the command line:")
      assert.match(trouble.message, /--outptu[\s\S]*Did you mean --output\?[\s\S]*b\/2/)
    })
  )
})
