import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs"
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

  it.effect("F1 a CSV has the original fields, its header once, and is whole without any record", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      yield* Effect.scoped(
        Effect.gen(function* () {
          const file = yield* FailureFile.open("out.CSV", cwd)
          yield* file.append(page())
          yield* file.append(page({ name: 'a "quoted"', age: 3 }))
          yield* file.append(page({ name: "b", later: true }))
          yield* file.close(true)
          const empty = yield* FailureFile.open("none.csv", cwd)
          yield* empty.close(true)
        })
      )
      assert.strictEqual(
        readFileSync(join(cwd, "out.CSV"), "utf8"),
        [
          "gc__code,gc__message,gc__id,gc__record_id,name,age,gc__more",
          'X,m,,,"a ""quoted""",3,',
          'X,m,,,b,,"{""later"":true}"',
          ""
        ].join("\r\n")
      )
      assert.strictEqual(
        readFileSync(join(cwd, "none.csv"), "utf8"),
        "gc__code,gc__message,gc__id,gc__record_id,gc__more\r\n"
      )
    })
  )

  it.effect("O1 a file that cannot be moved into place is told when it is closed, and leaves nothing", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      mkdirSync(join(cwd, "out.ndjson"))
      const trouble = yield* Effect.scoped(
        Effect.gen(function* () {
          const file = yield* FailureFile.open("out.ndjson", cwd)
          yield* file.append(page({ id: 1 }))
          return yield* Effect.flip(file.close(true))
        })
      )
      assert.include(trouble.message, "could not be written to out.ndjson")
      assert.deepStrictEqual(readdirSync(cwd), ["out.ndjson"])
    })
  )
})
