import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FailureFile from "../../src/cli/FailureFile.js"
import type { FailurePage } from "../../src/jobs/Job.js"
import * as Recording from "./Recording.js"

const page = (...records: ReadonlyArray<unknown>): FailurePage => ({
  failures: records.map((record) => ({
    code: "X",
    message: "m",
    id: undefined,
    recordId: undefined,
    key: undefined,
    count: 1,
    record
  })),
  total: records.length,
  requests: 1,
  retries: 0
})

describe("FailureFile", () => {
  it.effect("F1 a file is moved into place only when it is complete", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      const path = join(cwd, "out.ndjson")
      yield* Effect.scoped(
        Effect.gen(function* () {
          const file = yield* FailureFile.open("out.ndjson", cwd)
          yield* file.append(page({ id: 1 }, { id: 2 }))
          assert.isFalse(existsSync(path))
          yield* file.append(page({ id: 3 }))
          assert.strictEqual(yield* file.close(true), "out.ndjson")
        })
      )
      assert.strictEqual(readFileSync(path, "utf8"), '{"id":1}\n{"id":2}\n{"id":3}\n')
    })
  )

  it.effect("F1 an incomplete or interrupted reading leaves nothing behind", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      yield* Effect.scoped(
        Effect.gen(function* () {
          const file = yield* FailureFile.open("out.ndjson", cwd)
          yield* file.append(page({ id: 1 }))
          assert.isUndefined(yield* file.close(false))
        })
      )
      yield* Effect.scoped(
        Effect.gen(function* () {
          const file = yield* FailureFile.open("out.ndjson", cwd)
          yield* file.append(page({ id: 1 }))
        })
      )
      assert.deepStrictEqual(readdirSync(cwd), [])
    })
  )

  it.effect("O4 a folder that cannot be written to is told before anything is read", () =>
    Effect.gen(function* () {
      const trouble = yield* Effect.flip(
        Effect.scoped(FailureFile.open("nowhere/out.ndjson", Recording.folder()))
      )
      assert.include(trouble.message, "nowhere/out.ndjson")
    })
  )
})
