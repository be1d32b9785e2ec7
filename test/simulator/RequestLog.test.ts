import { assert, describe, it } from "@effect/vitest"
import * as RequestLog from "../../src/simulator/RequestLog.js"

const entry = (ordinal: number): RequestLog.Entry => ({
  ordinal,
  at: 0,
  method: "GET",
  path: "/",
  query: {},
  host: "",
  target: "api",
  status: null,
  tookMillis: null,
  aborted: false,
  faults: [],
  bearer: false,
  tokenGeneration: null,
  client: null,
  userAgent: null,
  idempotencyKey: null,
  correlationId: "",
  retryAfterUntil: null,
  tooEarly: false
})

describe("RequestLog", () => {
  it("keeps requests in order and completes them later", () => {
    const log = RequestLog.make()
    const first = log.open(entry)
    log.open(entry)
    first({ status: 200 })
    assert.deepStrictEqual(
      log.entries().map(({ ordinal, status }) => [ordinal, status]),
      [
        [1, 200],
        [2, null]
      ]
    )
  })

  it("forgets the oldest when there are too many, and still completes the right ones", () => {
    const log = RequestLog.make(2)
    const complete = Array.from({ length: 7 }, () => log.open(entry))
    complete[0]?.({ status: 500 })
    complete[6]?.({ status: 201 })
    const entries = log.entries()
    assert.isAtMost(entries.length, 4)
    assert.deepStrictEqual(entries.at(-1)?.ordinal, 7)
    assert.deepStrictEqual(
      entries.map(({ status }) => status).filter((status) => status !== null),
      [201]
    )
  })

  it("does not write answers of before into a cleared log", () => {
    const log = RequestLog.make()
    const before = log.open(entry)
    log.clear()
    log.open(entry)
    before({ status: 500 })
    assert.deepStrictEqual(log.entries(), [entry(1)])
  })

  it("calls a request early when the caller was told to wait and could know it", () => {
    const wait: RequestLog.Wait = { toldAt: 1000, until: 3000, connection: 7 }
    assert.isFalse(RequestLog.isEarly(undefined, 0, 7))
    assert.isTrue(RequestLog.isEarly(wait, 1001, 7))
    assert.isFalse(RequestLog.isEarly(wait, 1001, 8), "may have been on its way")
    assert.isFalse(RequestLog.isEarly(wait, 1050, 8))
    assert.isTrue(RequestLog.isEarly(wait, 1051, 8))
    assert.isTrue(RequestLog.isEarly(wait, 2999, 7))
    assert.isFalse(RequestLog.isEarly(wait, 3000, 7))
  })
})
