import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as LogLine from "../../src/cli/LogLine.js"

const logged = (effect: Effect.Effect<void>, level = LogLevel.All) => {
  const lines: Array<string> = []
  const logger = Logger.make<unknown, void>((entry) => {
    lines.push(LogLine.render(entry))
  })
  return Effect.as(effect, lines).pipe(
    Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
    Logger.withMinimumLogLevel(level)
  )
}

describe("LogLine", () => {
  it.effect("O1 what people should know reads like a warning of the program", () =>
    Effect.map(logged(Effect.logWarning("The log could not be written.", { path: "/a b/c" })), (lines) =>
      assert.deepStrictEqual(lines, ['warning: The log could not be written. path="/a b/c"\n'])
    )
  )

  it.effect("O1 the rest has its time, what is not known is left out, and nothing in it is live", () =>
    Effect.map(
      logged(
        Effect.logDebug("request failed", {
          attempt: 2,
          operation: "GET /x",
          id: undefined,
          of: "a\u001b[31m"
        })
      ),
      ([line]) =>
        assert.match(
          line ?? "",
          /^\d\d:\d\d:\d\d debug: request failed attempt=2 operation="GET \/x" of=a\n$/
        )
    )
  )

  it.effect("O4 a cause, which has a stack, is shown only to who asks for all", () =>
    Effect.gen(function* () {
      const defect = Effect.logError("defect", Cause.die(new Error("boom")))
      const [all] = yield* logged(defect, LogLevel.Debug)
      assert.match(all ?? "", /^error: defect\n {7}Error: boom\n/)
      assert.deepStrictEqual(yield* logged(defect, LogLevel.Warning), ["error: defect\n"])
    })
  )
})
