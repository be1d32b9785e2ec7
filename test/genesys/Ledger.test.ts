import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Redacted from "effect/Redacted"
import * as Ledger from "../../src/genesys/Ledger.js"
import type { Reason } from "../../src/genesys/Reason.js"

const token = { value: Redacted.make("token"), generation: 1 }
const unavailable: Reason = { _tag: "Unavailable", status: 503, body: { codes: [] } }
const begin = () => Ledger.make({ operation: "GET /x", idempotent: true })

describe("Ledger", () => {
  it("H1 counts requests, and as repetitions only those sent after a fault", () => {
    const ledger = begin()
    Ledger.sending(ledger, token)
    Ledger.sending(ledger, token)
    Ledger.retrying(ledger)
    assert.deepInclude(ledger, { attempts: 2, retries: 0 })
    Ledger.sending(ledger, token)
    assert.deepInclude(Ledger.error(ledger, unavailable), { attempts: 3, retries: 1 })
  })

  it("B5 an open circuit ends the call with its last real error, and is noted in it", () => {
    const ledger = begin()
    Ledger.sending(ledger, token)
    Ledger.error(ledger, unavailable, "id-1")
    const open = Ledger.error(ledger, { _tag: "CircuitOpen", until: 60_000 })
    const final = Ledger.final(ledger, open, "permanent")
    assert.deepInclude(final, { gaveUp: "circuit-open", circuitOpenUntil: 60_000, correlationId: "id-1" })
    assert.deepInclude(final.reason, { _tag: "Unavailable" })
  })

  it("B5 a call that meets an open circuit first ends with it", () => {
    const ledger = begin()
    const open = Ledger.error(ledger, { _tag: "CircuitOpen", until: 60_000 })
    assert.strictEqual(Ledger.final(ledger, open, "permanent"), open)
  })

  it("B5 the circuit of the login host hides no 401 of the call and is hidden by none", () => {
    const ledger = begin()
    Ledger.error(ledger, { _tag: "Unauthorized", status: 401, stage: "call", body: { codes: [] } })
    const login = Ledger.make({ operation: "POST /oauth/token", idempotent: true })
    const open = Ledger.error(login, { _tag: "CircuitOpen", until: 60_000 })
    assert.strictEqual(Ledger.final(ledger, open, "permanent"), open)
  })

  it("H1 an error that is worth a retry says why there was none", () => {
    const ledger = begin()
    assert.strictEqual(Ledger.final(ledger, Ledger.error(ledger, unavailable), "deadline").gaveUp, "deadline")
    assert.isUndefined(Ledger.final(ledger, Ledger.error(ledger, unavailable), "permanent").gaveUp)
  })

  it("H3 remembers that something may have been processed", () => {
    const maybe: ReadonlyArray<Reason> = [
      unavailable,
      Ledger.timedOut(Duration.seconds(1)),
      { _tag: "Undecodable", status: 200, detail: "x" },
      { _tag: "Transport", kind: "network", sent: "maybe" }
    ]
    const surelyNot: ReadonlyArray<Reason> = [
      { _tag: "Transport", kind: "network", sent: "no" },
      { _tag: "RateLimited", status: 429, body: { codes: [] } },
      { _tag: "Unauthorized", status: 401, stage: "call", body: { codes: [] } }
    ]
    for (const [reasons, possible] of [
      [maybe, true],
      [surelyNot, false]
    ] as const)
      for (const reason of reasons) {
        const ledger = begin()
        Ledger.error(ledger, reason)
        assert.strictEqual(ledger.possiblyApplied, possible, reason._tag)
      }
  })

  it("B2 an attempt has sent nothing until it sends", () => {
    const ledger = begin()
    Ledger.sending(ledger, token)
    Ledger.beginning(ledger)
    assert.isFalse(ledger.sent)
  })
})
