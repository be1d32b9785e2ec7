import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import * as CircuitBreaker from "../../src/resilience/CircuitBreaker.js"

const Result = Schema.Literal("success", "failure", "timeout", "defect", "ignored", "interrupted")

const StateName = Schema.Literal("CLOSED", "OPEN", "HALF_OPEN", "ISOLATED")

const Event = Schema.Struct({
  t: Schema.Number,
  op: Schema.Literal("start", "end", "call", "repeat", "burst", "check", "isolate", "reset"),
  n: Schema.optional(Schema.Number),
  call: Schema.optional(Schema.String),
  key: Schema.optional(Schema.String),
  result: Schema.optional(Result),
  expect: Schema.optional(
    Schema.Union(
      Schema.Literal("admitted", "rejected"),
      Schema.Struct({
        admitted: Schema.optional(Schema.Number),
        admittedMax: Schema.optional(Schema.Number)
      })
    )
  ),
  state: Schema.optional(StateName),
  stateIn: Schema.optional(Schema.Array(StateName))
})

const Case = Schema.Struct({
  id: Schema.String,
  group: Schema.String,
  name: Schema.String,
  config: Schema.Struct({
    failureThreshold: Schema.Number,
    coolDownMs: Schema.Number,
    coolDownFactor: Schema.optional(Schema.Number),
    maxCoolDownMs: Schema.optional(Schema.Number),
    probeLeaseMs: Schema.optional(Schema.Number)
  }),
  events: Schema.Array(Event),
  lenient: Schema.Boolean
})

const Cases = Schema.parseJson(
  Schema.Struct({ format: Schema.Literal("breaker/1"), cases: Schema.Array(Case) })
)

const folder = process.env["CASES_DIR"] ?? "test/cases"
const { cases } = Schema.decodeUnknownSync(Cases)(readFileSync(join(folder, "breaker.json"), "utf8"))

const stateNames = { Closed: "CLOSED", Open: "OPEN", HalfOpen: "HALF_OPEN", Isolated: "ISOLATED" } as const

interface Started {
  readonly admitted: boolean
  readonly end: (result: typeof Result.Type) => Effect.Effect<void>
}

// A call that queued instead of failing at once would never tell, and the case would time out.
const start = Effect.fn(function* (breaker: CircuitBreaker.CircuitBreaker) {
  const told = yield* Deferred.make<boolean>()
  const answer = yield* Deferred.make<void, "failure" | "timeout" | "ignored">()
  const fiber = yield* breaker
    .protect(Effect.zipRight(Deferred.succeed(told, true), Deferred.await(answer)), (fault) =>
      fault === "ignored" ? "neutral" : "failure"
    )
    .pipe(
      Effect.tapErrorTag("CircuitOpen", () => Deferred.succeed(told, false)),
      Effect.fork
    )
  const admitted = yield* Deferred.await(told)
  const end = (result: typeof Result.Type): Effect.Effect<void> => {
    switch (result) {
      case "success":
        return Effect.zipRight(Deferred.succeed(answer, undefined), Fiber.await(fiber))
      case "defect":
        return Effect.zipRight(Deferred.die(answer, "defect"), Fiber.await(fiber))
      case "interrupted":
        return Effect.asVoid(Fiber.interrupt(fiber))
      default:
        return Effect.zipRight(Deferred.fail(answer, result), Fiber.await(fiber))
    }
  }
  return { admitted, end } satisfies Started
})

const run = Effect.fn(function* (example: typeof Case.Type) {
  const { config, events } = example
  const registry = yield* CircuitBreaker.registry({
    failureThreshold: config.failureThreshold,
    coolDown: config.coolDownMs,
    // the cases know a constant cool-down unless they name a factor
    coolDownFactor: config.coolDownFactor ?? 1,
    maxCoolDown: config.maxCoolDownMs,
    probeLease: config.probeLeaseMs
  })
  const running = new Map<string, Started>()
  const problems: Array<string> = []

  for (const [index, event] of events.entries()) {
    yield* TestClock.setTime(event.t)
    const breaker = yield* registry.get(event.key ?? "default")
    const result = event.result ?? "success"
    const n = event.n ?? 1
    let asked = 0
    let admitted = 0
    const begin = Effect.gen(function* () {
      const call = yield* start(breaker)
      asked++
      if (call.admitted) admitted++
      return call
    })
    switch (event.op) {
      case "start":
        running.set(`${event.key}/${event.call}`, yield* begin)
        break
      case "end": {
        const call = running.get(`${event.key}/${event.call}`)
        if (call?.admitted === true) yield* call.end(result)
        break
      }
      case "call":
      case "repeat":
        for (let i = 0; i < n; i++) {
          const call = yield* begin
          if (call.admitted) yield* call.end(result)
        }
        break
      case "burst": {
        const calls = yield* Effect.replicateEffect(begin, n)
        for (const call of calls) if (call.admitted) yield* call.end(result)
        break
      }
      case "isolate":
        yield* breaker.isolate
        break
      case "reset":
        yield* breaker.reset
        break
      case "check":
        break
    }
    const problem = (text: string) => problems.push(`event ${index} (${event.op} at ${event.t}): ${text}`)
    const { expect } = event
    if (expect === "admitted" && admitted !== asked) problem(`${admitted} of ${asked} admitted, not all`)
    if (expect === "rejected" && admitted !== 0) problem(`${admitted} of ${asked} admitted, not none`)
    if (typeof expect === "object") {
      if (expect.admitted !== undefined && admitted !== expect.admitted)
        problem(`${admitted} admitted, not ${expect.admitted}`)
      if (expect.admittedMax !== undefined && admitted > expect.admittedMax)
        problem(`${admitted} admitted, more than ${expect.admittedMax}`)
    }
    const state = stateNames[(yield* breaker.state)._tag]
    const allowed = event.stateIn ?? (event.state === undefined ? undefined : [event.state])
    if (allowed !== undefined && !allowed.includes(state)) problem(`${state}, not ${allowed.join(" or ")}`)
  }
  return problems
})

describe("CircuitBreaker cases", () => {
  const tally = { strict: 0, agreeing: 0, differing: 0 }

  for (const example of cases) {
    it.effect(`B1 ${example.id} ${example.group}: ${example.name}`, () =>
      Effect.gen(function* () {
        const problems = yield* run(example)
        if (!example.lenient) {
          tally.strict++
          assert.deepStrictEqual(problems, [])
        } else if (problems.length === 0) {
          tally.agreeing++
        } else {
          tally.differing++
          // biome-ignore lint/suspicious/noConsole: a lenient mismatch is told and does not fail
          console.log(`${example.id} differs: ${problems.join("; ")}`)
        }
      })
    )
  }

  afterAll(() => {
    // biome-ignore lint/suspicious/noConsole: the count of the cases is part of the result
    console.log(
      `breaker: ${tally.strict} strict, ${tally.agreeing} lenient agreeing, ${tally.differing} lenient differing`
    )
  })
})
