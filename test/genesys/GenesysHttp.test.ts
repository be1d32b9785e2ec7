import * as HttpBody from "@effect/platform/HttpBody"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Inspectable from "effect/Inspectable"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Tracer from "effect/Tracer"
import * as Call from "../../src/genesys/Call.js"
import * as GenesysConfig from "../../src/genesys/GenesysConfig.js"
import type { GenesysError } from "../../src/genesys/GenesysError.js"
import * as GenesysHttp from "../../src/genesys/GenesysHttp.js"
import * as Reply from "../../src/testing/Reply.js"
import * as ScriptedGenesys from "../../src/testing/ScriptedGenesys.js"
import * as Door from "./Door.js"

const fine = Reply.ok(Door.thing)
const http = GenesysHttp.GenesysHttp
const keyOf = ({ headers }: ScriptedGenesys.Asked) => headers["idempotency-key"]
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Everything that ends in a span: names, attributes and how it ended. */
const recording = (seen: Array<string>): Tracer.Tracer =>
  Tracer.make({
    context: (run) => run(),
    span: (name, parent, context, links, startTime, kind, options) => {
      seen.push(`${name} began as ${kind} ${JSON.stringify(options?.attributes ?? {})}`)
      return {
        _tag: "Span",
        name,
        spanId: "span",
        traceId: "trace",
        parent,
        context,
        status: { _tag: "Started", startTime },
        attributes: new Map(),
        links,
        sampled: true,
        kind,
        end: (_, exit) =>
          seen.push(`${name} ended ${Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "well"}`),
        attribute: (key, value) => seen.push(`${name} ${key} ${String(value)}`),
        event: (event) => seen.push(`${name} ${event}`),
        addLinks: () => undefined
      }
    }
  })

