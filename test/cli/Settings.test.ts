import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Settings from "../../src/cli/Settings.js"
import * as Recording from "./Recording.js"

const none = { environment: undefined, profile: undefined }
const client = { GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET: "sentinel-secret" }

const read = (recording: Recording.Recording, flags: Settings.Flags = none) =>
  Effect.provide(Settings.read(flags), recording.layer)

const faults = (recording: Recording.Recording, flags: Settings.Flags = none) =>
  Effect.map(Effect.flip(read(recording, flags)), (trouble) => {
    assert.strictEqual(trouble.exitCode, 2)
    assert.notInclude(trouble.message, "sentinel")
    return trouble.message
  })

describe("Settings", () => {
  it.effect("C1 every problem is told at once, by name, with the fix", () =>
    Effect.gen(function* () {
      const message = yield* faults(
        Recording.make({
          env: {
            GENESYS_ENVIRONMENT: "not a host",
            GENESYS_LOGIN_URL: "http://login.example.com",
            SLACK_WEBHOOK_URL: "https://example.com/services/sentinel"
          }
        })
      )
      for (const part of [
        "GENESYS_CLIENT_ID",
        "GENESYS_CLIENT_SECRET",
        "neither a Genesys Cloud host",
        "Look at GENESYS_ENVIRONMENT.",
        "Look at GENESYS_LOGIN_URL.",
        "SLACK_WEBHOOK_URL"
      ]) {
        assert.include(message, part)
      }
    })
  )

  it.effect("C1 a .env that cannot be read is a fault where something is missing, and else a warning", () =>
    Effect.gen(function* () {
      const without = Recording.make()
      mkdirSync(join(without.cwd, ".env"))
      assert.match(yield* faults(without), /GENESYS_CLIENT_ID[\s\S]*\.env cannot be read \(EISDIR\)/)
      const complete = Recording.make({ env: client })
      mkdirSync(join(complete.cwd, ".env"))
      const { warnings } = yield* read(complete)
      assert.deepStrictEqual(warnings, [".env cannot be read (EISDIR), so nothing of it is used."])
    })
  )

  it.effect("C1 a broken file of profiles is told beside the credentials that are missing", () =>
    Effect.gen(function* () {
      const home = Recording.folder()
      mkdirSync(join(home, ".gc"))
      writeFileSync(join(home, ".gc", "config.toml"), "this is = = sentinel")
      assert.match(yield* faults(Recording.make({ home })), /GENESYS_CLIENT_ID[\s\S]*is not valid TOML/)
      const { warnings } = yield* read(Recording.make({ home, env: client }))
      assert.match(warnings.join(), /^[^\n]*is not valid TOML, so nothing of it is used\.$/)
    })
  )

  it.effect("C1 a host that is nearly a known one is warned of, and used: it may be a private one", () =>
    Effect.gen(function* () {
      const warnings = (environment: string, env: Readonly<Record<string, string>> = {}) =>
        Effect.map(
          read(Recording.make({ env: { ...client, ...env } }), { ...none, environment }),
          (settings) => settings.warnings
        )
      assert.deepStrictEqual(yield* warnings("mypurecloud.iee"), [
        "The region mypurecloud.iee is none that is known. Did you mean mypurecloud.ie?"
      ])
      assert.deepStrictEqual(yield* warnings("https://api.usw1.pure.cloud/"), [
        "The region usw1.pure.cloud is none that is known. Did you mean usw2.pure.cloud?"
      ])
      assert.deepStrictEqual(yield* warnings("eu-west-1"), [])
      assert.deepStrictEqual(yield* warnings("genesys.example.com"), [])
      const gateway = { GENESYS_API_URL: "https://a.example", GENESYS_LOGIN_URL: "https://b.example" }
      assert.deepStrictEqual(yield* warnings("mypurecloud.iee", gateway), [])
    })
  )

  it.effect("C1 flag before environment before .env before profile before default", () =>
    Effect.gen(function* () {
      const home = Recording.folder()
      mkdirSync(join(home, ".gc"))
      writeFileSync(
        join(home, ".gc", "config.toml"),
        '[DEFAULT]\nenvironment = "mypurecloud.jp"\nclient_credentials = "profile-id"\nclient_secret = "profile-secret"\n[other]\nenvironment = "usw2.pure.cloud"\naccess_token = "profile-token"\n'
      )
      const cwd = Recording.folder()
      const region = (env: Record<string, string>, flags: Settings.Flags = none) =>
        Effect.map(read(Recording.make({ env, cwd, home }), flags), (settings) => settings.region)

      assert.strictEqual(yield* region({}), "mypurecloud.jp")
      assert.strictEqual(yield* region({}, { ...none, profile: "other" }), "usw2.pure.cloud")
      writeFileSync(join(cwd, ".env"), "GENESYS_ENVIRONMENT=mypurecloud.de\n")
      assert.strictEqual(yield* region({}), "mypurecloud.de")
      assert.strictEqual(yield* region({ GENESYSCLOUD_REGION: "eu-west-2" }), "euw2.pure.cloud")
      assert.strictEqual(
        yield* region({ GENESYS_ENVIRONMENT: "mypurecloud.ie" }, { ...none, environment: "ap-south-1" }),
        "aps1.pure.cloud"
      )
      assert.strictEqual(
        yield* Effect.map(read(Recording.make({ env: client })), (s) => s.region),
        "mypurecloud.com"
      )
    })
  )

  it.effect("C1 a region that goes before that of a named profile is told", () =>
    Effect.gen(function* () {
      const home = Recording.folder()
      mkdirSync(join(home, ".gc"))
      writeFileSync(join(home, ".gc", "config.toml"), '[prod]\nenvironment = "mypurecloud.ie"\n')
      const warnings = (env: Record<string, string>, flags: Partial<Settings.Flags>) =>
        Effect.map(
          read(Recording.make({ home, env: { ...client, ...env } }), { ...none, ...flags }),
          (settings) => settings.warnings
        )
      const set = { GENESYS_ENVIRONMENT: "mypurecloud.de" }
      assert.deepStrictEqual(yield* warnings(set, { profile: "prod" }), [
        "GENESYS_ENVIRONMENT (mypurecloud.de) is used, and not the region of the profile prod."
      ])
      assert.deepStrictEqual(yield* warnings(set, { profile: "prod", environment: "mypurecloud.jp" }), [])
      assert.deepStrictEqual(yield* warnings({}, { profile: "prod" }), [])
    })
  )

  it.effect("C1 a simulator has no region: its host is told, whatever else is set", () =>
    Effect.gen(function* () {
      const region = (api: string) =>
        Effect.map(
          read(
            Recording.make({
              env: { ...client, GENESYS_ENVIRONMENT: "mypurecloud.ie", GENESYS_API_URL: api }
            })
          ),
          (settings) => settings.region
        )
      assert.strictEqual(yield* region("http://127.0.0.1:4010"), "127.0.0.1:4010")
      assert.strictEqual(yield* region("https://gateway.example.com"), "mypurecloud.ie")
    })
  )

  it.effect("C1 a profile that is not there is named, with those that are", () =>
    Effect.gen(function* () {
      const home = Recording.folder()
      mkdirSync(join(home, ".gc"))
      writeFileSync(join(home, ".gc", "config.toml"), '[prod]\nenvironment = "mypurecloud.ie"\n')
      const message = yield* faults(Recording.make({ home, env: client }), { ...none, profile: "dev" })
      assert.include(message, '"dev"')
      assert.include(message, "prod")
      writeFileSync(join(home, ".gc", "config.toml"), "this is = = not toml")
      assert.include(
        yield* faults(Recording.make({ home, env: client }), { ...none, profile: "dev" }),
        "TOML"
      )
    })
  )

  it.effect("C1 a client id of the environment is never joined with the secret of a profile", () =>
    Effect.gen(function* () {
      const home = Recording.folder()
      mkdirSync(join(home, ".gc"))
      writeFileSync(
        join(home, ".gc", "config.toml"),
        '[DEFAULT]\nclient_credentials = "profile-id"\nclient_secret = "profile-secret"\n'
      )
      assert.include(
        yield* faults(Recording.make({ home, env: { GENESYS_CLIENT_ID: "id" } })),
        "GENESYS_CLIENT_SECRET"
      )
    })
  )

  it.effect("C1 secrets may come from files, and a file that cannot be read is named", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      writeFileSync(join(cwd, "secret"), "from-file\n")
      const settings = yield* read(
        Recording.make({ cwd, env: { GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET_FILE: "secret" } })
      )
      const { credentials } = settings.genesys
      assert.strictEqual(
        credentials._tag === "ClientCredentials" ? Redacted.value(credentials.clientSecret) : "",
        "from-file"
      )
      const message = yield* faults(
        Recording.make({ cwd, env: { GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET_FILE: "nowhere" } })
      )
      assert.include(message, "GENESYS_CLIENT_SECRET_FILE names nowhere")
    })
  )

  it.effect("C1 a token beside client credentials wins, with a warning", () =>
    Effect.gen(function* () {
      const settings = yield* read(Recording.make({ env: { ...client, GENESYSCLOUD_ACCESS_TOKEN: "token" } }))
      assert.strictEqual(settings.genesys.credentials._tag, "AccessToken")
      assert.strictEqual(settings.warnings.length, 1)
    })
  )

  it.effect("C2 a Slack URL of loopback or of a named host is accepted, and none is needed", () =>
    Effect.gen(function* () {
      const slack = (env: Record<string, string>) =>
        Effect.map(
          read(Recording.make({ env: { ...client, ...env } })),
          (settings) => settings.webhooks.length > 0
        )
      assert.isFalse(yield* slack({}))
      assert.isTrue(yield* slack({ SLACK_WEBHOOK_URL: "http://127.0.0.1:9/services/T/B/x" }))
      assert.isTrue(
        yield* slack({
          SLACK_WEBHOOK_URL: "https://chat.example.com/hook",
          SLACK_WEBHOOK_HOST: "chat.example.com"
        })
      )
    })
  )
})
