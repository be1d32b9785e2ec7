import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Circuit from "../../src/resilience/Circuit.js"

const policy = Circuit.make({
  failureThreshold: 3,
  coolDown: 1_000,
  coolDownFactor: 2,
  maxCoolDown: 5_000,
  probeLease: 700
})

const admitted = (state: Circuit.State, now: number): readonly [Circuit.Permit, Circuit.State] => {
  const [admission, next] = Circuit.admit(state, now, policy)
  if (admission._tag === "Rejected") throw new Error(`rejected by ${admission.by} at ${now}`)
  return [admission.permit, next]
}

const rejectedUntil = (state: Circuit.State, now: number): number => {
  const [admission, next] = Circuit.admit(state, now, policy)
  if (admission._tag === "Admitted") throw new Error(`admitted at ${now}`)
  assert.strictEqual(next, state, "a refusal changes nothing")
  return admission.until
}

const having = (
  state: Circuit.State,
  now: number,
  ...verdicts: ReadonlyArray<Circuit.Verdict>
): Circuit.State =>
  verdicts.reduce((current, verdict) => {
    const [permit, next] = admitted(current, now)
    return Circuit.settle(next, permit, verdict, now, policy)
  }, state)

const tripped = (now = 0) => having(Circuit.initial, now, "failure", "failure", "failure")

describe("Circuit", () => {
  it("B1 the n-th consecutive failure opens, not the one before", () => {
    const almost = having(Circuit.initial, 0, "failure", "failure")
    assert.deepInclude(almost, { _tag: "Closed", failures: 2 })
    assert.deepInclude(having(almost, 7, "failure"), { _tag: "Open", until: 1_007, round: 0 })
    assert.deepInclude(having(almost, 7, "success", "failure", "failure"), { _tag: "Closed", failures: 2 })
  })

  it("B2 neutral answers and interruptions leave the count of a closed circuit as it is", () => {
    const almost = having(Circuit.initial, 0, "failure", "failure", "neutral", "interrupted")
    assert.deepInclude(almost, { _tag: "Closed", failures: 2 })
  })

  it("B1 is shut up to the cool-down and admits one probe exactly at its end", () => {
    assert.strictEqual(rejectedUntil(tripped(), 999), 1_000)
    const [, probing] = admitted(tripped(), 1_000)
    assert.strictEqual(probing._tag, "HalfOpen")
    assert.strictEqual(rejectedUntil(probing, 1_000), 1_700)
  })

  it("B1 a probe's success closes, and so does an answer that is no fault of the upstream", () => {
    assert.deepInclude(having(tripped(), 1_000, "success"), { _tag: "Closed", failures: 0 })
    assert.deepInclude(having(tripped(), 1_000, "neutral"), { _tag: "Closed", failures: 0 })
  })

  it("B1 the cool-down doubles with each failed probe up to its cap, and a success resets it", () => {
    let state = tripped()
    const lengths: Array<number> = []
    for (let now = 1_000; lengths.length < 5; ) {
      state = having(state, now, "failure")
      assert.strictEqual(state._tag, "Open")
      if (state._tag !== "Open") return
      lengths.push(state.until - now)
      now = state.until
    }
    assert.deepStrictEqual(lengths, [2_000, 4_000, 5_000, 5_000, 5_000])
    const closed = having(state, 1e6, "success")
    assert.deepInclude(having(closed, 1e6, "failure", "failure", "failure"), {
      _tag: "Open",
      until: 1e6 + 1_000
    })
  })

  it("B2 an interrupted probe gives its place to the next call at once", () => {
    const freed = having(tripped(), 1_000, "interrupted")
    assert.deepInclude(freed, { _tag: "HalfOpen", leaseEnds: undefined })
    const [, probing] = admitted(freed, 1_001)
    assert.strictEqual(rejectedUntil(probing, 1_001), 1_701)
  })

  it("B2 a probe past its lease loses it, and has no say when it comes back", () => {
    const [lost, probing] = admitted(tripped(), 1_000)
    assert.strictEqual(rejectedUntil(probing, 1_699), 1_700)
    const [second, again] = admitted(probing, 1_700)
    for (const verdict of ["success", "failure", "neutral", "interrupted"] as const)
      assert.strictEqual(Circuit.settle(again, lost, verdict, 1_800, policy), again)
    assert.deepInclude(Circuit.settle(again, second, "success", 1_800, policy), { _tag: "Closed" })
  })

  it("B2 a probe past its lease still decides when no other has taken its place", () => {
    const [late, probing] = admitted(tripped(), 1_000)
    assert.deepInclude(Circuit.settle(probing, late, "success", 9_000, policy), { _tag: "Closed" })
  })

  it("B3 results from before the trip neither close, reopen nor extend", () => {
    const [slow, closed] = admitted(Circuit.initial, 0)
    const open = having(closed, 10, "failure", "failure", "failure")
    const [, halfOpen] = admitted(open, 1_010)
    const closedAgain = having(open, 1_010, "success")
    for (const state of [open, halfOpen, closedAgain])
      for (const verdict of ["success", "failure", "neutral", "interrupted"] as const)
        assert.strictEqual(Circuit.settle(state, slow, verdict, 5_000, policy), state)
  })

  it("B3 a burst of failures trips once, and the open time runs from the trip", () => {
    const [permit, closed] = admitted(Circuit.initial, 0)
    const state = Array.from({ length: 20 }, (_, i) => i).reduce(
      (current, now) => Circuit.settle(current, permit, "failure", now, policy),
      closed
    )
    assert.deepInclude(state, { _tag: "Open", until: 1_002, round: 0 })
  })

  it("B4 isolation holds until the reset, and neither hears what was under way", () => {
    const [permit, closed] = admitted(Circuit.initial, 0)
    const isolated = Circuit.isolated(closed)
    assert.strictEqual(rejectedUntil(isolated, 1e12), Number.POSITIVE_INFINITY)
    assert.strictEqual(Circuit.settle(isolated, permit, "success", 1, policy), isolated)
    const reset = Circuit.closed(isolated)
    assert.strictEqual(Circuit.settle(reset, permit, "failure", 1, policy), reset)
    assert.strictEqual(admitted(reset, 1)[1], reset)
  })

  it("B1 a clock that steps back neither throws nor admits early", () => {
    assert.strictEqual(rejectedUntil(tripped(1_000_000), 940_000), 1_001_000)
    admitted(tripped(1_000_000), 1_001_000)
    assert.deepInclude(having(having(Circuit.initial, 500, "failure", "failure"), 100, "failure"), {
      _tag: "Open",
      until: 1_100
    })
  })

  it("C3 refuses options that make no sense, and widens the cap to a longer cool-down", () => {
    for (const options of [
      { failureThreshold: 0 },
      { failureThreshold: -1 },
      { failureThreshold: 1.5 },
      { failureThreshold: Number.NaN },
      { coolDown: 0 },
      { coolDown: Number.POSITIVE_INFINITY },
      { coolDownFactor: 0.5 },
      { coolDownFactor: Number.NaN },
      { coolDown: 10, maxCoolDown: 9 },
      { probeLease: 0 }
    ])
      assert.throws(() => Circuit.make(options), /CircuitBreaker: /)
    assert.strictEqual(Circuit.make({ coolDown: "1 hour" }).maxCoolDown, 3_600_000)
    assert.deepStrictEqual(Circuit.make(), {
      failureThreshold: 5,
      coolDown: 60_000,
      coolDownFactor: 2,
      maxCoolDown: 300_000,
      probeLease: 60_000
    })
  })
})

