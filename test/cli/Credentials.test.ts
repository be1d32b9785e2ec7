import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Credentials from "../../src/cli/Credentials.js"
import * as Sources from "../../src/cli/Sources.js"
import * as Recording from "./Recording.js"

const read = (env: Readonly<Record<string, string>>, cwd = Recording.folder()) =>
  Effect.map(Sources.open({ env, cwd, home: cwd, profile: undefined }), ({ sources }) =>
    Credentials.read(sources)
  )

describe("Credentials", () => {
  it.effect("C1 what is missing is named, once each", () =>
    Effect.gen(function* () {
      const none = yield* read({})
      assert.deepStrictEqual(
        none.faults.map(({ what }) => what),
        ["GENESYS_CLIENT_ID is not set.", "GENESYS_CLIENT_SECRET is not set."]
      )
      const half = yield* read({ GENESYSCLOUD_OAUTHCLIENT_ID: "id", GENESYS_CLIENT_SECRET_FILE: "nowhere" })
      assert.strictEqual(half.faults.length, 1)
      assert.isUndefined(half.credentials)
    })
  )

  it.effect("C1 characters that no header carries are found before the first request", () =>
    Effect.gen(function* () {
      const { credentials, faults } = yield* read({
        GENESYS_CLIENT_ID: "id:x",
        GENESYS_CLIENT_SECRET: "sentinel\u200b"
      })
      assert.isUndefined(credentials)
      assert.strictEqual(faults.length, 2)
      assert.notInclude(faults.map(({ what }) => what).join(), "sentinel")
      assert.strictEqual(faults[0]?.fix, "Look at GENESYS_CLIENT_ID and GENESYS_CLIENT_SECRET.")
    })
  )

  it.effect("C1 a token goes before a client, and says so", () =>
    Effect.gen(function* () {
      const given = { GENESYSCLOUD_ACCESS_TOKEN: "token" }
      assert.deepStrictEqual((yield* read(given)).warnings, [])
      const both = yield* read({ ...given, GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET: "s" })
      assert.strictEqual(both.credentials?._tag, "AccessToken")
      assert.strictEqual(both.warnings.length, 1)
    })
  )

  it.effect("C1 in a profile as well a token goes before a client, and needs none", () =>
    Effect.gen(function* () {
      const profile = (toml: string, env: Readonly<Record<string, string>> = {}) => {
        const home = Recording.folder()
        mkdirSync(join(home, ".gc"))
        writeFileSync(join(home, ".gc", "config.toml"), `[work]\n${toml}`)
        return Effect.map(Sources.open({ env, cwd: home, home, profile: "work" }), ({ sources }) => {
          const { credentials, faults, warnings } = Credentials.read(sources)
          assert.deepStrictEqual(faults, [])
          return [credentials?._tag, ...warnings]
        })
      }
      const id = 'client_credentials = "id"\n'
      const secret = 'client_secret = "sentinel"\n'
      const token = 'access_token = "sentinel"\n'
      assert.deepStrictEqual(yield* profile(id + secret), ["ClientCredentials"])
      assert.deepStrictEqual(yield* profile(id + token), ["AccessToken"])
      assert.deepStrictEqual(yield* profile(id + secret + token), [
        "AccessToken",
        "The token of the profile work is used; the client credentials beside it are ignored."
      ])
      const own = { GENESYS_CLIENT_ID: "own", GENESYS_CLIENT_SECRET: "own" }
      const warning = "The credentials of the environment are used, and not those of the profile work."
      assert.deepStrictEqual(yield* profile(id + secret + token, own), ["ClientCredentials", warning])
      assert.deepStrictEqual(yield* profile(id + secret, { GENESYSCLOUD_ACCESS_TOKEN: "t" }), [
        "AccessToken",
        warning
      ])
    })
  )

  it.effect("C1 a file holds nothing but its secret", () =>
    Effect.gen(function* () {
      const cwd = Recording.folder()
      writeFileSync(join(cwd, "secret"), "  from-file\n")
      writeFileSync(join(cwd, "empty"), "\n")
      const { sources } = yield* Sources.open({
        env: { X_FILE: "secret", Y_FILE: "empty", Z: "plain", Z_FILE: "secret" },
        cwd,
        home: cwd,
        profile: undefined
      })
      assert.strictEqual(Credentials.secret(sources, "X").value, "from-file")
      assert.include(Credentials.secret(sources, "Y").faults[0]?.what ?? "", "is empty")
      assert.strictEqual(Credentials.secret(sources, "Z").value, "plain")
    })
  )
})
