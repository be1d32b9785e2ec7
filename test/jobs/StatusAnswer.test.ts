import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import type { JobKind } from "../../src/jobs/JobKind.js"
import { dataAction } from "../../src/jobs/kinds/data-action.js"
import * as StatusAnswer from "../../src/jobs/StatusAnswer.js"

const kind = (status: Partial<JobKind["status"]>, states: Partial<JobKind["states"]> = {}): JobKind => ({
  ...dataAction,
  status: { path: "/x/{id}", state: "status", ...status },
  states: { running: ["Running"], succeeded: ["Done"], ...states }
})

const read = (of: JobKind, body: unknown) => Either.getOrThrow(StatusAnswer.reader(of)(body))

describe("StatusAnswer", () => {
  it("W4 states match without regard to case and to space around them, and a word that is not listed is unknown and shown", () => {
    assert.deepInclude(read(kind({}), { status: " dOnE " }), { phase: "succeeded", state: "dOnE" })
    assert.deepInclude(read(kind({}, { failed: [" Broken "] }), { status: "broken" }), { phase: "failed" })
    assert.deepInclude(read(kind({}), { status: "Dreaming" }), { phase: "unknown", state: "Dreaming" })
  })

  it("F1 an answer without a state is none: the place where it should be is told", () => {
    for (const body of [{}, { status: null }, { status: "" }, { status: {} }, [], "RUNNING", null, 7]) {
      assert.deepStrictEqual(
        StatusAnswer.reader(kind({ state: ["status", "job.state"] }))(body),
        Either.left("status, job.state")
      )
    }
  })

  it("a kind may say what a missing state stands for", () => {
    assert.deepInclude(read(kind({ missing: "Done" }), {}), { phase: "succeeded", state: "Done" })
  })

  it("the state may be nested, under several names, or no text", () => {
    const of = kind({ state: ["status", "job.status"] }, { succeeded: ["true"] })
    assert.strictEqual(read(of, { job: { status: true } }).phase, "succeeded")
  })

  it("W2 a success that counts failures is partial, whatever the word; other ends stay what they are", () => {
    const of = kind({ errors: "failed" }, { failed: ["Broken"], cancelled: ["Stopped"] })
    assert.strictEqual(read(of, { status: "Done", failed: 1 }).phase, "partial")
    assert.strictEqual(read(of, { status: "Done", failed: 0 }).phase, "succeeded")
    assert.strictEqual(read(of, { status: "Broken", failed: 1 }).phase, "failed")
    assert.strictEqual(read(of, { status: "Stopped", failed: 1 }).phase, "cancelled")
    assert.strictEqual(read(of, { status: "Running", failed: 1 }).phase, "running")
  })

  it("W2 all records failed under a success word is partial", () => {
    const of = kind({ errors: "failed", total: "total" })
    assert.strictEqual(read(of, { status: "Done", failed: 9, total: 9 }).phase, "partial")
  })

  it("W1 a parked state says what it waits for and how to move it, where its condition holds", () => {
    const of = kind(
      {},
      {
        parked: {
          Running: { waitsFor: "a yes", moveBy: "PUT it", when: { field: "step", is: ["checked"] } },
          Idle: { waitsFor: "a start", moveBy: "POST it" }
        }
      }
    )
    assert.deepInclude(read(of, { status: "running", step: "Checked" }), {
      phase: "parked",
      hint: "waits for a yes; to move it: PUT it"
    })
    assert.deepInclude(read(of, { status: "Running", step: "importing" }), {
      phase: "running",
      hint: undefined
    })
    assert.deepInclude(read(of, { status: "IDLE" }), {
      phase: "parked",
      hint: "waits for a start; to move it: POST it"
    })
  })

  it("progress comes in its scale, at most 1, or from the counts", () => {
    assert.strictEqual(
      read(kind({ progress: { field: "p", scale: 100 } }), { status: "Running", p: 25 }).progress,
      0.25
    )
    assert.strictEqual(
      read(kind({ progress: { field: "p", scale: 1 } }), { status: "Running", p: 3 }).progress,
      1
    )
    const counted = kind({ processed: "done", total: "all" })
    assert.strictEqual(read(counted, { status: "Running", done: 1, all: 4 }).progress, 0.25)
    assert.isUndefined(read(counted, { status: "Running", done: 0, all: 0 }).progress)
    assert.isUndefined(read(counted, { status: "Running", done: 3 }).progress)
  })
})
