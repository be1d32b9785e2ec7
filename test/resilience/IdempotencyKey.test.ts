import { createHash } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Random from "effect/Random"
import * as TestClock from "effect/TestClock"
import * as IdempotencyKey from "../../src/resilience/IdempotencyKey.js"

const request: IdempotencyKey.Request = {
  method: "POST",
  path: "/api/v2/flows/jobs",
  body: { b: [1, { d: null, c: "x" }], a: true },
  clientId: "client",
  operationId: "operation"
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

// The same value with the keys of every object in the opposite order.
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)])
  )
}

describe("IdempotencyKey", () => {
  it.effect("I1 is SHA-256 over all five parts, in UUID form", () =>
    Effect.gen(function* () {
      const key = yield* IdempotencyKey.derive(request)
      const digest = createHash("sha256")
        .update('["POST","/api/v2/flows/jobs",[{"a":true,"b":[1,{"c":"x","d":null}]}],"client","operation"]')
        .digest("hex")
      assert.match(key, uuid)
      assert.strictEqual(key[14], "8")
      assert.include("89ab", key[19] ?? "")
      assert.strictEqual(key.slice(0, 8), digest.slice(0, 8))
      assert.strictEqual(key.slice(24), digest.slice(20, 32))
    })
  )

  it.effect("I1 every part makes another key, and so does a missing body", () =>
    Effect.gen(function* () {
      const { body: _, ...bodiless } = request
      const variants: ReadonlyArray<IdempotencyKey.Request> = [
        request,
        { ...request, method: "PUT" },
        { ...request, path: "/api/v2/flows/jobs/" },
        { ...request, body: null },
        { ...request, body: [] },
        bodiless,
        { ...request, clientId: "other" },
        { ...request, operationId: "other" },
        { ...request, clientId: 'client","operation', operationId: "" }
      ]
      const keys = yield* Effect.forEach(variants, IdempotencyKey.derive)
      assert.strictEqual(new Set(keys).size, variants.length)
      assert.strictEqual(yield* IdempotencyKey.derive({ ...request, method: "post" }), keys[0])
    })
  )

  it.effect.prop(
    "I1 the order of keys does not matter, at any depth",
    [FastCheck.jsonValue({ maxDepth: 4 })],
    ([body]) =>
      Effect.gen(function* () {
        assert.strictEqual(
          yield* IdempotencyKey.derive({ ...request, body }),
          yield* IdempotencyKey.derive({ ...request, body: reversed(body) })
        )
      })
  )

  it.prop(
    "I1 canonical JSON is JSON of the same value",
    [FastCheck.jsonValue({ maxDepth: 4 })],
    ([value]) => {
      assert.deepStrictEqual(
        JSON.parse(IdempotencyKey.canonicalJson(value)),
        JSON.parse(JSON.stringify(value))
      )
    }
  )

  it("I1 canonical JSON leaves out what JSON leaves out, and honours toJSON", () => {
    const date = { toJSON: () => "2026-11-22" }
    assert.strictEqual(
      IdempotencyKey.canonicalJson({ z: undefined, y: [undefined], d: date, n: Number.NaN, m: -0 }),
      '{"d":"2026-11-22","m":0,"n":null,"y":[null]}'
    )
    assert.strictEqual(IdempotencyKey.canonicalJson(undefined), "null")
    assert.strictEqual(
      IdempotencyKey.canonicalJson(JSON.parse('{"b":1,"__proto__":2}')),
      '{"__proto__":2,"b":1}'
    )
    assert.strictEqual(
      IdempotencyKey.canonicalJson({ a: 12345678901234567891n }),
      '{"a":"12345678901234567891n"}'
    )
  })

  it("I1 canonical JSON sees through boxed values, as JSON does", () => {
    const boxed = { count: Object(7), name: Object("x"), on: Object(true) }
    assert.strictEqual(IdempotencyKey.canonicalJson(boxed), '{"count":7,"name":"x","on":true}')
  })

  it.effect("I1 each operation has an id of its own", () =>
    Effect.gen(function* () {
      const ids = yield* Effect.replicateEffect(IdempotencyKey.operationId, 200)
      assert.strictEqual(new Set(ids).size, 200)
      for (const id of ids) {
        assert.match(id, uuid)
        assert.strictEqual(id[14], "7")
        assert.include("89ab", id[19] ?? "")
      }
    })
  )

  it.effect("E3 operation ids repeat with the clock and the seed, and carry the time", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(0x0123_4567_89ab)
      const drawn = IdempotencyKey.operationId.pipe(Effect.withRandom(Random.make("seed")))
      const again = IdempotencyKey.operationId.pipe(Effect.withRandom(Random.make("seed")))
      const id = yield* drawn
      assert.strictEqual(id, yield* again)
      assert.strictEqual(id.slice(0, 13), "01234567-89ab")
    })
  )
})
