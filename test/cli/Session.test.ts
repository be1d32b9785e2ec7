import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Session from "../../src/cli/Session.js"
import * as Recording from "./Recording.js"

describe("Session", () => {
  it.effect("O3 with several reasons the greatest code wins", () =>
    Effect.gen(function* () {
      const recording = Recording.make()
      yield* Effect.forEach([1, 9, 2], Session.exitWith).pipe(Effect.provide(recording.layer))
      assert.strictEqual(yield* recording.exitCode, 9)
    })
  )
})
