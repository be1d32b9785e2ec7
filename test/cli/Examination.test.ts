import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Check from "../../src/cli/Check.js"
import * as Examination from "../../src/cli/Examination.js"
import * as Platform from "./Platform.js"
import * as Recording from "./Recording.js"

const examine = (
  env: Readonly<Record<string, string>>,
  jobs?: ReadonlyArray<string>,
  config?: string | undefined
) =>
  Effect.gen(function* () {
    const checks: Array<Check.Check> = []
    yield* Examination.run(
      { environment: undefined, profile: undefined, jobs: jobs ?? [], jobIsOptional: true, config },
      { sendTest: false, tell: (check) => Effect.sync(() => void checks.push(check)) }
    ).pipe(Effect.provide(Recording.make({ env }).layer))
    return Object.fromEntries(checks.map(({ name, result }) => [name, result]))
  })

describe("Examination", () => {
  it.scoped("C1 goes on after a fault of the settings with what does not need them", () =>
    Effect.gen(function* () {
      const { simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const { GENESYS_CLIENT_SECRET: _, ...env } = simulator.environment
      assert.deepStrictEqual(yield* examine(env, ["partial"]), {
        configuration: "failed",
        proxy: "ok",
        dns: "ok",
        api: "ok",
        login: "ok",
        clock: "ok",
        token: "skipped",
        "job status": "skipped",
        slack: "ok"
      })
    })
  )

  it.scoped(
    "F7 a job that was named has its line, also where its kind or the configuration is not known",
    () =>
      Effect.gen(function* () {
        const { simulator } = yield* Platform.make({ jobs: Platform.jobs })
        const status = (env: Readonly<Record<string, string>>, job: string, config?: string) =>
          Effect.map(
            examine({ ...simulator.environment, ...env }, [job], config),
            (found) => found["job status"]
          )
        assert.strictEqual(yield* status({}, "partial"), "ok")
        assert.strictEqual(yield* status({}, "no-such-kind/1"), "skipped")
        assert.strictEqual(yield* status({}, "my-kind/1", "nowhere.json"), "skipped")
        assert.strictEqual(yield* status({ GENESYS_ENVIRONMENT: "?" }, "partial"), "skipped")
        assert.strictEqual(yield* status({ HTTPS_PROXY: "gopher://x" }, "partial"), "skipped")
      })
  )

  it.scoped("F7 where no job is named that of the environment is looked at", () =>
    Effect.gen(function* () {
      const { simulator } = yield* Platform.make({ jobs: Platform.jobs })
      const env = { ...simulator.environment, DATA_ACTION_ID: "partial" }
      assert.strictEqual((yield* examine(env))["job status"], "ok")
      assert.notProperty(yield* examine(simulator.environment), "job status")
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

  it.effect("each name is looked up once, and behind a proxy that is the proxy's", () =>
    Effect.gen(function* () {
      const { out } = yield* Platform.run(["doctor"], {
        env: {
          GENESYSCLOUD_ACCESS_TOKEN: "t",
          GENESYS_API_URL: "https://api.invalid",
          GENESYS_LOGIN_URL: "https://login.invalid",
          HTTPS_PROXY: "http://127.0.0.1:9"
        }
      })
      assert.strictEqual(out.match(/ dns /g)?.length, 1, out)
    })
  )

  it.effect("C1 a webhook that is wrong is not also one that is missing", () =>
    Effect.gen(function* () {
      for (const proxy of ["", "gopher://x"]) {
        const found = yield* examine({
          SLACK_WEBHOOK_URL: "nonsense",
          HTTPS_PROXY: proxy,
          GENESYS_ENVIRONMENT: "?"
        })
        assert.strictEqual(found["slack"], "failed")
      }
    })
  )
})
