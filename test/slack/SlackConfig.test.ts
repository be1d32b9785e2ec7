import { inspect } from "node:util"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigError from "effect/ConfigError"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Redacted from "effect/Redacted"
import * as SlackConfig from "../../src/slack/SlackConfig.js"
import { hostile } from "../text/HostileText.js"

const make = (url: string, options: Omit<SlackConfig.Options, "webhookUrl"> = {}) =>
  SlackConfig.make({ webhookUrl: Redacted.make(url), ...options })

const problemsOf = (
  url: string,
  options: Omit<SlackConfig.Options, "webhookUrl"> = {}
): ReadonlyArray<string> =>
  Either.match(make(url, options), { onLeft: ({ problems }) => problems, onRight: () => [] })

const secret = "SENTINELsecret"
const good = `https://hooks.slack.com/services/T000/B000/${secret}`

describe("SlackConfig", () => {
  it("C1 accepts Slack's two hosts, loopback and hosts that were named", () => {
    for (const url of [
      good,
      `  ${good}\n`,
      `https://hooks.slack-gov.com/services/T000/B000/${secret}`,
      `https://HOOKS.slack.com/services/T000/B000/${secret}`,
      `http://127.0.0.1:8080/slack/${secret}`,
      `http://localhost/${secret}`,
      `http://[::1]:9/${secret}`,
      `https://127.8.9.10/${secret}`
    ]) {
      assert.deepStrictEqual(problemsOf(url), [], url)
    }
    const named = `https://chat.example.com:8443/hooks/${secret}`
    assert.deepStrictEqual(problemsOf(named, { allowedHosts: ["Chat.example.com:8443"] }), [])
    assert.deepStrictEqual(problemsOf(named, { allowedHosts: ["chat.example.com"] }), [])
  })

  it("C1 says what is wrong with any other URL, how to mend it, and nothing of its secret", () => {
    const cases: ReadonlyArray<readonly [string, RegExp]> = [
      ["", /is empty\. Copy it again/],
      [`"${good}"`, /quotes.*Remove them/],
      [secret, /not an http\(s\) URL\. Copy it again/],
      [`ftp://hooks.slack.com/services/T/B/${secret}`, /not an http\(s\) URL/],
      [`xoxb-${secret}:foo`, /not an http\(s\) URL/],
      [`https://user:${secret}@hooks.slack.com/services/T/B/x`, /user name or a password/],
      [`http://hooks.slack.com/services/T/B/${secret}`, /must be https, without a port/],
      [`https://hooks.slack.com:8443/services/T/B/${secret}`, /must be https, without a port/],
      [`https://hooks.slack.com/services/T/${secret}`, /incomplete.*three parts/],
      [`https://hooks.slack.com/workflows/T/A/1/${secret}`, /belongs to a workflow/],
      [`https://hooks.slack.com/triggers/T/A/${secret}`, /belongs to a workflow/],
      [
        `https://hooks.slack.com.evil.example/services/T/B/${secret}`,
        /hooks\.slack\.com\.evil\.example, which is not Slack.*SLACK_WEBHOOK_HOST/
      ],
      [`http://chat.example.com/${secret}`, /chat\.example\.com, which is not Slack/],
      [`https://127.0.0.1.evil.example/${secret}`, /not Slack/]
    ]
    for (const [url, expected] of cases) {
      const [problem = "", ...more] = problemsOf(url)
      assert.match(problem, expected, url)
      assert.deepStrictEqual(more, [])
      assert.notInclude(problem, secret)
    }
  })

  it("C2 accepts plain http for loopback only, a named host included", () => {
    assert.match(
      problemsOf(`http://chat.example.com/${secret}`, { allowedHosts: ["chat.example.com"] })[0] ?? "",
      /Plain http is accepted for loopback hosts only/
    )
  })

  it("C2 shows only the host, in a config and in an error", () => {
    const config = Either.getOrThrow(make(good))
    assert.strictEqual(config.destination, "hooks.slack.com")
    assert.notInclude(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config), secret)
    FastCheck.assert(
      FastCheck.property(hostile, (text) => {
        const problems = problemsOf(`${text}/services/T/B/${secret}`)
        assert.notInclude(problems.join("\n"), secret)
      })
    )
  })

  it("H0 has the defaults of the product", () => {
    const { destination: _, webhookUrl: __, ...policy } = Either.getOrThrow(make(good))
    assert.deepStrictEqual(policy, {
      attemptTimeout: 5_000,
      deadline: 60_000,
      queueTimeout: 1_800_000,
      maxRetries: 5,
      minInterval: 1_000,
      onAmbiguous: "resend"
    })
  })

  it("C1 C3 reports every problem at once", () => {
    const problems = problemsOf("", {
      attemptTimeout: "soon" as "5 seconds",
      deadline: "0 seconds",
      queueTimeout: 0,
      minInterval: Number.POSITIVE_INFINITY,
      maxRetries: 1.5
    })
    assert.strictEqual(problems.length, 6)
    assert.include(
      problems.join("\n"),
      'The Slack attempt timeout must be a duration of at least 1 ms, such as "5 seconds".'
    )
  })

  it.effect("reads Config, and tells a missing URL from a broken one", () =>
    Effect.gen(function* () {
      const read = (entries: Record<string, string>) =>
        Effect.withConfigProvider(
          SlackConfig.config,
          ConfigProvider.fromMap(new Map(Object.entries(entries)))
        )
      const options = yield* read({
        SLACK_WEBHOOK_URL: good,
        SLACK_WEBHOOK_HOST: "a.example, b.example:8443 ,"
      })
      assert.strictEqual(Redacted.value(options.webhookUrl), good)
      assert.deepStrictEqual(options.allowedHosts, ["a.example", "b.example:8443"])
      for (const entries of [{}, { SLACK_WEBHOOK_URL: " " }]) {
        assert.isTrue(ConfigError.isMissingDataOnly(yield* Effect.flip(read(entries))))
      }
    })
  )
})
