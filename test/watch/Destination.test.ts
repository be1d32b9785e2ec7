import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import type { JobReport, Notification } from "../../src/report/Report.js"
import * as Destination from "../../src/watch/Destination.js"
import * as Notifier from "../../src/watch/Notifier.js"
import * as Reports from "../report/Reports.js"
import * as Logs from "./Logs.js"

const [clean] = Reports.clean.jobs
const [partial] = Reports.partial.jobs
if (clean === undefined || partial === undefined) throw new Error("reports without jobs")

const part = (destination: string, result: Notification["result"], reason?: string): Notification => ({
  destination,
  result,
  reason
})

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
  it.effect("S7 one destination that fails does not stop the others, and the worst result is reported", () =>
    Effect.gen(function* () {
      const { client, posts } = channels((path) =>
        path === "broken" ? new Response("no_service", { status: 404 }) : new Response("ok")
      )
      const [told] = yield* notify([partial], [webhook("a"), webhook("broken"), webhook("b")], client)
      assert.deepStrictEqual(posts.map(({ path }) => path).sort(), ["a", "b", "broken"])
      assert.strictEqual(told?.result, "undelivered")
      assert.strictEqual(told?.destination, "a, broken, b")
      assert.match(told?.reason ?? "", /^broken: Slack \(hooks\.slack\.com\).*no_service/)
      assert.notInclude(told?.reason ?? "", "sentinel")
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
      assert.strictEqual(told[0]?.result, "skipped")
      for (const { label } of destinations) assert.include(told[0]?.reason ?? "", `${label}: `)
      assert.deepStrictEqual(told[1], part("failures, partials", "delivered"))
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
      assert.deepStrictEqual(told, part("flaky, always", "delivered"))
    })
  )

  it("S7 the worst result wins, and reasons name their destination", () => {
    const { combine } = Destination
    assert.deepStrictEqual(combine([part("slack", "delivered")]), part("slack", "delivered"))
    assert.deepStrictEqual(combine([]), part("none", "skipped"))
    assert.deepStrictEqual(
      combine([
        part("a", "delivered"),
        part("b", "degraded", "layout"),
        part("c", "skipped", "not for this")
      ]),
      part("a, b", "degraded", "b: layout")
    )
    assert.deepStrictEqual(
      combine([part("a", "undelivered", "x"), part("b", "degraded", "y")]),
      part("a, b", "undelivered", "a: x; b: y")
    )
    assert.deepStrictEqual(
      combine([part("a", "skipped", "dry run"), part("b", "skipped", "dry run")]),
      part("a, b", "skipped", "dry run")
    )
  })

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
