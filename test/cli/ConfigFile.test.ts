import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as ConfigFile from "../../src/cli/ConfigFile.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import * as Recording from "./Recording.js"

const read = (text: string | undefined, path?: string) => {
  const cwd = Recording.folder()
  if (text !== undefined) writeFileSync(join(cwd, path ?? ConfigFile.defaultName), text)
  return ConfigFile.read({ cwd, path })
}

const said = (text: string | undefined, path?: string) =>
  Effect.map(read(text, path), (result) =>
    Either.match(result, {
      onLeft: (faults) => faults.map(({ fix, what }) => `${what} ${fix ?? ""}`).join("\n"),
      onRight: () => ""
    })
  )

describe("ConfigFile", () => {
  it.effect("C1 without a file the built-in kinds are all there is", () =>
    Effect.gen(function* () {
      const file = Either.getOrThrow(yield* read(undefined))
      assert.strictEqual(file.kinds, Kinds.builtin)
      assert.isUndefined(file.path)
    })
  )

  it.effect("C1 kinds of the file stand beside the built-in ones or take their place", () =>
    Effect.gen(function* () {
      const kind = {
        title: "Mine",
        parameters: ["jobId"],
        status: { path: "/api/v2/things/{jobId}", state: "state" },
        states: { succeeded: ["DONE"] },
        failures: { source: "none" }
      }
      const text = `\ufeff${JSON.stringify({ kinds: { "my-import": kind, "data-action": kind } })}`
      const file = Either.getOrThrow(yield* read(text, "own.json"))
      assert.strictEqual(file.kinds.size, Kinds.builtin.size + 1)
      assert.strictEqual(file.kinds.get("data-action")?.title, "Mine")
      assert.deepStrictEqual([...file.custom], ["my-import", "data-action"])
      assert.strictEqual(file.path, "own.json")
    })
  )

  it.effect("C1 a file that is named must be there; one that cannot be read is told", () =>
    Effect.gen(function* () {
      assert.include(yield* said(undefined, "nowhere.json"), "nowhere.json cannot be read (ENOENT)")
      assert.include(
        Either.match(yield* ConfigFile.read({ cwd: Recording.folder(), path: "." }), {
          onLeft: ([fault]) => fault?.what ?? "",
          onRight: () => ""
        }),
        "EISDIR"
      )
    })
  )

  it.effect("C2 what is no JSON is told without a piece of it", () =>
    Effect.gen(function* () {
      for (const text of ['{"sentinel": https://sentinel}', '{"a": "sentinel"', "sentinel", ""]) {
        const message = yield* said(text)
        assert.include(message, "is not valid JSON")
        assert.notInclude(message, "sentinel")
      }
      assert.include(yield* said('{\n  "kinds": {},\n}'), "is not valid JSON (line 3, column 1).")
    })
  )

  it.effect("C1 problems name the file and the place in it", () =>
    Effect.gen(function* () {
      const message = yield* said('{"kinds": {"x": {}}, "destination": []}', "own.json")
      assert.include(message, 'own.json: destination: unknown key; did you mean "destinations"?')
      assert.include(message, "own.json: kinds.x.status: is missing")
    })
  )
})
