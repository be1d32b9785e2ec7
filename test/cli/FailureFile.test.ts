import { spawnSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { hostname } from "node:os"
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

/** Writes one record to a file of this name, whole. */
const written = (name: string, cwd: string) =>
  Effect.scoped(
    Effect.gen(function* () {
      const file = yield* FailureFile.open(name, cwd)
      yield* file.append(page({ id: 1 }))
      yield* file.close(true)
    })
  )

/** The number of a process that has ended. */
const dead = (): number => spawnSync(process.execPath, ["-e", ""]).pid

describe("FailureFile", () => {
  it("opens nothing before it is run", () => {
    const cwd = Recording.folder()
    assert.isTrue(Effect.isEffect(FailureFile.open("out.ndjson", cwd)))
    assert.deepStrictEqual(readdirSync(cwd), [])
  })

  it.effect(
    "F1 removes what a killed process left, and no file of a process that lives or of another place",
    () =>
      Effect.gen(function* () {
        const cwd = Recording.folder()
        const host = hostname()
        const left = `out.ndjson.${host}.${dead()}.tmp`
        const kept = [
          `out.ndjson.${host}.${process.ppid}.tmp`,
          `out.ndjson.${host}.elsewhere.${dead()}.tmp`,
          `other.ndjson.${host}.${dead()}.tmp`,
          `out.ndjson.${host}.x.tmp`
        ]
        for (const name of [left, ...kept]) writeFileSync(join(cwd, name), "")
        yield* Effect.scoped(FailureFile.open("out.ndjson", cwd))
        assert.deepStrictEqual(readdirSync(cwd), kept.toSorted())
      })
  )

  it.effect("F1 keeps the mode of the file that it replaces, and makes a new one as any other program", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      const modeOf = (name: string) => statSync(join(cwd, name)).mode & 0o777
      for (const [name, mode] of [
        ["private.ndjson", 0o600],
        ["open.ndjson", 0o666]
      ] as const) {
        writeFileSync(join(cwd, name), "old")
        chmodSync(join(cwd, name), mode)
        yield* written(name, cwd)
        assert.strictEqual(modeOf(name), mode)
        assert.strictEqual(readFileSync(join(cwd, name), "utf8"), '{"id":1}\n')
      }
      writeFileSync(join(cwd, "usual"), "")
      yield* written("new.ndjson", cwd)
      assert.strictEqual(modeOf("new.ndjson"), modeOf("usual"))
    })
  )

  it.effect("F1 leaves a link alone and replaces what it names, there or not yet", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      mkdirSync(join(cwd, "far"))
      writeFileSync(join(cwd, "far", "old.ndjson"), "old")
      symlinkSync("far/old.ndjson", join(cwd, "old.ndjson"))
      symlinkSync("far/new.ndjson", join(cwd, "new.ndjson"))
      for (const name of ["old.ndjson", "new.ndjson"]) {
        yield* written(name, cwd)
        assert.isTrue(lstatSync(join(cwd, name)).isSymbolicLink())
        assert.strictEqual(readFileSync(join(cwd, "far", name), "utf8"), '{"id":1}\n')
      }
      assert.deepStrictEqual(readdirSync(join(cwd, "far")), ["new.ndjson", "old.ndjson"])
    })
  )

  it.effect("F1 tells the job of each record where there are several", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      yield* Effect.scoped(
        Effect.gen(function* () {
          for (const name of ["out.ndjson", "out.csv"]) {
            const file = yield* FailureFile.open(name, cwd, 2)
            for (const id of ["a", "b"]) {
              yield* file.append(page({ name: id }), { job: { kind: "data-action", ids: [id] } })
            }
            yield* file.close(true)
          }
          yield* (yield* FailureFile.open("none.csv", cwd, 2)).close(true)
        })
      )
      assert.strictEqual(
        readFileSync(join(cwd, "out.ndjson"), "utf8"),
        '{"gc__job":"data-action/a","name":"a"}\n{"gc__job":"data-action/b","name":"b"}\n'
      )
      assert.strictEqual(
        readFileSync(join(cwd, "out.csv"), "utf8"),
        [
          "gc__job,gc__code,gc__message,gc__id,gc__record_id,name,gc__more",
          "data-action/a,X,m,,,a,",
          "data-action/b,X,m,,,b,",
          ""
        ].join("\r\n")
      )
      assert.match(readFileSync(join(cwd, "none.csv"), "utf8"), /^gc__job,gc__code,/)
    })
  )

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
          assert.strictEqual((yield* file.close(true)).failuresFile, "out.ndjson")
        })
      )
      assert.strictEqual(readFileSync(path, "utf8"), '{"id":1}\n{"id":2}\n{"id":3}\n')
    })
  )

  it.effect("F6 of an incomplete reading what was read is kept, under a name that says so", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      for (const [name, kept] of [
        ["out.csv", "out.incomplete.csv"],
        ["./out.ndjson", "./out.incomplete.ndjson"]
      ] as const) {
        yield* Effect.scoped(
          Effect.gen(function* () {
            const file = yield* FailureFile.open(name, cwd)
            yield* file.append(page({ id: 1 }))
            assert.deepStrictEqual(yield* file.close(false), {
              failuresFile: kept,
              warnings: [
                `${name} was not written: not all failed records could be read. Those that were are in ${kept}.`
              ],
              faults: []
            })
          })
        )
        assert.include(readFileSync(join(cwd, kept), "utf8"), "1")
      }
      assert.deepStrictEqual(readdirSync(cwd), ["out.incomplete.csv", "out.incomplete.ndjson"])
    })
  )

  it.effect("F1 a reading that came to nothing, or to no end, leaves nothing behind", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      yield* Effect.scoped(
        Effect.gen(function* () {
          const file = yield* FailureFile.open("out.ndjson", cwd)
          yield* file.append(page())
          assert.deepStrictEqual(yield* file.close(false), {
            failuresFile: undefined,
            warnings: ["out.ndjson was not written: not all failed records could be read."],
            faults: []
          })
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
      const { faults } = yield* Effect.scoped(
        Effect.gen(function* () {
          const file = yield* FailureFile.open("out.ndjson", cwd)
          yield* file.append(page({ id: 1 }))
          return yield* file.close(true)
        })
      )
      assert.include(faults[0]?.what, "could not be written to out.ndjson")
      assert.deepStrictEqual(readdirSync(cwd), ["out.ndjson"])
    })
  )
})
