import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as Notification from "../../src/report/Notification.js"
import type { JobReport } from "../../src/report/Report.js"
import * as Destination from "../../src/watch/Destination.js"
import * as Notifier from "../../src/watch/Notifier.js"
import * as Reports from "../report/Reports.js"
import * as Logs from "./Logs.js"

const [clean] = Reports.clean.jobs
const [partial] = Reports.partial.jobs
if (clean === undefined || partial === undefined) throw new Error("reports without jobs")

const webhook = (
  label: string,
  more: Partial<Destination.Webhook> = {},
  path = label
): Destination.Webhook => ({
  label,
  slack: { webhookUrl: Redacted.make(`https://hooks.slack.com/services/T0/B0/${path}-sentinel`) },
  ...more
})

/** Webhooks that answer by the last part of their path, and what they received when. */
const channels = (answer: (path: string) => Response = () => new Response("ok")) => {
  const posts: Array<{ readonly path: string; readonly at: number; readonly body: string }> = []
  const client = HttpClient.make((request, url) =>
    Effect.map(Clock.currentTimeMillis, (at) => {
      const path = url.pathname.replace(/^.*\/(.*)-sentinel$/, "$1")
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      posts.push({ path, at, body })
      return HttpClientResponse.fromWeb(request, answer(path))
    })
  )
  return { posts, client: Layer.succeed(HttpClient.HttpClient, client) }
}

const notify = (
  reports: ReadonlyArray<JobReport>,
  destinations: ReadonlyArray<Destination.Webhook>,
  client: Layer.Layer<HttpClient.HttpClient>,
  options: Notifier.Options = {}
) =>
  Effect.flatMap(Notifier.Notifier, ({ notify }) => Effect.forEach(reports, notify, { concurrency: 4 })).pipe(
    Effect.provide(Layer.provide(Destination.layerNotifier(destinations, options), client)),
    Effect.fork,
    Effect.tap(() => TestClock.adjust("2 minutes")),
    Effect.flatMap((fiber) => fiber.await),
    Effect.flatten
  )

describe("Destination", () => {
  it.effect("S7 one destination that fails does not stop the others, and each result is told", () =>
    Effect.gen(function* () {
      const { client, posts } = channels((path) =>
        path === "broken" ? new Response("no_service", { status: 404 }) : new Response("ok")
      )
      const [told] = yield* notify([partial], [webhook("a"), webhook("broken"), webhook("b")], client)
      assert.deepStrictEqual(posts.map(({ path }) => path).sort(), ["a", "b", "broken"])
      assert.deepStrictEqual(
        told?.map(({ destination, result }) => [destination, result]),
        [
          ["a", "delivered"],
          ["broken", "undelivered"],
          ["b", "delivered"]
        ]
      )
      assert.match(told?.[1]?.reason ?? "", /^Slack \(hooks\.slack\.com\).*no_service/)
      assert.notInclude(JSON.stringify(told), "sentinel")
    })
  )

  it.effect("S2 destinations with one URL share its pace, others do not wait for them", () =>
    Effect.gen(function* () {
      const { client, posts } = channels()
      yield* notify([partial], [webhook("a"), webhook("twin", {}, "a"), webhook("b")], client)
      const at = (path: string) => posts.filter((post) => post.path === path).map((post) => post.at)
      assert.deepStrictEqual(at("b"), [0])
      assert.deepStrictEqual(at("a"), [0, 1000])
    })
  )

  it.effect("S7 each destination is told only what it wants to know", () =>
    Effect.gen(function* () {
      const { client, posts } = channels()
      const destinations = [
        webhook("failures", { when: "on-failure" }),
        webhook("recordings", { kinds: ["recording-job"] }),
        webhook("partials", { outcomes: ["partial"] }),
        webhook("silent", { when: "never" })
      ]
      const told = yield* notify([clean, partial], destinations, client)
      assert.deepStrictEqual(posts.map(({ path }) => path).sort(), ["failures", "partials"])
      assert.deepStrictEqual(told[0], [
        Notification.skipped("failures", "the job succeeded"),
        Notification.skipped("recordings", "it is for jobs of other kinds"),
        Notification.skipped("partials", "it is for other outcomes"),
        Notification.skipped("silent", "notifications are switched off")
      ])
      assert.deepStrictEqual(
        told[1]?.map(({ result }) => result),
        ["delivered", "skipped", "delivered", "skipped"]
      )
    })
  )

  it.effect("S4 a destination has its own mention, on failure only", () =>
    Effect.gen(function* () {
      const { client, posts } = channels()
      yield* notify([clean, partial], [webhook("a", { mention: "<!subteam^S0123ABCD>" })], client)
      assert.deepStrictEqual(
        posts.map(({ body }) => body.includes("<!subteam^S0123ABCD>")),
        [false, true]
      )
    })
  )

  it.effect("S7 on-change remembers for each destination what was delivered there", () =>
    Effect.gen(function* () {
      let broken = true
      const { client, posts } = channels((path) =>
        path === "flaky" && broken ? new Response("no_service", { status: 404 }) : new Response("ok")
      )
      const options = { when: "on-change" as const, log: Logs.memory(), region: "mypurecloud.ie" }
      const destinations = [webhook("steady"), webhook("flaky"), webhook("always", { when: "always" })]
      yield* notify([partial], destinations, client, options)
      broken = false
      const [told] = yield* notify([partial], destinations, client, options)
      assert.deepStrictEqual(
        ["steady", "flaky", "always"].map((label) => posts.filter(({ path }) => path === label).length),
        [1, 2, 2]
      )
      assert.deepStrictEqual(
        told?.map(({ result }) => result),
        ["skipped", "delivered", "delivered"]
      )
    })
  )

  it.effect("C1 a webhook that cannot be used is found before anything is sent", () =>
    Effect.gen(function* () {
      const { client, posts } = channels()
      const bad = { label: "bad", slack: { webhookUrl: Redacted.make("http://example.com/sentinel") } }
      const error = yield* Effect.flip(notify([partial], [webhook("a"), bad], client))
      assert.strictEqual(error._tag, "InvalidSlackConfig")
      assert.notInclude(error.message, "sentinel")
      assert.deepStrictEqual(posts, [])
    })
  )
})
