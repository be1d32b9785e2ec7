import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Platform from "./Platform.js"

const Document = Schema.parseJson(
  Schema.Struct({
    job: Schema.Struct({ kind: Schema.String, id: Schema.String }),
    status: Schema.Record({ key: Schema.String, value: Schema.Unknown })
  })
)

describe("StatusCommand", () => {
  it.scoped("O3 one call, told as text or as one JSON document", () =>
    Effect.gen(function* () {
      const { run, simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const text = yield* run(["status", "partial"])
      assert.strictEqual(text.code, 0, text.err)
      assert.match(text.out, /^Job +data-action\/partial\nState +COMPLETED\n/)
      assert.match(text.out, /^Errors +5$/m)
      const json = yield* run(["status", "partial", "--output", "json"])
      const { job, status } = Schema.decodeSync(Document)(json.out)
      assert.deepStrictEqual(job, { kind: "data-action", id: "partial" })
      assert.strictEqual(status["errors"], 5)
      assert.isNull(status["hint"])
      const calls = (yield* simulator.requests).filter(({ target }) => target === "api")
      assert.strictEqual(calls.length, 2)
    })
  )

  it.scoped(
    "C1 warnings of the settings are told, in the one command as in the other, and not in the result",
    () =>
      Effect.gen(function* () {
        const { run, simulator } = yield* Platform.make({
          jobs: Platform.jobs,
          token: { issued: ["given-token"] }
        })
        for (const command of ["status", "failures"]) {
          const env = { ...simulator.environment, GENESYSCLOUD_ACCESS_TOKEN: "given-token" }
          const { code, err, out } = yield* run([command, "partial", "--output", "json"], { env })
          assert.strictEqual(code, 0, err)
          assert.match(err, /^warning: GENESYSCLOUD_ACCESS_TOKEN is used; /)
          assert.notInclude(out, "GENESYSCLOUD_ACCESS_TOKEN")
        }
      })
  )

  it.scoped("O4 a refusal has an exit code of its own and says what to do", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({ jobs: Platform.jobs })
      const closed = yield* run(["status", "closed"])
      assert.strictEqual(closed.code, 6)
      assert.include(closed.err, "integrations:action:view")
      assert.strictEqual(closed.out, "")
      assert.strictEqual((yield* run(["status", "nobody"])).code, 8)
    })
  )
})
