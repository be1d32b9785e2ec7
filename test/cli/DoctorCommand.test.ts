import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Platform from "./Platform.js"

describe("DoctorCommand", () => {
  it.scoped("C1 checks what was asked for, in order, and passes only if all of it works", () =>
    Effect.gen(function* () {
      const { run, simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, out } = yield* run(["doctor", "partial", "--send-test"])
      const names = out
        .trimEnd()
        .split("\n")
        .map((line) => line.slice(9, 22).trim())
      assert.deepStrictEqual(names, [
        "configuration",
        "proxy",
        "dns",
        "api",
        "login",
        "clock",
        "token",
        "job status",
        "job failures",
        "slack"
      ])
      assert.strictEqual(code, 0, out)
      assert.strictEqual((yield* simulator.inbox).length, 1)
      assert.strictEqual((yield* run(["doctor", "closed"])).code, 6)
    })
  )

  it.scoped("O3 JSON is one document with the exit code", () =>
    Effect.gen(function* () {
      const { run } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, out } = yield* run(["doctor", "nobody", "--output", "json"])
      const document: { readonly exitCode: number } = JSON.parse(out)
      assert.strictEqual(code, 8)
      assert.strictEqual(document.exitCode, 8)
    })
  )
})
