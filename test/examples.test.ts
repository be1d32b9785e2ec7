import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/TestClock"
import * as CustomKind from "../examples/custom-kind.js"
import * as Email from "../examples/email.js"
import * as Faster from "../examples/faster.js"
import * as ManagedRuntime from "../examples/managed-runtime.js"
import * as Organisations from "../examples/organisations.js"
import * as Policy from "../examples/policy.js"
import * as Progress from "../examples/progress.js"
import * as Telemetry from "../examples/telemetry.js"
import * as GenesysConfig from "../src/genesys/GenesysConfig.js"
import * as GenesysHttp from "../src/genesys/GenesysHttp.js"
import * as Reply from "../src/testing/Reply.js"
import * as ScriptedGenesys from "../src/testing/ScriptedGenesys.js"
import * as VirtualClock from "../src/testing/VirtualClock.js"
import * as Notifier from "../src/watch/Notifier.js"

// The application under examples/ brings its own test, which is an example as well.
import "../examples/nightly.test.js"

const failure = { id: "rec_1", errorCode: "DUPLICATE_RECORD", errorMessage: "there is one already" }

/** A data action that ends after ten minutes with one failed record. */
const routes: ScriptedGenesys.Routes = {
  "GET /api/v2/data-actions/{id}/status": ({ at }) => {
    const isOver = at >= 600_000
    const status = { status: isOver ? "COMPLETED" : "RUNNING", processedCount: isOver ? 10 : 5 }
    return Reply.ok({ dataActionId: "a1", ...status, totalCount: 10, errorCount: isOver ? 1 : 0 })
  },
  "GET /api/v2/data-actions/{id}/results": Reply.ok({
    pageSize: 100,
    pageNumber: 1,
    total: 1,
    entities: [failure]
  })
}

const platform = ScriptedGenesys.layer(routes)

const door = Layer.orDie(
  GenesysHttp.layerOptions({
    credentials: GenesysConfig.Credentials.ClientCredentials({
      clientId: "client",
      clientSecret: Redacted.make("secret")
    })
  })
).pipe(Layer.provide(platform))

const app = Layer.mergeAll(door, Notifier.layerNoop, VirtualClock.layer())

const run = <A, E>(
  effect: Effect.Effect<A, E, GenesysHttp.GenesysHttp | Notifier.Notifier>,
  layer: Layer.Layer<GenesysHttp.GenesysHttp | Notifier.Notifier> = app
): Promise<A> => Effect.runPromise(Effect.provide(effect, layer))

