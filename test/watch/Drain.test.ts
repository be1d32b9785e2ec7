import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as TestClock from "effect/TestClock"
import type { JobStatus } from "../../src/jobs/Job.js"
import * as Drain from "../../src/watch/Drain.js"
import * as Known from "../../src/watch/Known.js"
import * as Platform from "./ScriptedPlatform.js"

const status: JobStatus = {
  phase: "failed",
  state: "FAILED",
  progress: undefined,
  processed: 1000,
  total: 1000,
  errors: 1000,
  warnings: undefined,
  createdAt: undefined,
  updatedAt: undefined,
  message: undefined,
  hint: undefined
}

const drained = (script: Platform.Script, deadline: number) => {
  const platform = Platform.make(script)
  return Effect.gen(function* () {
    let known = Known.nothing(0)
    const fiber = yield* Effect.fork(
      Drain.run(
        Platform.target(),
        { status, raw: {}, retryAfter: Option.none(), requests: 1, retries: 0 },
        { deadline, gapMillis: 10_000, pageConcurrency: 1 },
        {
          emit: () => Effect.void,
          update: (change) =>
            Effect.sync(() => {
              known = { ...known, ...change(known) }
            })
        }
      ).pipe(Effect.provide(platform.layer))
    )
    yield* TestClock.adjust(deadline)
    yield* Fiber.join(fiber)
    return known
  })
}

describe("Drain", () => {
  it.effect("F1 is complete where every page was read", () =>
    Effect.gen(function* () {
      const known = yield* drained(({ page }) => Platform.page(250, page), 1_000)
      assert.isTrue(known.complete)
      assert.isUndefined(known.error)
      assert.strictEqual(known.requests, 3)
    })
  )

  it.effect("W3 a call that hangs when the deadline passes is named, with how long it had no answer", () =>
    Effect.gen(function* () {
      const known = yield* drained(({ page }) => (page < 3 ? Platform.page(1000, page) : undefined), 12_000)
      assert.isTrue(known.deadlinePassed)
      assert.isFalse(known.complete)
      assert.strictEqual(known.error?.reason, "DeadlineExceeded")
      assert.strictEqual(known.error?.operation, "GET /api/v2/data-actions/{id}/results")
      assert.match(known.error?.message ?? "", /within 12s$/)
    })
  )

  it.effect("W3 a platform that answers with faults until the deadline is told as it is", () =>
    Effect.gen(function* () {
      const down = yield* drained(() => Platform.unavailable(), 8_000)
      assert.isTrue(down.deadlinePassed)
      assert.strictEqual(down.error?.reason, "Unavailable")
      assert.isAtLeast(down.requests, 2)
    })
  )

  it.effect("W3 an outage goes before a call that hangs, and a call just sent is no fault", () =>
    Effect.gen(function* () {
      const down = yield* drained((_, n) => (n === 1 ? Platform.unavailable() : undefined), 200_000)
      assert.notStrictEqual(down.error?.reason, "DeadlineExceeded")
      const quick = yield* drained(() => undefined, 900)
      assert.isTrue(quick.deadlinePassed)
      assert.isUndefined(quick.error)
    })
  )
})
