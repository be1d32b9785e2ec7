import { inspect } from "node:util"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as Tracer from "effect/Tracer"
import type { Payload } from "../../src/slack/BlockKit.js"
import * as Slack from "../../src/slack/Slack.js"
import type * as SlackConfig from "../../src/slack/SlackConfig.js"
import type { SlackError } from "../../src/slack/SlackError.js"
import * as SlackMessage from "../../src/slack/SlackMessage.js"
import * as ScriptedWebhook from "./ScriptedWebhook.js"

const message: Payload = {
  text: "one line",
  blocks: [{ type: "header", text: { type: "plain_text", text: "Header", emoji: false } }],
  unfurl_links: false,
  unfurl_media: false
}

const bare = { text: "one line", unfurl_links: false, unfurl_media: false }

const scenario = (script: ReadonlyArray<ScriptedWebhook.Step>, policy: SlackConfig.Policy = {}) => {
  const { layer, seen } = ScriptedWebhook.make(script)
  const slack = Slack.layerOptions({ webhookUrl: ScriptedWebhook.url, ...policy }).pipe(
    Layer.provide(layer),
    Layer.orDie
  )
  return { seen, slack, times: () => seen.map(({ at }) => at) }
}

const post = Effect.flatMap(Slack.Slack, (slack) => slack.post(message))

/** Posts once and lets as much virtual time pass as is needed. */
const run = (script: ReadonlyArray<ScriptedWebhook.Step>, policy: SlackConfig.Policy = {}) => {
  const { seen, slack, times } = scenario(script, policy)
  return Effect.gen(function* () {
    const start = yield* Clock.currentTimeMillis
    const fiber = yield* Effect.fork(Effect.either(post))
    yield* TestClock.adjust("10 minutes")
    return { result: yield* Fiber.join(fiber), seen, times: times().map((at) => at - start) }
  }).pipe(Effect.provide(slack), Effect.withRandom(Random.make("slack")))
}

const delivered = (attempts: number, mayBeTwice = false) => Slack.Delivery.Delivered({ attempts, mayBeTwice })

const reasonOf = (result: Either.Either<Slack.Delivery, SlackError>) =>
  Either.match(result, {
    onLeft: (error) => error.reason._tag as string,
    onRight: (delivery) => delivery._tag
  })

const limited = (seconds: string) => ({
  status: 429,
  body: '{"retry_after":1,"ok":false,"error":"rate_limited"}',
  headers: { "retry-after": seconds }
})

