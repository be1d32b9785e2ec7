import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Destination } from "../../src/cli/ConfigSchema.js"
import * as Sources from "../../src/cli/Sources.js"
import * as Webhooks from "../../src/cli/Webhooks.js"
import * as Recording from "./Recording.js"

const url = (name: string) => `https://hooks.slack.com/services/T0/B0/${name}-sentinel`

const read = (
  env: Readonly<Record<string, string>>,
  destinations: ReadonlyArray<Destination>,
  cwd = Recording.folder()
) =>
  Effect.map(Sources.open({ env, cwd, home: cwd, profile: undefined }), ({ sources }) =>
    Webhooks.read(sources, { path: "own.json", destinations }, undefined)
  )

const labels = ({ webhooks }: ReturnType<typeof Webhooks.read>) => webhooks.map(({ label }) => label)

describe("Webhooks", () => {
  it.effect("C1 URLs come from variables and files, with the filters of the file", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      writeFileSync(join(cwd, "audit.url"), `${url("audit")}\n`)
      const found = yield* read(
        { SLACK_WEBHOOK_URL: url("own"), OPS: url("ops") },
        [
          {
            label: "ops",
            webhookUrlEnv: "OPS",
            kinds: ["flow-job"],
            notify: "on-failure",
            mention: "<!here>"
          },
          { label: "audit", webhookUrlFile: "audit.url" }
        ],
        cwd
      )
      assert.deepStrictEqual(found.faults, [])
      assert.deepStrictEqual(labels(found), ["slack", "ops", "audit"])
      assert.deepInclude(found.webhooks[1], {
        kinds: ["flow-job"],
        when: "on-failure",
        mention: "<!here>"
      })
    })
  )

  it.effect(
    "C1 a destination with the URL of SLACK_WEBHOOK_URL takes its place: nothing is posted twice",
    () =>
      Effect.gen(function* () {
        const found = yield* read({ SLACK_WEBHOOK_URL: url("ops") }, [
          { label: "ops", webhookUrlEnv: "SLACK_WEBHOOK_URL", outcomes: ["failed"] }
        ])
        assert.deepStrictEqual(labels(found), ["ops"])
        const alike = { SLACK_WEBHOOK_URL: url("ops"), OPS: url("ops") }
        assert.deepStrictEqual(labels(yield* read(alike, [{ label: "ops", webhookUrlEnv: "OPS" }])), ["ops"])
        // What the filters of the file leave out is told all the same.
        const narrow = yield* read(alike, [{ label: "ops", webhookUrlEnv: "OPS", outcomes: ["failed"] }])
        assert.deepStrictEqual(labels(narrow), ["slack", "ops"])
      })
  )

  it.effect("C1 a destination without its URL, or with a broken one, is a fault and not a silence", () =>
    Effect.gen(function* () {
      const { faults, webhooks } = yield* read({ BAD: "https://example.com/sentinel" }, [
        { label: "unset", webhookUrlEnv: "UNSET" },
        { label: "bad", webhookUrlEnv: "BAD" },
        { label: "file", webhookUrlFile: "nowhere" }
      ])
      assert.deepStrictEqual(webhooks, [])
      const said = faults.map(({ what }) => what)
      assert.include(said[0] ?? "", 'UNSET is not set, which the destination "unset" of own.json names')
      assert.include(said[1] ?? "", "BAD: The Slack webhook URL points to example.com")
      assert.include(said[2] ?? "", 'The destination "file" of own.json names nowhere')
      assert.notInclude(said.join(), "sentinel")
    })
  )
})
