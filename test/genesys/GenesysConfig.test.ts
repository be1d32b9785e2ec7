import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Inspectable from "effect/Inspectable"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"

const { AccessToken, ClientCredentials } = GenesysConfig.Credentials
const client = ClientCredentials({ clientId: "id", clientSecret: Redacted.make("sentinel-secret") })

const problemsOf = (options: Partial<GenesysConfig.Options>): ReadonlyArray<string> =>
  Either.match(GenesysConfig.make({ credentials: client, ...options }), {
    onLeft: ({ problems }) => problems,
    onRight: () => []
  })

const read = (environment: Readonly<Record<string, string>>) =>
  Effect.withConfigProvider(
    Effect.provide(GenesysConfig.GenesysConfig, GenesysConfig.layerConfig),
    ConfigProvider.fromMap(new Map(Object.entries(environment)))
  )

const complete = { GENESYS_CLIENT_ID: "id", GENESYS_CLIENT_SECRET: "sentinel-secret" }

describe("GenesysConfig", () => {
  it("C1 hosts come from the region unless they are given", () => {
    const config = Either.getOrThrow(
      GenesysConfig.make({ credentials: client, region: "eu-west-1", loginUrl: "http://localhost:1/" })
    )
    assert.strictEqual(config.apiUrl, "https://api.mypurecloud.ie")
    assert.strictEqual(config.loginUrl, "http://localhost:1")
    assert.strictEqual(config.region, "mypurecloud.ie")
    const plain = Either.getOrThrow(GenesysConfig.make({ credentials: client }))
    assert.strictEqual(plain.apiUrl, "https://api.mypurecloud.com")
  })

  it("C1 every problem is told at once", () => {
    const problems = problemsOf({
      credentials: ClientCredentials({ clientId: "a b", clientSecret: Redacted.make("") }),
      region: "nowhere",
      apiUrl: "http://example.com",
      loginUrl: "x",
      app: "a\nb",
      policy: { attemptTimeout: 0 }
    })
    assert.strictEqual(problems.length, 7)
  })

  it("C1 a wrong region is one problem, not three", () => {
    assert.strictEqual(problemsOf({ region: "nowhere" }).length, 1)
  })

  it.effect("C1 layerConfig: of two names the first that is set wins, and an empty one is not set", () =>
    Effect.gen(function* () {
      const config = yield* read({
        GENESYS_ENVIRONMENT: "",
        GENESYSCLOUD_REGION: "eu-central-1",
        GENESYS_CLIENT_ID: " first ",
        GENESYSCLOUD_OAUTHCLIENT_ID: "second",
        GENESYSCLOUD_OAUTHCLIENT_SECRET: "sentinel-secret\n",
        GENESYS_API_URL: "http://127.0.0.1:8080"
      })
      assert.strictEqual(config.region, "mypurecloud.de")
      assert.strictEqual(config.apiUrl, "http://127.0.0.1:8080")
      assert.strictEqual(config.loginUrl, "https://login.mypurecloud.de")
      assert.isTrue(config.credentials._tag === "ClientCredentials")
      if (config.credentials._tag === "ClientCredentials") {
        assert.strictEqual(config.credentials.clientId, "first")
        assert.strictEqual(Redacted.value(config.credentials.clientSecret), "sentinel-secret")
      }
    })
  )

  it.effect("C1 layerConfig tells everything that is missing or wrong at once, by name", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        read({ GENESYS_ENVIRONMENT: "nowhere", GENESYS_LOGIN_URL: "http://example.com" })
      )
      assert.strictEqual(error._tag, "InvalidConfig")
      assert.match(error.message, /GENESYS_CLIENT_ID is not set/)
      assert.match(error.message, /GENESYS_CLIENT_SECRET is not set/)
      assert.match(error.message, /"nowhere" is neither/)
      assert.match(error.message, /login URL/)
    })
  )

  it.effect("C1 a token beside client credentials wins, with a warning", () => {
    const warnings: Array<unknown> = []
    const logger = Logger.make(({ logLevel, message }) => {
      if (logLevel.label === "WARN") warnings.push(message)
    })
    return Effect.gen(function* () {
      const config = yield* read({ ...complete, GENESYSCLOUD_ACCESS_TOKEN: "sentinel-token" })
      assert.deepStrictEqual(config.credentials, AccessToken({ token: Redacted.make("sentinel-token") }))
      assert.strictEqual(warnings.length, 1)
      assert.notInclude(Inspectable.toStringUnknown(warnings), "sentinel")
      yield* read({ GENESYSCLOUD_ACCESS_TOKEN: "sentinel-token" })
      assert.strictEqual(warnings.length, 1)
    }).pipe(Effect.provide(Logger.replace(Logger.defaultLogger, logger)))
  })

  it.effect("C2 no secret shows in a configuration or in what is wrong with it", () =>
    Effect.gen(function* () {
      const config = yield* read(complete)
      const wrong = yield* Effect.exit(
        read({ ...complete, GENESYS_CLIENT_SECRET: "sentinel secret", GENESYS_ENVIRONMENT: "x@sentinel" })
      )
      const shown = [
        Inspectable.toStringUnknown(config),
        JSON.stringify(config),
        Inspectable.toStringUnknown(wrong),
        wrong._tag === "Failure" ? Cause.pretty(wrong.cause) : ""
      ].join()
      assert.notInclude(shown, "sentinel")
    })
  )

  it.effect("layer takes a value", () =>
    Effect.gen(function* () {
      const config = yield* GenesysConfig.GenesysConfig
      assert.strictEqual(config.app, "my-app")
    }).pipe(Effect.provide(Layer.orDie(GenesysConfig.layer({ credentials: client, app: "my-app" }))))
  )
})
