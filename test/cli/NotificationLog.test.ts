import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync
} from "node:fs"
import { dirname, join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as NotificationLog from "../../src/cli/NotificationLog.js"
import * as Recording from "./Recording.js"

const place = () => join(Recording.folder(), "state", "genesys-jobs", "notifications.ndjson")

/** A log, and what it warned of. */
const open = (path: string, compactAbove?: number) => {
  const warnings: Array<string> = []
  const warn = (warning: string) => Effect.sync(() => void warnings.push(warning))
  return { ...NotificationLog.make(path, { warn, compactAbove }), warnings }
}

describe("NotificationLog", () => {
  it.effect("S7 another run finds what the last one was told", () =>
    Effect.gen(function* () {
      const path = place()
      assert.isUndefined(yield* open(path).last("k"))
      yield* open(path).add("k", "one")
      yield* open(path).add("other", "x")
      yield* open(path).add("k", "two")
      assert.strictEqual(yield* open(path).last("k"), "two")
      assert.strictEqual(yield* open(path).last("other"), "x")
      assert.strictEqual(statSync(path).mode & 0o077, 0)
    })
  )

  it.effect("S7 a run that died while it wrote costs its own line and no other", () =>
    Effect.gen(function* () {
      const path = place()
      const log = open(path)
      yield* log.add("k", "one")
      appendFileSync(path, '{"at":"2026-11-22T20:00:00.000Z","key":"k","dig')
      assert.strictEqual(yield* log.last("k"), "one")
      yield* log.add("k", "two")
      appendFileSync(path, "garbage\n[]\n\n")
      assert.strictEqual(yield* log.last("k"), "two")
    })
  )

  it.effect(
    "S7 the last line holds, whatever the clock said when it was written, and after a compaction too",
    () =>
      Effect.gen(function* () {
        const path = place()
        const log = open(path, 1_000)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, '{"at":"2099-01-01T00:00:00.000Z","key":"k","digest":"of the future"}\n')
        assert.strictEqual(yield* log.last("k"), "of the future")
        yield* log.add("k", "now")
        assert.strictEqual(yield* log.last("k"), "now")
        for (let index = 0; index < 50; index++) yield* log.add("other", `d${index}`)
        assert.strictEqual(yield* log.last("k"), "now")
      })
  )

  it.effect("S7 a file that has grown keeps the last line of each key", () =>
    Effect.gen(function* () {
      const path = place()
      const log = open(path, 2_000)
      for (let index = 0; index < 100; index++) yield* log.add(`k${index % 3}`, `d${index}`)
      assert.isBelow(statSync(path).size, 2_200)
      assert.deepStrictEqual(yield* Effect.forEach(["k0", "k1", "k2"], log.last), ["d99", "d97", "d98"])
      assert.deepStrictEqual(readdirSync(dirname(path)), ["notifications.ndjson"])
    })
  )

  it.effect("S7 a job that is told rarely is not pushed out by one that is told often", () =>
    Effect.gen(function* () {
      const log = open(place(), 2_000)
      yield* log.add("rare", "once")
      for (let index = 0; index < 200; index++) yield* log.add("often", `d${index}`)
      assert.strictEqual(yield* log.last("rare"), "once")
    })
  )

  it.effect("S7 a file full of different jobs forgets the oldest", () =>
    Effect.gen(function* () {
      const path = place()
      const log = open(path, 2_000)
      for (let index = 0; index < 200; index++) yield* log.add(`k${index}`, "d")
      assert.isBelow(statSync(path).size, 2_200)
      assert.isUndefined(yield* log.last("k0"))
      assert.strictEqual(yield* log.last("k199"), "d")
    })
  )

  it.effect(
    "S7 a compaction that another run has begun is left to it; what a dead one left is cleared away",
    () =>
      Effect.gen(function* () {
        const path = place()
        const log = open(path, 100)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(`${path}.compact`, "")
        for (let index = 0; index < 5; index++) yield* log.add("k", `d${index}`)
        // Under the test clock it is 1970: the other run's file is from the future, so it is young.
        assert.strictEqual(readFileSync(path, "utf8").split("\n").length, 6)
        assert.strictEqual(yield* log.last("k"), "d4")
      })
  )

  it.effect("S7 where the file cannot be used, people are told again rather than not at all", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      writeFileSync(join(cwd, "state"), "a file where the folder should be")
      const log = open(join(cwd, "state", "notifications.ndjson"))
      yield* log.add("k", "one")
      yield* log.add("k", "two")
      assert.isUndefined(yield* log.last("k"))
      // Once a run, whatever the number of jobs.
      assert.lengthOf(log.warnings, 1)
      assert.match(log.warnings[0] ?? "", /notifications\.ndjson could not be written \(\w+\): people may be/)
      const path = place()
      mkdirSync(path, { recursive: true })
      chmodSync(path, 0o700)
      assert.isUndefined(yield* open(path).last("k"))
    })
  )

  it("S7 the file lies where the system keeps such things", () => {
    const home = "/home/me"
    const usual = "/home/me/.local/state/genesys-jobs/notifications.ndjson"
    assert.strictEqual(NotificationLog.pathOf({ env: {}, home }), usual)
    assert.strictEqual(NotificationLog.pathOf({ env: { XDG_STATE_HOME: "relative" }, home }), usual)
    assert.strictEqual(
      NotificationLog.pathOf({ env: { XDG_STATE_HOME: "/state" }, home }),
      "/state/genesys-jobs/notifications.ndjson"
    )
  })
})
