import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Kinds from "../../src/jobs/Kinds.js"
import * as Platform from "./Platform.js"
import * as Recording from "./Recording.js"

const own = {
  kinds: {
    "my-import": {
      title: "My import",
      parameters: ["jobId"],
      status: { path: "/api/v2/things/{jobId}", state: "state" },
      states: { succeeded: ["DONE"] },
      failures: { source: "none" },
      unverified: ["everything"]
    }
  }
}

const withConfig = () => {
  const cwd = Recording.folder()
  writeFileSync(join(cwd, "genesys-jobs.config.json"), JSON.stringify(own))
  return cwd
}

describe("KindsCommand", () => {
  it.effect("C1 one line a kind, without any setting", () =>
    Effect.gen(function* () {
      const { code, out } = yield* Platform.run(["kinds"])
      assert.strictEqual(code, 0)
      assert.strictEqual(out.trimEnd().split("\n").length, Kinds.builtin.size)
      assert.notInclude(out, "(custom)")
    })
  )

  it.effect("C1 kinds of the configuration file are listed and marked", () =>
    Effect.gen(function* () {
      const cwd = withConfig()
      assert.match(
        (yield* Platform.run(["kinds"], { cwd })).out,
        /^my-import\/JOB_ID +My import \(custom\)$/m
      )
      const page = (yield* Platform.run(["kinds", "my-import"], { cwd })).out
      assert.match(page, /^Custom +a kind of genesys-jobs\.config\.json$/m)
      assert.match(page, /^Unverified +everything$/m)
    })
  )

  it.effect("O3 JSON says which kinds are custom", () =>
    Effect.gen(function* () {
      const { out } = yield* Platform.run(["kinds", "--output", "json"], { cwd: withConfig() })
      const kinds: ReadonlyArray<{ readonly name: string; readonly custom: boolean }> = JSON.parse(out)
      assert.deepStrictEqual(
        kinds.filter(({ custom }) => custom).map(({ name }) => name),
        ["my-import"]
      )
    })
  )

  it.effect("O4 a kind that does not exist, or a broken file, ends with 2", () =>
    Effect.gen(function* () {
      const missing = yield* Platform.run(["kinds", "nope"])
      assert.strictEqual(missing.code, 2)
      assert.include(missing.err, '"nope"')
      const broken = yield* Platform.run(["kinds", "--config", "nowhere.json"])
      assert.strictEqual(broken.code, 2)
      assert.include(broken.err, "nowhere.json")
    })
  )
})