describe("GenesysHttp", () => {
  it.effect(
    "H1 get answers with the decoded body, sent to the region's API with the token of the login",
    () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* Door.get(), Door.thing)
        const [asked] = yield* Door.requests
        assert.strictEqual(asked?.host, "api.mypurecloud.ie")
        assert.strictEqual(asked?.path, "/api/v2/things/1")
        assert.strictEqual(asked?.headers["authorization"], "Bearer token-1")
        assert.strictEqual(asked?.headers["genesys-app"], "genesys-jobs")
      }).pipe(Effect.provide(Door.one(fine)))
  )

  it.effect("H1 every method sends what it is given", () =>
    Effect.gen(function* () {
      const { delete: remove, patch, post, put, request } = yield* http
      const body = { name: "x" }
      const path = "/api/v2/things"
      yield* post(path, Door.Thing, { body })
      yield* put(path, Door.Thing, { body: Call.json(Schema.Struct({ name: Schema.String }), body) })
      yield* patch(path, Door.Thing, { rawBody: HttpBody.text("name=x", "text/plain") })
      yield* remove(path, Schema.Void, { headers: { "if-match": "7", authorization: "Bearer mine" } })
      yield* request({ method: "HEAD", path, schema: Schema.Void })
      assert.deepStrictEqual(
        (yield* Door.requests).map(
          (asked) => `${asked.method} ${asked.headers["content-type"]} ${asked.body}`
        ),
        [
          'POST application/json {"name":"x"}',
          'PUT application/json {"name":"x"}',
          "PATCH text/plain name=x",
          "DELETE undefined ",
          "HEAD undefined "
        ]
      )
      const [, , , deleted] = yield* Door.requests
      assert.deepInclude(deleted?.headers, { "if-match": "7", authorization: "Bearer token-1" })
    }).pipe(
      Effect.provide(
        Door.layer({
          "POST /api/v2/things": fine,
          "PUT /api/v2/things": fine,
          "PATCH /api/v2/things": fine,
          "DELETE /api/v2/things": Reply.answer(204),
          "HEAD /api/v2/things": Reply.answer(200)
        })
      )
    )
  )

  it.effect("H1 a request tells status, headers, correlation id, the platform's hint and what it took", () =>
    Effect.gen(function* () {
      const { request } = yield* http
      const reply = yield* Door.finished(
        request({ method: "GET", path: Door.path, params: { id: "1" }, schema: Door.Thing })
      )
      assert.deepInclude(reply, {
        value: Door.thing,
        status: 202,
        correlationId: "id-1",
        attempts: 3,
        retries: 1
      })
      assert.deepStrictEqual(reply.retryAfter, Option.some(Duration.seconds(5)))
      assert.strictEqual(reply.headers["x-other"], "y")
    }).pipe(
      Effect.provide(
        Door.one([
          Reply.answer(401),
          Reply.answer(503),
          Reply.answer(202, Door.thing, {
            headers: { "ININ-Correlation-Id": "id-1", "Retry-After": "5", "X-Other": "y" }
          })
        ])
      )
    )
  )

  it.effect("H1 a call that cannot be sent says what is wrong with it, and is no defect", () =>
    Effect.gen(function* () {
      const { get, post } = yield* http
      const loop: Record<string, unknown> = {}
      loop["self"] = loop
      const errors = [
        yield* Effect.flip(get(Door.path, Door.Thing)),
        yield* Effect.flip(get("@evil.example/x", Door.Thing)),
        yield* Effect.flip(post("/x", Door.Thing, { body: loop }))
      ]
      assert.deepStrictEqual(
        errors.map(({ reason }) =>
          reason._tag === "Transport" ? `${reason.kind} ${reason.sent} ${reason.code}` : ""
        ),
        ["invalid no parameter id", "invalid no path", "invalid no body"]
      )
      assert.strictEqual((yield* Door.requests).length, 0)
    }).pipe(Effect.provide(Door.one(fine)))
  )

  it.effect("H3 a redirect is not followed", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Door.get())
      assert.deepInclude(error.reason, { _tag: "Rejected", status: 302 })
      assert.strictEqual((yield* Door.requests).length, 1)
    }).pipe(
      Effect.provide(Door.one(Reply.answer(302, "", { headers: { location: "https://evil.example/" } })))
    )
  )

  it.effect("F1 a good status with a bad body is repeated, then told as undecodable", () =>
    Effect.gen(function* () {
      const error = yield* Door.failing(Door.get())
      assert.deepInclude(error.reason, { _tag: "Undecodable", status: 200 })
      assert.strictEqual(error.attempts, 6)
    }).pipe(Effect.provide(Door.one([Reply.ok("<html>"), Reply.ok('{"id":'), Reply.ok({}), Reply.ok("")])))
  )

  describe("idempotency", () => {
    const routes = Door.layer({
      "POST /api/v2/things": fine,
      "PUT /api/v2/things": fine,
      "PATCH /api/v2/things": fine
    })
    const send = (method: "post" | "put" | "patch", options: Call.Options = {}) =>
      Effect.flatMap(http, (door) => door[method]("/api/v2/things", Door.Thing, options))

    it.effect("I1 POST and PUT carry a key in the form of a UUID; two intended calls carry two", () =>
      Effect.gen(function* () {
        yield* send("post", { body: { a: 1 } })
        yield* send("post", { body: { a: 1 } })
        yield* send("put", { body: { a: 1 } })
        yield* send("patch", { body: { a: 1 } })
        const keys = (yield* Door.requests).map(keyOf)
        for (const key of keys.slice(0, 3)) assert.match(key ?? "", uuid)
        assert.strictEqual(new Set(keys.slice(0, 3)).size, 3)
        assert.isUndefined(keys[3])
      }).pipe(Effect.provide(routes))
    )

    it.effect(
      "I1 one operation has one key, whatever the order of the body's fields; another body, path or query another",
      () =>
        Effect.gen(function* () {
          const operationId = "operation-1"
          yield* send("post", { operationId, body: { a: 1, b: 2 } })
          yield* send("post", { operationId, body: { b: 2, a: 1 } })
          yield* send("post", { operationId, body: { a: 1, b: 3 } })
          yield* send("post", { operationId, body: { a: 1, b: 2 }, query: { dryRun: true } })
          yield* send("post", { operationId, rawBody: HttpBody.text("a") })
          yield* send("post", { operationId, rawBody: HttpBody.text("b") })
          yield* send("put", { operationId, body: { a: 1, b: 2 } })
          const [first, second, ...others] = (yield* Door.requests).map(keyOf)
          assert.strictEqual(first, second)
          assert.strictEqual(new Set([first, ...others]).size, 6)
        }).pipe(Effect.provide(routes))
    )
  })

  describe("secrets", () => {
    const sentinels = [Door.secret, "token-1", btoa(`client-1:${Door.secret}`)]
    const echo = sentinels.map((sentinel) => `authorization ${sentinel}`).join(" ")
    const secretToken = "sentinel-token-0123456789"
    const all = [Door.secret, btoa(`client-1:${Door.secret}`), secretToken]
    const login = Reply.ok({ access_token: secretToken, expires_in: 600 })
    const repeated = `${echo} ${secretToken}`
    const replies: ReadonlyArray<Reply.Reply> = [
      ...[400, 401, 403, 404, 409, 429, 500, 503].map((status) =>
        Reply.answer(status, {
          code: repeated,
          message: repeated,
          contextId: repeated,
          details: [{ errorCode: repeated }]
        })
      ),
      Reply.answer(502, `<html>${repeated}</html>`),
      Reply.ok(repeated),
      Reply.ok({ id: [repeated] }),
      Reply.Reply.Fault({ cause: Object.assign(new Error(repeated), { code: "ECONNRESET" }), after: 0 }),
      Reply.Reply.Fault({ cause: new TypeError(repeated), after: 0 })
    ]

    it.effect("C2 no error, cause, log or span shows a secret, not even one that the platform repeats", () =>
      Effect.gen(function* () {
        for (const reply of replies) {
          const shown: Array<string> = []
          const logger = Logger.make(({ cause, message }) => {
            shown.push(Inspectable.toStringUnknown(message), Cause.pretty(cause))
          })
          const exit = yield* Door.finished(
            Effect.exit(Effect.tapErrorCause(Door.get(), Effect.logError))
          ).pipe(
            Effect.provide(Door.one(reply, { login })),
            Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
            Effect.withTracer(recording(shown))
          )
          assert.isTrue(Exit.isFailure(exit))
          if (Exit.isFailure(exit)) {
            shown.push(
              Cause.pretty(exit.cause, { renderErrorCause: true }),
              Inspectable.toStringUnknown(exit),
              JSON.stringify(exit),
              Inspectable.format(exit.cause)
            )
          }
          for (const sentinel of all) assert.notInclude(shown.join("\n"), sentinel)
          assert.isAbove(shown.length, 4)
        }
      })
    )

    it.effect("C2 a given token is not shown either", () =>
      Effect.gen(function* () {
        const error = yield* Door.failing(Door.get())
        assert.notInclude(`${JSON.stringify(error)}${error.stack}`, secretToken)
      }).pipe(
        Effect.provide(
          Door.one(Reply.answer(403, { message: repeated }), {
            checksTokens: false,
            credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make(secretToken) })
          })
        )
      )
    )
  })

  it.effect("E6 one span a call, with method and template and without a concrete URL", () => {
    const spans: Array<string> = []
    return Effect.gen(function* () {
      yield* Door.finished(Door.get())
      assert.deepStrictEqual(
        spans.filter((line) => line.includes(" began ")),
        [
          'GenesysHttp.request began as client {"http.request.method":"GET","url.template":"/api/v2/things/{id}","operation":"GET /api/v2/things/{id}"}',
          "Auth.grant began as client {}"
        ]
      )
      assert.includeMembers(spans, [
        "GenesysHttp.request http.request.resend_count 1",
        "GenesysHttp.request http.response.status_code 200"
      ])
    }).pipe(Effect.provide(Door.one([Reply.answer(503), fine])), Effect.withTracer(recording(spans)))
  })

  it.effect("E6 the span of a call that failed tells with what", () => {
    const spans: Array<string> = []
    return Effect.gen(function* () {
      yield* Door.failing(Door.get())
      assert.includeMembers(spans, [
        "GenesysHttp.request http.request.resend_count 0",
        "GenesysHttp.request http.response.status_code 404",
        "GenesysHttp.request correlationId id-7",
        "GenesysHttp.request error.type NotFound"
      ])
    }).pipe(
      Effect.provide(Door.one(Reply.answer(404, "", { headers: { "inin-correlation-id": "id-7" } }))),
      Effect.withTracer(recording(spans))
    )
  })

  it.effect("E1 comes in three sizes: over its parts, from a value, from Config", () =>
    Effect.gen(function* () {
      const platform = ScriptedGenesys.layer({ [`GET ${Door.path}`]: fine })
      const fromValue = GenesysHttp.layerOptions({ credentials: Door.credentials })
      const fromConfig = Layer.provide(
        GenesysHttp.layerConfig,
        Layer.setConfigProvider(
          ConfigProvider.fromMap(
            new Map([
              ["GENESYS_CLIENT_ID", "client-1"],
              ["GENESYS_CLIENT_SECRET", "a-secret"]
            ])
          )
        )
      )
      for (const door of [fromValue, fromConfig])
        assert.deepStrictEqual(yield* Effect.provide(Door.get(), Layer.provide(door, platform)), Door.thing)
    })
  )

  it.effect("E2 two doors live side by side, each with its token and its circuit", () =>
    Effect.gen(function* () {
      const well = yield* Layer.build(
        Door.one(fine, { login: Reply.ok({ access_token: "a", expires_in: 600 }) })
      )
      const ill = yield* Layer.build(Door.one(Reply.answer(503), { policy: { retry: { maxRetries: 0 } } }))
      for (let call = 0; call < 6; call++) yield* Effect.flip(Effect.provide(Door.get(), ill))
      assert.deepStrictEqual(yield* Effect.provide(Door.get(), well), Door.thing)
      const error = yield* Effect.flip(Effect.provide(Door.get(), ill))
      assert.strictEqual(error.reason._tag, "CircuitOpen")
    }).pipe(Effect.scoped)
  )

  it.effect("E3 the same clock and the same seed give the same trace, to the millisecond", () => {
    const script = [
      Reply.answer(503),
      Reply.answer(429),
      Reply.fault("ECONNRESET"),
      Reply.answer(503),
      fine
    ] as const
    const trace = Effect.suspend(() =>
      Door.finished(Door.get()).pipe(
        Effect.zipRight(Door.gaps),
        Effect.provide(Door.one([...script])),
        Effect.withRandom(Random.make("seed"))
      )
    )
    return Effect.gen(function* () {
      const first = yield* trace
      assert.strictEqual(first.length, 4)
      assert.deepStrictEqual(yield* trace, first)
    })
  })

  const step = FastCheck.oneof(
    FastCheck.record({
      kind: FastCheck.constant("status" as const),
      status: FastCheck.constantFrom(500, 502, 503, 504, 408, 429)
    }),
    FastCheck.record({
      kind: FastCheck.constant("wait" as const),
      seconds: FastCheck.integer({ min: 0, max: 240 })
    }),
    FastCheck.record({
      kind: FastCheck.constant("network" as const),
      code: FastCheck.constantFrom("ECONNRESET", "ENOTFOUND")
    }),
    FastCheck.record({ kind: FastCheck.constant("unauthorized" as const) }),
    FastCheck.record({
      kind: FastCheck.constant("slow" as const),
      seconds: FastCheck.integer({ min: 1, max: 20 })
    })
  )

  it.effect.prop(
    "R1 R2 R6 whatever the platform does: never early, never past the deadline, never more than the budgets",
    {
      steps: FastCheck.array(step, { minLength: 1, maxLength: 12 }),
      deadline: FastCheck.integer({ min: 1, max: 400 }),
      maxRetries: FastCheck.nat(6),
      networkMaxRetries: FastCheck.nat(4),
      seed: FastCheck.nat()
    },
    ({ deadline, maxRetries, networkMaxRetries, seed, steps }) => {
      const reply = (each: (typeof steps)[number]): Reply.Reply => {
        switch (each.kind) {
          case "status":
            return Reply.answer(each.status)
          case "wait":
            return Reply.answer(429, "", { headers: { "retry-after": `${each.seconds}` } })
          case "network":
            return Reply.fault(each.code)
          case "unauthorized":
            return Reply.answer(401)
          case "slow":
            return Reply.ok(Door.thing, { after: Duration.seconds(each.seconds) })
        }
      }
      const [first, ...more] = [...steps.map(reply), fine]
      if (first === undefined) return Effect.void
      return Effect.gen(function* () {
        const began = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
        const exit = yield* Door.finished(
          Effect.exit(Effect.timed(Door.get({ deadline: Duration.seconds(deadline) })))
        )
        const asked = yield* Door.requests
        const took = asked.map(({ at }) => at - began)
        for (const [index, at] of took.entries()) {
          assert.isBelow(at, deadline * 1_000)
          const before = steps[index - 1]
          const previous = took[index - 1]
          if (before?.kind === "wait" && previous !== undefined)
            assert.strictEqual(at - previous, Math.max(1, before.seconds) * 1_000)
        }
        const answered = steps.slice(0, asked.length)
        const http = answered.filter(({ kind }) => kind === "status" || kind === "wait").length
        const network = answered.filter(({ kind }) => kind === "network" || kind === "slow").length
        const replays = answered.filter(({ kind }) => kind === "unauthorized").length
        assert.isAtMost(http, maxRetries + 1)
        assert.isAtMost(network, networkMaxRetries + 1)
        assert.isAtMost(asked.length, maxRetries + networkMaxRetries + 1 + Math.min(1, replays))
        if (Exit.isFailure(exit)) {
          const error: Option.Option<GenesysError> = Cause.failureOption(exit.cause)
          assert.strictEqual(Option.getOrThrow(error).attempts, asked.length)
        }
      }).pipe(
        Effect.provide(
          Door.one([first, ...more], { policy: { breaker: false, retry: { maxRetries, networkMaxRetries } } })
        ),
        Effect.withRandom(Random.make(seed))
      )
    },
    { fastCheck: { numRuns: 40 } }
  )
})
