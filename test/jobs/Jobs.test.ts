import { readdirSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import type { Failure, Job } from "../../src/jobs/Job.js"
import type { JobKind } from "../../src/jobs/JobKind.js"
import * as Jobs from "../../src/jobs/Jobs.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import { dataAction } from "../../src/jobs/kinds/data-action.js"
import * as Paging from "../../src/jobs/Paging.js"
import { type Answer, type Asked, answering, fixture, routed } from "./ScriptedDoor.js"

const run = (kind: JobKind, job: Job) =>
  Effect.gen(function* () {
    const reading = yield* Jobs.status(kind, job)
    const pages = yield* Stream.runCollect(Jobs.failures(kind, job, reading))
    const read = Chunk.toReadonlyArray(pages)
    return {
      reading,
      failures: read.flatMap((page) => page.failures),
      about: read.find((page) => page.about !== undefined)?.about
    }
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
            const {
              about: spokenOf,
              failures: expected,
              groups,
              ids,
              messages,
              recordIds,
              ...status
            } = expect
            if (expected === undefined) {
              const reading = yield* Jobs.status(kind, job)
              assert.deepStrictEqual(partOf(reading.status, status), status)
              return
            }
            const { about, failures, reading } = yield* run(kind, job)
            const { processed = 0, total = processed } = reading.status
            assert.isAtMost(processed, total)
            assert.strictEqual(about, spokenOf)
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

  describe("status", () => {
    const job = { kind: "data-action", ids: ["a b/c"] }
    const running = { status: "RUNNING", progress: 0.5 }

    it.effect("asks the kind's path with the id as one segment", () => {
      const log: Array<Asked> = []
      return Effect.gen(function* () {
        const reading = yield* Jobs.status(dataAction, job)
        assert.strictEqual(reading.status.progress, 0.5)
        assert.deepStrictEqual(reading.raw, running)
        assert.deepInclude(reading, { requests: 1, retries: 0 })
        assert.deepStrictEqual(
          log.map(({ path }) => path),
          ["/api/v2/data-actions/a%20b%2Fc/status"]
        )
      }).pipe(Effect.provide(answering(() => ({ body: running }), { log })))
    })

    it.effect("F1 an answer without a state is asked for again, and is never a state", () => {
      const bodies = ["<html>maintenance</html>", "{}", '{"status":', running]
      return Effect.gen(function* () {
        const fiber = yield* Effect.fork(Jobs.status(dataAction, job))
        yield* TestClock.adjust("5 minutes")
        const reading = yield* Fiber.join(fiber)
        assert.strictEqual(reading.status.phase, "running")
        assert.deepInclude(reading, { requests: 4, retries: 3 })
      }).pipe(Effect.provide(answering(() => ({ body: bodies.shift() ?? running }), { maxRetries: 5 })))
    })

    it.effect("F1 an answer that stays without a state is Undecodable and names what is missing", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Jobs.status(dataAction, job))
        assert.strictEqual(error.reason._tag, "Undecodable")
        assert.include(error.message, "GET /api/v2/data-actions/{id}/status")
        assert.include(error.message, "status is missing")
      }).pipe(Effect.provide(answering(() => ({ body: { progress: 1 } }))))
    )

    it.effect("F7 a refusal names the permission", () =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(Jobs.status(dataAction, job))
        assert.deepStrictEqual(error.reason._tag === "Forbidden" ? error.reason.permissions : [], [
          "integrations:action:view"
        ])
      }).pipe(
        Effect.provide(
          answering(() => ({
            status: 403,
            body: { code: "missing.permissions", message: "Missing integrations:action:view" }
          }))
        )
      )
    )

    it.effect("a job that does not fit its kind is a defect: references are checked when they are read", () =>
      Effect.gen(function* () {
        const exit = yield* Effect.exit(Jobs.status(dataAction, { kind: "data-action", ids: [] }))
        assert.isTrue(exit._tag === "Failure" && Cause.isDie(exit.cause))
      }).pipe(Effect.provide(answering(() => undefined)))
    )
  })

  describe("failures", () => {
    const job = { kind: "data-action", ids: ["a1"] }
    const ended = { status: "COMPLETED", errorCount: 3 }
    const read = (
      answer: (asked: Asked) => Answer | undefined,
      options: Jobs.FailuresOptions = {},
      log: Array<Asked> = [],
      maxRetries = 0
    ) =>
      Effect.gen(function* () {
        const reading = yield* Jobs.status(dataAction, job)
        const failures: Array<Failure> = []
        const exit = yield* Effect.either(
          Paging.forEach(Jobs.failures(dataAction, job, reading, options), (page) =>
            Effect.sync(() => failures.push(...page.failures))
          )
        )
        return { failures, error: exit._tag === "Left" ? exit.left : undefined }
      }).pipe(
        Effect.provide(
          answering((asked) => (asked.path.endsWith("/status") ? { body: ended } : answer(asked)), {
            log,
            maxRetries
          })
        )
      )

    it.effect("F2 never asks for larger pages than the kind allows, nor for none", () => {
      const log: Array<Asked> = []
      return Effect.gen(function* () {
        yield* read(() => ({ body: { entities: [], total: 0 } }), { pageSize: 5_000 }, log)
        yield* read(() => ({ body: { entities: [], total: 0 } }), { pageSize: 0 }, log)
        yield* read(() => ({ body: { entities: [], total: 0 } }), { pageSize: 30 }, log)
        const asked = log.filter(({ path }) => path.endsWith("/results"))
        assert.deepStrictEqual(
          asked.map(({ query }) => query),
          [
            { filter: "error", pageSize: "100", pageNumber: "1" },
            { filter: "error", pageSize: "1", pageNumber: "1" },
            { filter: "error", pageSize: "30", pageNumber: "1" }
          ]
        )
      })
    })

    it.effect("F1 entries that are no objects are failures without a code, none is lost", () =>
      Effect.gen(function* () {
        const { error, failures } = yield* read(() => ({
          body: { total: 5, entities: [null, { id: "x", errorCode: 7 }, "text", [], 3] }
        }))
        assert.isUndefined(error)
        assert.deepStrictEqual(
          failures.map(({ code, id }) => [code, id]),
          [
            ["UNKNOWN_ERROR", undefined],
            ["7", "x"],
            ["UNKNOWN_ERROR", undefined],
            ["UNKNOWN_ERROR", undefined],
            ["UNKNOWN_ERROR", undefined]
          ]
        )
      })
    )

    it.effect("F1 a page that is no page is asked for again", () => {
      const bodies: Array<unknown> = [
        "<html></html>",
        { entities: [] },
        { total: 1 },
        { entities: [], total: 1 }
      ]
      return Effect.gen(function* () {
        const fiber = yield* Effect.fork(
          read(() => ({ body: bodies.shift() ?? { entities: [{ id: "x" }], total: 1 } }), {}, [], 5)
        )
        yield* TestClock.adjust("10 minutes")
        const { error, failures } = yield* Fiber.join(fiber)
        assert.isUndefined(error)
        assert.strictEqual(failures.length, 1)
      })
    })

    it.effect("F6 a fault on page 3 keeps pages 1 and 2", () =>
      Effect.gen(function* () {
        const { error, failures } = yield* read(({ query }) =>
          query["pageNumber"] === "3"
            ? { status: 400, body: { code: "bad.request", message: "no" } }
            : {
                body: {
                  entities: [{ id: query["pageNumber"] }],
                  pageSize: 1,
                  total: 9,
                  pageNumber: Number(query["pageNumber"])
                }
              }
        )
        assert.deepStrictEqual(
          failures.map(({ id }) => id),
          ["1", "2"]
        )
        assert.strictEqual(error?.reason._tag, "Rejected")
      })
    )

    it.effect("F3 tells ids apart that are one number in JavaScript, and keeps them as they are", () =>
      Effect.gen(function* () {
        const entities = '[{"id":12345678901234567891},{"id":12345678901234567892}]'
        const { error, failures } = yield* read(() => ({
          body: `{"entities":${entities},"total":2,"pageNumber":1}`
        }))
        assert.isUndefined(error)
        assert.deepStrictEqual(
          failures.map(({ id }) => id),
          ["12345678901234567891", "12345678901234567892"]
        )
        assert.deepStrictEqual(
          failures.map(({ record }) => record),
          [{ id: 12345678901234567891n }, { id: 12345678901234567892n }]
        )
      })
    )

    it.effect("F3 F4 reads a hundred thousand records side by side, each once", () =>
      Effect.gen(function* () {
        const total = 100_000
        const { error, failures } = yield* read(({ query }) => {
          const page = Number(query["pageNumber"])
          const entities = Array.from({ length: 100 }, (_, at) => ({
            id: `r${(page - 1) * 100 + at}`,
            errorCode: "A"
          }))
          return { body: { entities, total, pageSize: 100, pageNumber: page } }
        })
        assert.isUndefined(error)
        assert.strictEqual(new Set(failures.map(({ id }) => id)).size, total)
      })
    )
  })
})