describe("examples", () => {
  it("E2 managed-runtime: watches with promises, from the environment", async () => {
    const environment = ConfigProvider.fromMap(
      new Map([
        ["GENESYS_CLIENT_ID", "client"],
        ["GENESYS_CLIENT_SECRET", "secret"],
        ["SLACK_WEBHOOK_URL", "https://hooks.slack.com/services/T0/B0/x"]
      ])
    )
    const answers = ScriptedGenesys.layer({
      ...routes,
      "POST https://hooks.slack.com/services/T0/B0/x": Reply.answer(200, "ok")
    })
    const watcher = ManagedRuntime.make(
      Layer.provideMerge(answers, Layer.merge(VirtualClock.layer(), Layer.setConfigProvider(environment)))
    )
    const report = await watcher.watch("a1")
    await watcher.close()
    assert.deepInclude(report, { outcome: "partial" })
    assert.deepInclude(report.notification, { destination: "slack", result: "delivered" })
  })

  it.effect("E2 organisations: asks each at its own host with its own client", () => {
    const me = ({ headers, host }: ScriptedGenesys.Asked) =>
      Reply.ok({ name: `${host} ${headers["authorization"]}` })
    const secrets = { ireland: Redacted.make("i"), sydney: Redacted.make("s") }
    return Effect.map(Organisations.main, (names) =>
      assert.deepStrictEqual(names, [
        "api.mypurecloud.ie Bearer token-1",
        "api.mypurecloud.com.au Bearer token-2"
      ])
    ).pipe(
      Effect.provide(
        Layer.provide(
          Organisations.layer(secrets),
          ScriptedGenesys.layer({ "GET /api/v2/organizations/me": me })
        )
      )
    )
  })

  it("policy: gives up after two repetitions, and takes a missing queue for an answer", async () => {
    const ask = (reply: Reply.Reply) =>
      Effect.gen(function* () {
        const { requests } = yield* ScriptedGenesys.ScriptedGenesys
        const answer = yield* Effect.either(Policy.main("q1"))
        return [answer._tag === "Right" ? answer.right : answer.left.gaveUp, (yield* requests).length]
      }).pipe(
        Effect.provide(
          Layer.provideMerge(
            Layer.merge(Policy.layer(Redacted.make("t")), VirtualClock.layer()),
            ScriptedGenesys.layer({ "GET /api/v2/routing/queues/{id}": reply }, { checksTokens: false })
          )
        ),
        Effect.runPromise
      )
    assert.deepStrictEqual(await ask(Reply.answer(503)), ["spent", 3])
    assert.deepStrictEqual(await ask(Reply.answer(404)), ["(deleted)", 1])
    assert.deepStrictEqual(await ask(Reply.ok({ id: "q1", name: "Sales" })), ["Sales", 1])
  })

  it("email: sends the report, and says when it could not", async () => {
    const sent: Array<{ readonly subject: string; readonly text: string }> = []
    const mail = (result: Effect.Effect<void, Email.MailError>) =>
      Layer.succeed(Email.Mail, {
        send: (letter) =>
          Effect.zipRight(
            Effect.sync(() => sent.push(letter)),
            result
          )
      })
    const watch = (result: Effect.Effect<void, Email.MailError>) =>
      run(
        Email.main("a1"),
        Layer.mergeAll(door, VirtualClock.layer(), Layer.provide(Email.layer, mail(result)))
      )
    assert.deepInclude((await watch(Effect.void)).notification, {
      destination: "e-mail",
      result: "delivered"
    })
    assert.strictEqual(sent[0]?.subject, "data-action/a1: partial")
    assert.include(sent[0]?.text, "DUPLICATE_RECORD")
    const refused = await watch(Effect.fail(new Email.MailError({ message: "mailbox full" })))
    assert.deepInclude(refused.notification, { result: "undelivered", reason: "mailbox full" })
  })

  it("progress: shows the events in order, the last one included", async () => {
    const lines: Array<string> = []
    await run(Progress.main("a1", (line) => Effect.sync(() => lines.push(line))))
    assert.strictEqual(lines[0], "Started")
    assert.deepStrictEqual(lines.slice(-4), [
      "COMPLETED: 10 of 10",
      "1 failed records read",
      "Notified",
      "ended: partial"
    ])
  })

  it("custom-kind: watches what the library does not know", async () => {
    const gateway = ScriptedGenesys.layer({
      "GET /gateway/v1/exports/{exportId}": Reply.ok({ phase: "done", rows: { done: 3, all: 3, bad: 1 } }),
      "GET /gateway/v1/exports/{exportId}/bad-rows": Reply.ok({
        count: 1,
        rows: [{ row: 2, why: "TAX", text: "no rate" }]
      })
    })
    const given = GenesysHttp.layerOptions({
      credentials: GenesysConfig.Credentials.AccessToken({ token: Redacted.make("t") })
    })
    const layer = Layer.merge(Layer.orDie(given), Notifier.layerNoop).pipe(Layer.provide(gateway))
    const report = await run(CustomKind.main("billing-export/e7"), layer)
    assert.strictEqual(report.outcome, "partial")
    assert.deepStrictEqual(
      report.failures.groups.map(({ code, count }) => [code, count]),
      [["TAX", 1]]
    )
  })

  it.effect("telemetry: serves the metrics of the door as Prometheus text", () =>
    Effect.gen(function* () {
      assert.isTrue(Layer.isLayer(Telemetry.layer))
      const response = yield* Telemetry.metrics
      assert.strictEqual(response.status, 200)
      assert.include(response.headers["content-type"], "text/plain; version=0.0.4")
    })
  )

  it.effect("faster: lets an hour pass in a minute", () =>
    Effect.gen(function* () {
      const watch = yield* Effect.fork(Faster.main("a1"))
      yield* TestClock.adjust("9 seconds")
      assert.isTrue(Option.isNone(yield* Fiber.poll(watch)))
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* Fiber.join(watch)).outcome, "partial")
    }).pipe(Effect.provide(Layer.merge(door, Notifier.layerNoop)))
  )
})