type Step =
  | { readonly do: "ask" | "isolate" | "reset" }
  | { readonly do: "pass"; readonly millis: number }
  | { readonly do: "settle"; readonly which: number; readonly verdict: Circuit.Verdict }

const step: FastCheck.Arbitrary<Step> = FastCheck.oneof(
  { weight: 8, arbitrary: FastCheck.constant<Step>({ do: "ask" }) },
  {
    weight: 8,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("settle" as const),
      which: FastCheck.nat(50),
      verdict: FastCheck.constantFrom<Circuit.Verdict>(
        "failure",
        "failure",
        "failure",
        "success",
        "neutral",
        "interrupted"
      )
    })
  },
  {
    weight: 4,
    arbitrary: FastCheck.record({
      do: FastCheck.constant("pass" as const),
      millis: FastCheck.oneof(FastCheck.nat(2_000), FastCheck.constantFrom(699, 700, 999, 1_000, -500))
    })
  },
  { weight: 1, arbitrary: FastCheck.constantFrom<Step>({ do: "isolate" }, { do: "reset" }) }
)

describe("Circuit laws", () => {
  it.prop(
    "B1-B3 under any interleaving: one probe, no say for strangers, a fixed open time, never wedged",
    [FastCheck.array(step, { minLength: 1, maxLength: 120, size: "max" })],
    ([steps]) => {
      let state: Circuit.State = Circuit.initial
      let now = 10_000
      let probe: { readonly permit: Circuit.Permit; readonly since: number } | undefined
      const out: Array<Circuit.Permit> = []

      for (const current of steps) {
        const before: Circuit.State = state
        switch (current.do) {
          case "pass":
            now += current.millis
            break
          case "isolate":
            state = Circuit.isolated(state)
            break
          case "reset":
            state = Circuit.closed(state)
            break
          case "ask": {
            const [admission, next] = Circuit.admit(state, now, policy)
            state = next
            if (admission._tag === "Rejected") {
              assert.strictEqual(state, before)
              assert.isAbove(admission.until, now)
              break
            }
            if (before._tag === "Open") assert.isAtLeast(now, before.until, "never early")
            if (before._tag !== "Closed") {
              if (probe !== undefined) assert.isAtLeast(now, probe.since + policy.probeLease, "one probe")
              probe = { permit: admission.permit, since: now }
            }
            out.push(admission.permit)
            break
          }
          case "settle": {
            const [permit] = out.splice(current.which % Math.max(1, out.length), 1)
            if (permit === undefined) break
            state = Circuit.settle(state, permit, current.verdict, now, policy)
            if (probe?.permit === permit) probe = undefined
            const stranger = permit.generation !== before.generation
            if (stranger) assert.strictEqual(state, before, "strangers never decide")
            assert.strictEqual(
              Circuit.settle(state, permit, "interrupted", now, policy),
              state,
              "an interruption handed back twice frees nothing"
            )
            break
          }
        }
        if (state._tag !== "HalfOpen") probe = undefined
        if (state._tag === "Closed") assert.isBelow(state.failures, policy.failureThreshold)
        if (state._tag === "Open") {
          if (before._tag === "Open") assert.strictEqual(state.until, before.until, "fixed at the trip")
          else {
            const grown = policy.coolDown * policy.coolDownFactor ** state.round
            assert.strictEqual(state.until, now + Math.min(policy.maxCoolDown, grown))
          }
        }
        assert.isAtLeast(state.generation, before.generation)
        if (state._tag !== before._tag) assert.isAbove(state.generation, before.generation)
      }

      // whatever came before, a call after the longest wait is admitted and its success closes
      if (state._tag === "Isolated") return
      assert.strictEqual(having(state, now + 1e6, "success")._tag, "Closed")
    },
    { fastCheck: { numRuns: 1_000 } }
  )
})
