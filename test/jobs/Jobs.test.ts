import { readdirSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import type { Failure, Job } from "../../src/jobs/Job.js"
import type { JobKind } from "../../src/jobs/JobKind.js"
import * as Jobs from "../../src/jobs/Jobs.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import { fixture, routed } from "./ScriptedDoor.js"

const run = (kind: JobKind, job: Job) =>
  Effect.gen(function* () {
    const reading = yield* Jobs.status(kind, job)
    const pages = yield* Stream.runCollect(Jobs.failures(kind, job, reading))
    return { reading, failures: Chunk.toReadonlyArray(pages).flatMap((page) => page.failures) }
  })

const groupsOf = (failures: ReadonlyArray<Failure>) => {
  const groups: Record<string, number> = {}
  for (const { code, count } of failures) groups[code] = (groups[code] ?? 0) + count
  return groups
}

const partOf = (whole: object, part: object) =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => name in part))

describe("Jobs", () => {
  describe("every kind against the raw bodies of its fixture", () => {
    for (const file of readdirSync(new URL("../fixtures/kinds/", import.meta.url))) {
      const { kind: name, reference, scenarios } = fixture(file)
      for (const [scenario, { expect, routes }] of Object.entries(scenarios)) {
        it.effect(`${name}: ${scenario}`, () =>
          Effect.gen(function* () {
            const kind = Kinds.find(Kinds.builtin, name)
            assert.isDefined(kind)
            const job = Either.getOrThrow(Kinds.parse(Kinds.builtin, reference))
            const { failures: expected, groups, ids, messages, recordIds, ...status } = expect
            if (expected === undefined) {
              const reading = yield* Jobs.status(kind, job)
              assert.deepStrictEqual(partOf(reading.status, status), status)
              return
            }
            const { failures, reading } = yield* run(kind, job)
            assert.deepStrictEqual(partOf(reading.status, status), status)
            assert.strictEqual(
              failures.reduce((sum, failure) => sum + failure.count, 0),
              expected
            )
            assert.deepStrictEqual(groupsOf(failures), groups ?? {})
            if (ids !== undefined)
              assert.deepStrictEqual(
                failures.map(({ id }) => id ?? null),
                [...ids]
              )
            if (recordIds !== undefined)
              assert.deepStrictEqual(
                failures.map((f) => f.recordId ?? null),
                [...recordIds]
              )
            if (messages !== undefined)
              assert.deepStrictEqual(
                failures.map(({ message }) => message),
                [...messages]
              )
          }).pipe(Effect.provide(routed(routes)))
        )
      }
    }
  })
})
