import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as DryRun from "../../src/cli/DryRun.js"
import * as Notification from "../../src/report/Notification.js"
import type { Destination } from "../../src/watch/Destination.js"
import * as Notifier from "../../src/watch/Notifier.js"
import * as Reports from "../report/Reports.js"
import * as Logs from "../watch/Logs.js"
import * as Recording from "./Recording.js"

const [clean] = Reports.clean.jobs
const [partial] = Reports.partial.jobs
if (clean === undefined || partial === undefined) throw new Error("reports without jobs")

const dry = (
  destinations: ReadonlyArray<Destination>,
  options: Notifier.Options = {},
  output: "text" | "json" = "text"
) =>
  Effect.gen(function* () {
    const recording = Recording.make()
    const dryRun = yield* DryRun.make(destinations, options)
    const notifications = yield* Effect.flatMap(Notifier.Notifier, ({ notify }) => notify(partial)).pipe(
      Effect.provide(dryRun.layer)
    )
    yield* Effect.provide(dryRun.print(output), recording.layer)
    return { notifications, out: recording.out(), err: recording.err() }
  })

describe("DryRun", () => {
  it.effect("O3 shows payload and rendering, also where no webhook is set", () =>
    Effect.gen(function* () {
      const { err, notifications, out } = yield* dry([])
      assert.deepStrictEqual(notifications, [Notification.skipped("slack", "dry run")])
      assert.include(out, "Slack message (not posted):")
      assert.include(out, '"blocks"')
      assert.strictEqual(err, "")
    })
  )

  it.effect("O2 the message fits the terminal, in letters that it can show", () =>
    Effect.gen(function* () {
      const screen = Recording.make({ tty: true, columns: 50, unicode: false })
      const dryRun = yield* DryRun.make([], {})
      yield* Effect.flatMap(Notifier.Notifier, ({ notify }) => notify(partial)).pipe(
        Effect.provide(dryRun.layer)
      )
      yield* Effect.provide(dryRun.print("text"), screen.layer)
      const [message = ""] = screen.out().split("Payload:")
      for (const line of message.split("\n")) assert.isAtMost(line.length, 50)
      assert.notMatch(message, /\P{ASCII}/u)
      assert.include(message, "123 x Field 'email'")
    })
  )

  it.effect("O1 stdout is left to JSON where that was asked for", () =>
    Effect.gen(function* () {
      const { err, out } = yield* dry([], {}, "json")
      assert.strictEqual(out, "")
      assert.include(err, '"blocks"')
    })
  )

  it.effect("S7 shows what each destination would get, and only those that would get it", () =>
    Effect.gen(function* () {
      const { out } = yield* dry([
        { label: "ops", mention: "<!subteam^S0123ABCD>" },
        { label: "audit" },
        { label: "clean", outcomes: ["succeeded"] }
      ])
      assert.include(out, "Slack message to ops (not posted)")
      assert.include(out, "Slack message to audit (not posted)")
      assert.notInclude(out, "to clean")
      const [ops = "", audit = ""] = out.split("Slack message to audit")
      assert.include(ops, "S0123ABCD")
      assert.notInclude(audit, "S0123ABCD")
    })
  )

  it.effect("S7 a dry run is not remembered as a message", () =>
    Effect.gen(function* () {
      const options = { when: "on-change" as const, log: Logs.memory() }
      assert.strictEqual((yield* dry([], options)).notifications[0]?.reason, "dry run")
      assert.strictEqual((yield* dry([], options)).notifications[0]?.reason, "dry run")
    })
  )
})