describe("Slack", () => {
  it.effect("S1 posts JSON and counts 200 with the body ok as delivered", () =>
    Effect.gen(function* () {
      const { result, seen } = yield* run([ScriptedWebhook.ok])
      assert.deepStrictEqual(result, Either.right(delivered(1)))
      assert.deepStrictEqual(seen[0]?.body, JSON.parse(JSON.stringify(message)))
      assert.strictEqual(seen[0]?.headers["content-type"], "application/json; charset=utf-8")
    })
  )

  it.effect("S1 does not take 200 with any other body for delivered, and does not repeat it", () =>
    Effect.gen(function* () {
      for (const body of ["<html>captive portal</html>", '{"ok":true}', "OK", ""]) {
        const { result, seen } = yield* run([{ status: 200, body }])
        assert.strictEqual(reasonOf(result), "Unexpected")
        assert.strictEqual(seen.length, 1)
      }
    })
  )

  it.effect("S1 reads the body first: a refusal in a 200 is a refusal", () =>
    Effect.gen(function* () {
      const { result, seen } = yield* run([{ status: 200, body: "no_service" }])
      assert.strictEqual(reasonOf(result), "Rejected")
      assert.strictEqual(seen.length, 1)
      const error = Either.isLeft(result) ? result.left : assert.fail("delivered")
      assert.include(error.message, "Slack (hooks.slack.com): the message was refused (200): no_service")
      assert.include(error.fix, "Create a new incoming webhook")
      assert.isFalse(error.isTransient)
    })
  )

  it.effect("S2 repeats a 429 at its Retry-After, never before", () =>
    Effect.gen(function* () {
      const { slack, times } = scenario([limited("30")])
      yield* Effect.gen(function* () {
        const fiber = yield* Effect.fork(post)
        yield* TestClock.adjust(29_999)
        assert.deepStrictEqual(times(), [0])
        yield* TestClock.adjust(1)
        assert.deepStrictEqual(times(), [0, 30_000])
        assert.deepStrictEqual(yield* Fiber.join(fiber), delivered(2))
      }).pipe(Effect.provide(slack))
    })
  )

  it.effect(
    "S2 reads Retry-After as a date against the server's clock, and the JSON field where there is no header",
    () =>
      Effect.gen(function* () {
        const date = yield* run([
          {
            status: 429,
            body: "",
            headers: { "retry-after": "Sun, 22 Nov 2026 20:00:20 GMT", date: "Sun, 22 Nov 2026 20:00:00 GMT" }
          }
        ])
        assert.deepStrictEqual(date.times, [0, 20_000])
        const json = yield* run([
          { status: 429, body: '{"retry_after":7.2,"ok":false,"error":"rate_limited"}' }
        ])
        assert.deepStrictEqual(json.times, [0, 8_000])
      })
  )

  it.effect("S2 holds every other message back as well while Slack asks to wait", () =>
    Effect.gen(function* () {
      const { slack, times } = scenario([{ ...limited("30"), millis: 1_500 }])
      yield* Effect.gen(function* () {
        const fibers = yield* Effect.forEach([1, 2, 3], () => Effect.fork(post))
        yield* TestClock.adjust("5 minutes")
        yield* Fiber.joinAll(fibers)
        assert.deepStrictEqual(times(), [0, 1_000, 31_500, 32_500])
      }).pipe(Effect.provide(slack))
    })
  )

  it.effect("S2 gives a 429 up when the wait would pass the deadline, at once", () =>
    Effect.gen(function* () {
      const { result, seen } = yield* run([limited("3600")])
      assert.strictEqual(seen.length, 1)
      const error = Either.isLeft(result) ? result.left : assert.fail("delivered")
      assert.strictEqual(error.reason._tag, "RateLimited")
      assert.deepStrictEqual(Option.map(error.retryAfter, String), Option.some("Duration(1h)"))
      assert.isTrue(error.isTransient)
    })
  )

  it.effect("S2 waits for no 429 that ends with the deadline, and for one that ends before it", () =>
    Effect.gen(function* () {
      const { slack, times } = scenario([limited("30"), limited("30")], { deadline: "60 seconds" })
      yield* Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.flip(post))
        yield* TestClock.adjust("30 seconds")
        assert.deepStrictEqual(times(), [0, 30_000])
        assert.isTrue(Option.isSome(yield* Fiber.poll(fiber)))
      }).pipe(Effect.provide(slack))
    })
  )

  it.effect("S2 gives a 429 up after its retries", () =>
    Effect.gen(function* () {
      const { result, times } = yield* run(Array.from({ length: 9 }, () => limited("1")))
      assert.strictEqual(reasonOf(result), "RateLimited")
      assert.deepStrictEqual(times, [0, 1_000, 2_000, 3_000, 4_000, 5_000])
    })
  )

  it.effect("S2 repeats refused connections and failed look-ups within the retries", () =>
    Effect.gen(function* () {
      for (const code of ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]) {
        const fault = { fault: ScriptedWebhook.systemError(code) }
        const two = yield* run([fault, fault])
        assert.deepStrictEqual(two.result, Either.right(delivered(3)), code)
        const always = yield* run(
          Array.from({ length: 9 }, () => fault),
          { deadline: "5 minutes" }
        )
        assert.strictEqual(reasonOf(always.result), "Unreachable")
        assert.strictEqual(always.seen.length, 6)
      }
    })
  )

  it.effect("S2 never repeats a broken TLS connection", () =>
    Effect.gen(function* () {
      const { result, seen } = yield* run([{ fault: ScriptedWebhook.systemError("CERT_HAS_EXPIRED") }])
      assert.strictEqual(reasonOf(result), "Unreachable")
      assert.strictEqual(seen.length, 1)
    })
  )

  const ambiguous: Record<string, ScriptedWebhook.Step> = {
    "500 rollup_error": { status: 500, body: "rollup_error" },
    "503 with a page": { status: 503, body: "<html>unavailable</html>" },
    "a reset connection": { fault: ScriptedWebhook.systemError("ECONNRESET") },
    "a fault without a code": { fault: new TypeError("fetch failed") },
    "a body that breaks off": { brokenBody: 200 },
    "no answer in time": "silence"
  }

  for (const [name, step] of Object.entries(ambiguous)) {
    it.effect(`S2 resends once after ${name}, and never with hold`, () =>
      Effect.gen(function* () {
        const once = yield* run([step])
        assert.deepStrictEqual(once.result, Either.right(delivered(2, true)))
        const twice = yield* run([step, step, step])
        assert.strictEqual(reasonOf(twice.result), "Ambiguous")
        assert.strictEqual(twice.seen.length, 2)
        const error = Either.isLeft(twice.result) ? twice.result.left : assert.fail("delivered")
        assert.isTrue(error.mayHaveBeenPosted)
        const held = yield* run([step], { onAmbiguous: "hold" })
        assert.strictEqual(reasonOf(held.result), "Ambiguous")
        assert.strictEqual(held.seen.length, 1)
      })
    )
  }

  it.effect("S2 ends an attempt after five seconds", () =>
    Effect.gen(function* () {
      const { slack, times } = scenario(["silence", "silence"], { onAmbiguous: "hold" })
      yield* Effect.gen(function* () {
        const fiber = yield* Effect.fork(Effect.either(post))
        yield* TestClock.adjust(4_999)
        assert.isTrue(Option.isNone(yield* Fiber.poll(fiber)))
        yield* TestClock.adjust(1)
        assert.strictEqual(reasonOf(yield* Fiber.join(fiber)), "Ambiguous")
        assert.deepStrictEqual(times(), [0])
      }).pipe(Effect.provide(slack))
    })
  )

  it.effect("S2 sends at most one message a second, in order, whoever posts", () =>
    Effect.gen(function* () {
      const { slack, times } = scenario([])
      yield* Effect.gen(function* () {
        const fibers = yield* Effect.forEach([1, 2, 3, 4, 5], () => Effect.fork(post))
        yield* TestClock.adjust("10 seconds")
        yield* Fiber.joinAll(fibers)
        assert.deepStrictEqual(times(), [0, 1_000, 2_000, 3_000, 4_000])
        yield* post
        assert.deepStrictEqual(times().at(-1), 10_000)
      }).pipe(Effect.provide(slack))
    })
  )

  it.effect(
    "S2 delivers a hundred messages that come at once: the wait for a turn counts against no deadline",
    () =>
      Effect.gen(function* () {
        // The first one has to be sent again, behind all others.
        const { slack, times } = scenario([{ status: 500, body: "rollup_error" }])
        yield* Effect.gen(function* () {
          const fibers = yield* Effect.forEach(Array.from({ length: 100 }), () => Effect.fork(post))
          yield* TestClock.adjust("10 minutes")
          const results = yield* Fiber.joinAll(fibers)
          assert.deepStrictEqual(results[0], delivered(2, true))
          assert.isTrue(
            results.slice(1).every((result) => result._tag === "Delivered" && result.attempts === 1)
          )
          assert.deepStrictEqual(
            times(),
            Array.from({ length: 101 }, (_, index) => index * 1_000)
          )
        }).pipe(Effect.provide(slack))
      })
  )

  it.effect("S2 gives up what gets no turn within its time in the queue, and sends nothing of it", () =>
    Effect.gen(function* () {
      const { seen, slack } = scenario([], { queueTimeout: "3 seconds" })
      yield* Effect.gen(function* () {
        const fibers = yield* Effect.forEach([1, 2, 3, 4, 5], () => Effect.fork(Effect.either(post)))
        yield* TestClock.adjust("3 seconds")
        const results = yield* Fiber.joinAll(fibers)
        assert.deepStrictEqual(results.map(reasonOf), [
          "Delivered",
          "Delivered",
          "Delivered",
          "DeadlineExceeded",
          "DeadlineExceeded"
        ])
        assert.strictEqual(seen.length, 3)
      }).pipe(Effect.provide(slack))
    })
  )

  it.effect(
    "S2 a message that is sent again says so in text and layout, and the delivery that it may be double",
    () =>
      Effect.gen(function* () {
        const { result, seen } = yield* run([limited("1"), { status: 502, body: "" }])
        assert.deepStrictEqual(result, Either.right(delivered(3, true)))
        const [first, second, third] = seen.map(({ body }) => JSON.stringify(body))
        assert.strictEqual(second, first)
        assert.strictEqual(third?.split("Attempt 3: an earlier one may have been posted too.").length, 3)
      })
  )

  it.effect("S2 leaves no place taken when a waiting post is interrupted", () =>
    Effect.gen(function* () {
      const { slack, times } = scenario([])
      yield* Effect.gen(function* () {
        yield* post
        const waiting = yield* Effect.fork(post)
        const next = yield* Effect.fork(post)
        yield* TestClock.adjust(500)
        yield* Fiber.interrupt(waiting)
        yield* TestClock.adjust(500)
        yield* Fiber.join(next)
        assert.deepStrictEqual(times(), [0, 1_000])
      }).pipe(Effect.provide(slack))
    })
  )

  it.effect("S5 sends the text alone, once, when Slack refuses the form", () =>
    Effect.gen(function* () {
      for (const body of [
        "invalid_blocks",
        "invalid_payload",
        "invalid_attachments",
        "msg_blocks_too_long",
        "some_new_word"
      ]) {
        const { result, seen, times } = yield* run([{ status: 400, body }])
        assert.deepStrictEqual(
          result,
          Either.right(Slack.Delivery.Degraded({ attempts: 2, mayBeTwice: false, code: body }))
        )
        assert.deepStrictEqual(seen[1]?.body, bare)
        assert.deepStrictEqual(times, [0, 1_000])
        const again = yield* run([
          { status: 400, body },
          { status: 400, body }
        ])
        assert.strictEqual(reasonOf(again.result), "Rejected")
        assert.strictEqual(again.seen.length, 2)
      }
    })
  )

  it.effect("S5 keeps to the policy for the text alone as well", () =>
    Effect.gen(function* () {
      const { result, seen } = yield* run([
        { status: 400, body: "invalid_blocks" },
        limited("5"),
        { status: 502, body: "" }
      ])
      assert.deepStrictEqual(
        result,
        Either.right(Slack.Delivery.Degraded({ attempts: 4, mayBeTwice: true, code: "invalid_blocks" }))
      )
      assert.deepStrictEqual(
        seen.slice(1).map(({ body }) => body),
        [bare, bare, { ...bare, text: `${bare.text} Attempt 4: an earlier one may have been posted too.` }]
      )
    })
  )

  it.effect("S5 has nothing to give up in a message without blocks", () =>
    Effect.gen(function* () {
      const { layer, seen } = ScriptedWebhook.make([{ status: 400, body: "invalid_payload" }])
      const result = yield* Effect.flatMap(Slack.Slack, (slack) =>
        slack.post(SlackMessage.note("hello"))
      ).pipe(
        Effect.either,
        Effect.provide(Slack.layerOptions({ webhookUrl: ScriptedWebhook.url }).pipe(Layer.provide(layer)))
      )
      assert.isTrue(Either.isLeft(result))
      assert.strictEqual(seen.length, 1)
    })
  )

  it.effect("S6 follows no redirect and repeats none", () =>
    Effect.gen(function* () {
      for (const status of [301, 302, 303, 307, 308]) {
        const { result, seen } = yield* run([
          { status, body: "", headers: { location: "https://evil.example/" } }
        ])
        assert.strictEqual(reasonOf(result), "Unexpected")
        assert.strictEqual(seen.length, 1)
      }
    })
  )

  it.effect("S6 tells the fetch client not to follow redirects, and keeps what else it was told", () =>
    Effect.gen(function* () {
      const inits: Array<RequestInit | undefined> = []
      const fetch: typeof globalThis.fetch = (_, init) => {
        inits.push(init)
        return Promise.resolve(new Response("ok"))
      }
      yield* post.pipe(
        Effect.provide(Slack.layerOptions({ webhookUrl: ScriptedWebhook.url })),
        Effect.provide(
          FetchHttpClient.layer.pipe(
            Layer.merge(Layer.succeed(FetchHttpClient.RequestInit, { referrerPolicy: "no-referrer" })),
            Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch))
          )
        )
      )
      assert.strictEqual(inits[0]?.redirect, "manual")
      assert.strictEqual(inits[0]?.referrerPolicy, "no-referrer")
    })
  )

  it.effect("S6 C2 shows the secret in no error, span, log or metric, whatever happens", () =>
    Effect.gen(function* () {
      const secret = Redacted.value(ScriptedWebhook.url)
      const scripts: ReadonlyArray<ReadonlyArray<ScriptedWebhook.Step>> = [
        [ScriptedWebhook.ok],
        [{ status: 404, body: secret }],
        [{ status: 403, body: ScriptedWebhook.sentinel.toLowerCase() }],
        [
          { status: 400, body: `{"error":"${ScriptedWebhook.sentinel}"}` },
          { status: 400, body: ScriptedWebhook.sentinel }
        ],
        [{ status: 302, body: "", headers: { location: secret } }],
        [
          { fault: ScriptedWebhook.systemError("ECONNRESET") },
          { fault: Object.assign(new Error("x"), { code: ScriptedWebhook.sentinel }) }
        ],
        [{ fault: ScriptedWebhook.systemError("CERT_HAS_EXPIRED") }],
        [{ defect: new Error(secret) }, { defect: secret }],
        ["silence", "silence"],
        [limited("3600")]
      ]
      for (const script of scripts) {
        const spans: Array<ReadonlyArray<unknown>> = []
        const lines: Array<string> = []
        const tracer = Tracer.make({
          span: (name, parent, context, links, startTime, kind) => {
            const attributes = new Map<string, unknown>()
            const seen: Array<unknown> = [name, attributes, startTime]
            spans.push(seen)
            return {
              _tag: "Span",
              name,
              spanId: "span",
              traceId: "trace",
              parent,
              context,
              links,
              kind,
              attributes,
              sampled: true,
              status: { _tag: "Started", startTime },
              attribute: (key, value) => void attributes.set(key, value),
              event: (...event) => void seen.push(event),
              addLinks: (more) => void seen.push(more),
              end: (_, exit) => void seen.push(exit)
            }
          },
          context: (f) => f()
        })
        const logger = Logger.make((line) => void lines.push(inspect(line, { depth: 9 })))
        const { layer } = ScriptedWebhook.make(script)
        const program = Effect.gen(function* () {
          const fiber = yield* Effect.fork(
            Effect.exit(post.pipe(Effect.tapErrorCause((cause) => Effect.logError(cause))))
          )
          yield* TestClock.adjust("5 minutes")
          return yield* Fiber.join(fiber)
        }).pipe(
          Effect.provide(Slack.layerOptions({ webhookUrl: ScriptedWebhook.url }).pipe(Layer.provide(layer))),
          Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
          Logger.withMinimumLogLevel(LogLevel.All),
          Effect.withTracer(tracer)
        )
        const exit = yield* program
        const shown = [
          inspect(exit, { depth: 12, showHidden: true }),
          JSON.stringify(exit),
          Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "",
          ...lines,
          ...spans.map((span) => inspect(span, { depth: 12 })),
          inspect(Metric.unsafeSnapshot(), { depth: 9 })
        ].join("\n")
        assert.notInclude(shown.toLowerCase(), ScriptedWebhook.sentinel.toLowerCase())
        assert.deepStrictEqual(
          spans.map(([name]) => name),
          ["Slack.post"]
        )
      }
    })
  )

  it.effect("S7 E6 counts deliveries and says in the span what became of them", () =>
    Effect.gen(function* () {
      const count = (result: string, reason: string) =>
        Effect.map(
          Metric.value(
            Slack.deliveries.pipe(Metric.tagged("result", result), Metric.tagged("reason", reason))
          ),
          ({ count }) => count
        )
      const before = yield* Effect.all([
        count("delivered", "ok"),
        count("degraded", "invalid_blocks"),
        count("undelivered", "Rejected")
      ])
      yield* run([ScriptedWebhook.ok])
      yield* run([{ status: 400, body: "invalid_blocks" }])
      yield* run([{ status: 404, body: "no_team" }])
      const after = yield* Effect.all([
        count("delivered", "ok"),
        count("degraded", "invalid_blocks"),
        count("undelivered", "Rejected")
      ])
      assert.deepStrictEqual(after, before.map((value) => value + 1) as typeof after)
    })
  )

  it.effect("E2 two webhooks have a pace each", () =>
    Effect.gen(function* () {
      const one = scenario([])
      const two = scenario([])
      yield* Effect.all([Effect.provide(post, one.slack), Effect.provide(post, two.slack)])
      assert.deepStrictEqual([one.times(), two.times()], [[0], [0]])
    })
  )

  it.effect("C1 refuses a broken URL before anything is sent, and reads a good one from Config", () =>
    Effect.gen(function* () {
      const { layer, seen } = ScriptedWebhook.make([])
      const from = (url: string) =>
        post.pipe(
          Effect.provide(Slack.layerConfig.pipe(Layer.provide(layer))),
          Effect.withConfigProvider(ConfigProvider.fromMap(new Map([["SLACK_WEBHOOK_URL", url]]))),
          Effect.either
        )
      const broken = yield* from(`https://evil.example/services/T000/B000/${ScriptedWebhook.sentinel}`)
      assert.isTrue(Either.isLeft(broken) && broken.left._tag === "InvalidSlackConfig")
      assert.strictEqual(seen.length, 0)
      assert.isTrue(Either.isRight(yield* from(Redacted.value(ScriptedWebhook.url))))
      assert.strictEqual(seen.length, 1)
    })
  )
})
