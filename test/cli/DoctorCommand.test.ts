import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Platform from "./Platform.js"

describe("DoctorCommand", () => {
  it.scoped("C1 checks what was asked for, in order, and passes only if all of it works", () =>
    Effect.gen(function* () {
      const { run, simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const { code, out } = yield* run(["doctor", "partial", "--send-test"])
      const names = out
        .trimEnd()
        .split("\n")
        .map((line) => line.slice(9, 22).trim())
      assert.deepStrictEqual(names, [
        "configuration",
        "proxy",
        "dns",
        "api",
        "login",
        "clock",
        "token",
        "job status",
        "job failures",
        "slack"
      ])
      assert.strictEqual(code, 0, out)
      assert.strictEqual((yield* simulator.inbox).length, 1)
      assert.strictEqual((yield* run(["doctor", "closed"])).code, 6)
    })
  )

  it.effect("C2 a broken proxy stops no more than what needs it, and shows no secret", () =>
    Effect.gen(function* () {
      const { code, out } = yield* Platform.run(["doctor", "--send-test"], {
        env: {
          GENESYS_CLIENT_ID: "id",
          GENESYS_CLIENT_SECRET: "sentinel",
          GENESYSCLOUD_ACCESS_TOKEN: "sentinel",
          HTTPS_PROXY: "gopher://sentinel",
          SLACK_WEBHOOK_URL: "https://hooks.slack.com/services/T/B/sentinel"
        }
      })
      assert.strictEqual(code, 2)
      assert.match(
        out,
        /^ok +configuration +region mypurecloud\.com, an access token, no configuration file$/m
      )
      assert.match(out, /^warning +configuration +GENESYSCLOUD_ACCESS_TOKEN is used/m)
      assert.match(out, /^FAILED +proxy +HTTPS_PROXY is not the URL of a proxy\. Write/m)
      assert.match(out, /^skipped +slack +no message was posted/m)
      assert.notInclude(out, "sentinel")
    })
  )
})
