import { assert, describe, it } from "@effect/vitest"
import * as ClientCredentialsGrant from "../../src/genesys/ClientCredentialsGrant.js"
import * as Patience from "../../src/watch/Patience.js"
import * as GenesysErrors from "./GenesysErrors.js"

const { make, reasons } = GenesysErrors

const verdict = (patience: Patience.Patience, error = make(reasons.Unavailable), now = 0, gap = 10_000) =>
  Patience.judge(patience, error, now, gap)[0]

describe("Patience", () => {
  it("W5 only permanent answers end a watch that was answered before", () => {
    const ends = Object.values(reasons).filter(
      (reason) => verdict(Patience.answered, make(reason))._tag === "End"
    )
    assert.deepStrictEqual(
      ends.map(({ _tag }) => _tag),
      ["Unauthorized", "Forbidden", "Conflict", "Rejected"]
    )
    const tls = make({ _tag: "Transport", kind: "tls", sent: "no", code: "CERT_HAS_EXPIRED" })
    assert.strictEqual(verdict(Patience.answered, tls)._tag, "End")
  })

  it("W5 network faults end a watch that was never answered, an outage does not", () => {
    assert.strictEqual(verdict(Patience.fresh, make(reasons.Transport))._tag, "End")
    assert.strictEqual(verdict(Patience.fresh, make(reasons.Timeout))._tag, "End")
    assert.strictEqual(verdict(Patience.fresh, make(reasons.Unavailable))._tag, "Wait")
  })

  it("W5 an open circuit is waited for until its next probe", () => {
    const open = make(reasons.CircuitOpen)
    assert.deepStrictEqual(
      verdict(Patience.answered, open, 1_000),
      Patience.Verdict.Wait({ until: 60_000, reason: "circuit-open" })
    )
    const opened = make(reasons.Unavailable, { circuitOpenUntil: 90_000 })
    assert.deepStrictEqual(
      verdict(Patience.answered, opened, 1_000),
      Patience.Verdict.Wait({ until: 90_000, reason: "circuit-open" })
    )
  })

  it("W5 while somebody else's probe is out, one looks again after the gap, not at once", () => {
    const probing = make({ _tag: "CircuitOpen", until: 1_000 })
    assert.deepStrictEqual(
      verdict(Patience.answered, probing, 1_000),
      Patience.Verdict.Wait({ until: 11_000, reason: "circuit-open" })
    )
  })

  it("W5 a circuit isolated by hand is looked at again after the gap", () => {
    const isolated = make({ _tag: "CircuitOpen", until: Number.POSITIVE_INFINITY })
    assert.deepStrictEqual(
      verdict(Patience.answered, isolated, 5),
      Patience.Verdict.Wait({ until: 10_005, reason: "outage" })
    )
  })

  it("R2 a Retry-After of hours is the wait, exactly", () => {
    assert.deepStrictEqual(
      verdict(Patience.answered, make(reasons.RateLimited), 500),
      Patience.Verdict.Wait({ until: 7_200_500, reason: "throttled" })
    )
  })

  it("W5 404 is tolerated for five seconds from its first time, and a good answer forgets it", () => {
    const gone = make(reasons.NotFound)
    let patience = Patience.fresh
    for (const now of [0, 1_000, 2_000, 3_000, 4_000]) {
      const [step, next] = Patience.judge(patience, gone, now, 10_000)
      assert.deepStrictEqual(step, Patience.Verdict.Wait({ until: now + 1_000, reason: "not-visible-yet" }))
      patience = next
    }
    assert.strictEqual(verdict(patience, gone, 5_000)._tag, "End")
    assert.strictEqual(verdict(Patience.answered, gone, 5_000)._tag, "Wait")
  })

  it("W5 404 of the login host is a wrong URL and is not waited for", () => {
    const login = make(reasons.NotFound, { operation: ClientCredentialsGrant.operation })
    assert.strictEqual(verdict(Patience.fresh, login)._tag, "End")
  })

  it("W5 three undecodable polls in a row end the watch, a good one between them does not count", () => {
    const odd = make(reasons.Undecodable)
    const [first, one] = Patience.judge(Patience.answered, odd, 0, 10)
    const [second, two] = Patience.judge(one, odd, 10, 10)
    const [third] = Patience.judge(two, odd, 20, 10)
    assert.deepStrictEqual([first._tag, second._tag, third._tag], ["Wait", "Wait", "End"])
    assert.strictEqual(Patience.judge(Patience.answered, odd, 20, 10)[0]._tag, "Wait")
  })

  it("W5 an outage is dated from its first failed poll", () => {
    const [, one] = Patience.judge(Patience.answered, make(reasons.Unavailable), 1_000, 10)
    const [, two] = Patience.judge(one, make(reasons.Transport), 2_000, 10)
    assert.strictEqual(two.downSince, 1_000)
    assert.isUndefined(Patience.answered.downSince)
  })
})
