import { readdirSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { JobKind } from "../../src/jobs/JobKind.js"
import * as KindConfig from "../../src/jobs/KindConfig.js"
import * as Kinds from "../../src/jobs/Kinds.js"
import { fixture } from "./ScriptedDoor.js"

const names = [...Kinds.builtin.keys()]
const filesIn = (folder: string, ending: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()

describe("Kinds", () => {
  it("knows every kind that has a descriptor, under the name of its file", () => {
    assert.deepStrictEqual(
      [...names].sort(),
      filesIn("../../src/jobs/kinds/", ".ts").filter((name) => name !== "all"),
      'Run "npm run generate", and name each kind as its file'
    )
  })

  it("has a fixture for every kind, with its ends, a state in between and one that nobody knows", () => {
    assert.deepStrictEqual(
      filesIn("../fixtures/kinds/", ".json"),
      [...names].sort(),
      "Give each kind its fixture"
    )
    for (const [name, kind] of Kinds.builtin) {
      const { kind: of, scenarios } = fixture(`${name}.json`)
      assert.strictEqual(of, name)
      const phases = new Set(Object.values(scenarios).map(({ expect }) => expect.phase))
      for (const phase of ["succeeded", "failed", "running", "unknown"]) {
        if (phase === "failed" && kind.states.failed === undefined) continue
        assert.isTrue(phases.has(phase), `${name} has no scenario that is ${phase}`)
      }
      for (const phase of ["parked", "cancelled", "expired"] as const) {
        assert.strictEqual(phases.has(phase), kind.states[phase] !== undefined, `${name}: ${phase}`)
      }
      if (!("source" in kind.failures && kind.failures.source === "none")) {
        const most = Math.max(...Object.values(scenarios).map(({ expect }) => expect.failures ?? 0))
        assert.isAbove(most, 0, `${name} has no scenario with failures`)
      }
    }
  })

  it("every descriptor is valid, says what a user needs, and nothing twice", () => {
    for (const [name, kind] of Kinds.builtin) {
      Schema.decodeUnknownSync(JobKind, { onExcessProperty: "error" })(kind)
      assert.deepStrictEqual(KindConfig.contradictions(kind), [], name)
      // Nobody documents the paths of data-action, which gateways and test platforms serve.
      assert.isTrue(
        kind.documentation !== undefined || name === "data-action",
        `${name} needs documentation, a link`
      )
      assert.isAbove(kind.unverified.length, 0, `${name} says in "unverified" what nobody could verify`)
    }
  })

  it("reads references: kinds with several ids, with none, and a bare id", () => {
    const parse = (reference: string) =>
      Either.map(Kinds.parse(Kinds.builtin, reference), ({ ids, kind }) => [kind, ...ids])
    assert.deepStrictEqual(parse("a1b2"), Either.right(["data-action", "a1b2"]))
    assert.deepStrictEqual(parse("datatable-import/dt/job"), Either.right(["datatable-import", "dt", "job"]))
    assert.deepStrictEqual(parse("dependency-tracking"), Either.right(["dependency-tracking"]))
    assert.deepStrictEqual(
      parse("wfm-job/timeoffbalance/j1"),
      Either.right(["wfm-job", "timeoffbalance", "j1"])
    )
    assert.deepStrictEqual(
      parse("wfm-job/shifttrading-query/bu1/j1"),
      Either.right(["wfm-job", "shifttrading-query", "bu1", "j1"])
    )
  })

  it("C1 says what is wrong with a reference and what to write instead", () => {
    const refused = (reference: string) =>
      Either.getOrThrow(Either.flip(Kinds.parse(Kinds.builtin, reference)))
    assert.include(refused("no-such-kind/1").message, 'There is no job kind "no-such-kind"')
    assert.include(refused("datatable-import/dt").message, "datatable-import/DATATABLE_ID/IMPORT_JOB_ID")
    assert.include(refused("wfm-job/dreams/j1").message, 'The kind wfm-job has no "dreams"')
    assert.include(refused("wfm-job/dreams/j1").fix, "timeoffbalance")
    assert.include(refused("wfm-job").message, "names a kind but no job")
    assert.include(refused("wfm-job/shifttrading-query/j1").message, "takes 3 ids")
  })

  it("kinds of a user's own come beside the others, or in their place", () => {
    const dataAction = Kinds.find(Kinds.builtin, "data-action")
    assert.isDefined(dataAction)
    const mine = { ...dataAction, title: "Mine" }
    const kinds = Kinds.withCustom(Kinds.builtin, [mine, { ...mine, name: "nobody-foresaw" }])
    assert.strictEqual(Kinds.find(kinds, "data-action")?.title, "Mine")
    assert.strictEqual(kinds.size, Kinds.builtin.size + 1)
    assert.isUndefined(Kinds.find(Kinds.builtin, "nobody-foresaw"))
  })
})
