import { gunzipSync } from "node:zlib"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as TestClock from "effect/TestClock"
import type * as FaultRule from "../../src/simulator/FaultRule.js"
import * as Scenario from "../../src/simulator/Scenario.js"
import * as Simulator from "../../src/simulator/Simulator.js"
import * as Client from "./Client.js"

const body = { entities: [{ id: "a" }, { id: "b" }], total: 2 }

/** A platform whose one path answers `body`, spoiled by the fault. */
const withFault = (fault: (typeof FaultRule.Rule.Encoded)["fault"]) =>
  Effect.map(
    Simulator.listen({
      scenario: Scenario.make({
        routes: [{ path: "/api/v2/list", anonymous: true, steps: [{ body }] }],
        faults: [{ match: { path: "/api/v2/list" }, fault }]
      })
    }),
    (simulator) => ({ ...simulator, list: `${simulator.url}/api/v2/list` })
  )

describe("Delivery", () => {
  it.scoped("sends whole answers with their length, and the date of Effect's clock", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(784_111_777_000)
      const { list } = yield* withFault({ type: "latency", millis: 0 })
      const reply = yield* Client.send(list)
      assert.deepStrictEqual(Client.json(reply), body)
      assert.strictEqual(reply.headers["content-length"], String(reply.bytes.byteLength))
      assert.strictEqual(reply.headers["content-type"], "application/json")
      assert.strictEqual(reply.headers["date"], "Sun, 06 Nov 1994 08:49:37 GMT")
    })
  )

  it.scoped("resets the connection before the headers", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "resetBeforeHeaders" })
      const broken = yield* Effect.flip(Client.send(list))
      assert.deepInclude(broken, { code: "ECONNRESET", received: undefined })
      assert.strictEqual(yield* Client.ending(list), "reset")
    })
  )

  it.scoped("resets the connection in mid-body, after the bytes asked for", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "resetMidBody", afterBytes: 12 })
      const broken = yield* Effect.flip(Client.send(list))
      assert.deepInclude(broken, { code: "ECONNRESET", received: JSON.stringify(body).slice(0, 12) })
      assert.strictEqual(yield* Client.ending(list), "reset")
    })
  )

  it.scoped("cuts the connection before the announced length", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "truncated", how: "cut" })
      const broken = yield* Effect.flip(Client.send(list))
      const whole = JSON.stringify(body)
      assert.strictEqual(broken.received, whole.slice(0, Math.floor(whole.length / 2)))
      assert.strictEqual(yield* Client.ending(list), "ended")
    })
  )

  it.scoped("sends a complete answer whose JSON stops early", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "truncated", afterBytes: 20 })
      const reply = yield* Client.send(list)
      assert.strictEqual(reply.status, 200)
      assert.strictEqual(reply.text, JSON.stringify(body).slice(0, 20))
      assert.strictEqual(reply.headers["content-length"], "20")
    })
  )

  it.scoped("never answers a hang, and notes that the caller gave up", () =>
    Effect.gen(function* () {
      const simulator = yield* withFault({ type: "hang" })
      const waiting = yield* Effect.fork(Client.send(simulator.list))
      yield* Effect.repeat(Client.send(`${simulator.url}/__requests`), {
        until: (reply) => reply.text.includes("hang")
      })
      yield* Fiber.interrupt(waiting)
      yield* Effect.repeat(Client.send(`${simulator.url}/__requests`), {
        until: (reply) => reply.text.includes('"aborted": true')
      })
      assert.strictEqual((yield* simulator.requests)[0]?.status, null)
    })
  )

  it.scoped("falls silent after the headers", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "silence" })
      assert.strictEqual(yield* Client.head(list), 200)
      const waiting = yield* Effect.fork(Client.send(list))
      assert.strictEqual(yield* Client.head(list), 200)
      assert.isTrue((yield* Fiber.poll(waiting))._tag === "None")
    })
  )

  it.scoped("drips, drop by drop, by the clock", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "drip", bytes: 10, everyMillis: 1000 })
      const reply = yield* Client.whileTimePasses(Client.send(list))
      assert.deepStrictEqual(Client.json(reply), body)
      assert.strictEqual(reply.headers["transfer-encoding"], "chunked")
    })
  )

  it.scoped("compresses", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "gzip" })
      const reply = yield* Client.send(list)
      assert.strictEqual(reply.headers["content-encoding"], "gzip")
      assert.strictEqual(gunzipSync(reply.bytes).toString(), JSON.stringify(body))
    })
  )

  it.scoped("answers HTML, nothing, or another content type with 200", () =>
    Effect.gen(function* () {
      const html = yield* Effect.flatMap(withFault({ type: "html" }), ({ list }) => Client.send(list))
      assert.strictEqual(html.status, 200)
      assert.match(html.headers["content-type"] ?? "", /^text\/html/)
      assert.match(html.text, /^<!doctype html>/)
      const empty = yield* Effect.flatMap(withFault({ type: "empty" }), ({ list }) => Client.send(list))
      assert.deepInclude(empty, { status: 200, text: "" })
      const csv = yield* Effect.flatMap(withFault({ type: "contentType", value: "text/csv" }), ({ list }) =>
        Client.send(list)
      )
      assert.strictEqual(csv.headers["content-type"], "text/csv")
    })
  )

  it.scoped("leaves fields out and adds unknown ones", () =>
    Effect.gen(function* () {
      const { list } = yield* withFault({ type: "json", remove: ["/total"], set: { "/new": [1] } })
      assert.deepStrictEqual(Client.json(yield* Client.send(list)), { entities: body.entities, new: [1] })
    })
  )

  it.scoped("holds an answer back by the clock", () =>
    Effect.gen(function* () {
      const simulator = yield* withFault({ type: "latency", millis: 2500 })
      yield* Client.whileTimePasses(Client.send(simulator.list))
      assert.isAtLeast((yield* simulator.requests)[0]?.tookMillis ?? 0, 2500)
    })
  )
})
