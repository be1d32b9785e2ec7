import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FastCheck from "effect/FastCheck"
import * as Stream from "effect/Stream"
import type { Failure, FailurePage } from "../../src/jobs/Job.js"
import type { Failures } from "../../src/report/Report.js"
import * as Tally from "../../src/report/Tally.js"
import { anyFailures, failure } from "./Reports.js"

const bounds = { samples: 2, maxCodes: 3, maxTemplates: 2 }

const tallied = (failures: ReadonlyArray<Failure>, options: Tally.Options = bounds) =>
  failures.reduce(Tally.add, Tally.empty(options))

const told = (tally: Tally.Tally) => Tally.summary(tally, { complete: true, errors: undefined })

const withoutSamples = (failures: Failures) => ({
  ...failures,
  groups: failures.groups.map((group) => ({ ...group, samples: [] }))
})

const sum = (counts: ReadonlyArray<{ readonly count: number }>) =>
  counts.reduce((total, { count }) => total + count, 0)

const shuffled = <A>(items: ReadonlyArray<A>) =>
  FastCheck.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length })

const page = (failures: ReadonlyArray<Failure>, total?: number): FailurePage => ({
  failures,
  total,
  requests: 2,
  retries: 1
})

describe("Tally", () => {
  it("F5 groups by code, the greatest first, then by name, with templates and the first samples", () => {
    const summary = Tally.summary(
      tallied(
        [
          failure("B", "Row 1 is bad", "r1"),
          failure("A", "x", "r2"),
          failure("B", "Row 2 is bad", "r3"),
          failure("C", "y", "r4"),
          failure("B", "Field 'email' is bad", "r5"),
          failure("B", "Row 4 is bad", "r6")
        ],
        {}
      ),
      { complete: true, errors: 6 }
    )
    assert.deepStrictEqual(summary, {
      total: 6,
      complete: true,
      reconciled: true,
      distinctCodes: 3,
      reason: undefined,
      groups: [
        {
          code: "B",
          count: 4,
          share: 0.6667,
          templates: [
            { template: "Row <number> is bad", count: 3 },
            { template: "Field 'email' is bad", count: 1 }
          ],
          samples: [
            { id: "r1", message: "Row 1 is bad", recordId: undefined },
            { id: "r3", message: "Row 2 is bad", recordId: undefined },
            { id: "r5", message: "Field 'email' is bad", recordId: undefined }
          ]
        },
        {
          code: "A",
          count: 1,
          share: 0.1667,
          templates: [{ template: "x", count: 1 }],
          samples: [{ id: "r2", message: "x", recordId: undefined }]
        },
        {
          code: "C",
          count: 1,
          share: 0.1667,
          templates: [{ template: "y", count: 1 }],
          samples: [{ id: "r4", message: "y", recordId: undefined }]
        }
      ]
    })
  })

  it("F5 calls a missing code UNKNOWN_ERROR", () => {
    const codes = told(tallied([failure("", "a"), failure(" \n", "b"), failure("UNKNOWN_ERROR", "c")])).groups
    assert.deepStrictEqual(
      codes.map(({ code, count }) => [code, count]),
      [["UNKNOWN_ERROR", 3]]
    )
  })

  it("F5 never has a wrong total, and stays within its bounds, for any failures", () => {
    FastCheck.assert(
      FastCheck.property(anyFailures, (failures) => {
        const { groups, total } = told(tallied(failures))
        assert.strictEqual(total, sum(failures))
        assert.strictEqual(sum(groups), total)
        assert.isAtMost(groups.length, bounds.maxCodes + 1)
        for (const group of groups) {
          assert.strictEqual(sum(group.templates), group.count)
          assert.isAtMost(group.templates.length, bounds.maxTemplates + 1)
          assert.isAtMost(group.samples.length, bounds.samples)
        }
      })
    )
  })

  it("F5 counts the same in whatever order the failures come", () => {
    const orders = anyFailures.chain((failures) =>
      FastCheck.tuple(FastCheck.constant(failures), shuffled(failures))
    )
    FastCheck.assert(
      FastCheck.property(orders, ([one, two]) => {
        const options = { ...bounds, maxCodes: 15 }
        const [first, second] = [one, two].map((failures) => withoutSamples(told(tallied(failures, options))))
        assert.deepStrictEqual(first, second)
      })
    )
  })

  it("F5 tells the greatest codes with exact counts, and puts the rest into <other>", () => {
    const codes = FastCheck.array(FastCheck.constantFrom("A", "B", "C1", "C2", "LONGER", "E404"))
    FastCheck.assert(
      FastCheck.property(codes, (all) => {
        const { distinctCodes, groups } = told(tallied(all.map((code) => failure(code, code))))
        const count = (code: string) => all.filter((one) => one === code).length
        const distinct = [...new Set(all)]
        const least = distinct.map(count).sort((left, right) => right - left)[bounds.maxCodes - 1] ?? 0
        const named = groups.filter(({ code }) => code !== Tally.other)
        for (const group of named) assert.strictEqual(group.count, count(group.code))
        for (const code of distinct) {
          if (count(code) > least)
            assert.include(
              named.map((group) => group.code),
              code
            )
        }
        assert.strictEqual(groups.length > named.length, distinct.length > bounds.maxCodes)
        assert.strictEqual(distinctCodes, distinct.length)
      })
    )
  })

  it("F5 never hides the code or the message that dominates among many that come once", () => {
    const letters = (index: number) =>
      [index / 26 / 26, index / 26, index].map((n) => String.fromCharCode(65 + (n % 26))).join("")
    const codes = Array.from({ length: 1_100 }, (_, index) => failure(letters(index), "m"))
    const many = Array.from({ length: 50_000 }, () => failure("ERR_4001", "m"))
    assert.deepInclude(told(tallied([...codes, ...many], {})).groups[0], { code: "ERR_4001", count: 50_000 })
    const short = Array.from({ length: 90 }, (_, index) => failure("A", letters(index)))
    const long = Array.from({ length: 10_000 }, () =>
      failure("A", "The record could not be written to the list")
    )
    const [template] = told(tallied([...short, ...long], {})).groups[0]?.templates ?? []
    assert.deepStrictEqual(template, {
      template: "The record could not be written to the list",
      count: 10_000
    })
  })

  it("F5 tells a code that comes often between any number of codes that come once", () => {
    const failures = Array.from({ length: 40_000 }, (_, index) =>
      failure(index % 100 === 99 ? "OFTEN" : `C_${index.toString(36)}`, "m")
    )
    const { distinctCodes, groups, total } = told(tallied(failures, {}))
    const often = groups.find(({ code }) => code === "OFTEN")
    assert.isAtMost(often?.count ?? 0, 400)
    assert.isAtLeast(often?.count ?? 0, 400 - 40_000 / 1_001)
    assert.strictEqual(groups.length, 1_001)
    assert.isAtLeast(distinctCodes, 1_001)
    assert.strictEqual(sum(groups), total)
  })

  it("F5 keeps a bounded number of templates over all codes", () => {
    const tally = Tally.empty()
    for (let index = 0; index < 60_000; index++) {
      Tally.add(
        tally,
        failure(
          `C${index % 50}`,
          `message ${index.toString(26).replace(/\d/g, (d) => "qrstuvwxyz"[Number(d)] ?? "")}`
        )
      )
    }
    for (const group of told(tally).groups) {
      assert.strictEqual(group.templates.length, 21)
      assert.strictEqual(sum(group.templates), group.count)
    }
  })

  it("merges parts to the same counts, whatever the parts and their order", () => {
    const options = { ...bounds, maxCodes: 45 }
    FastCheck.assert(
      FastCheck.property(anyFailures, anyFailures, anyFailures, (a, b, c) => {
        const [one, two, three] = [tallied(a, options), tallied(b, options), tallied(c, options)]
        const whole = withoutSamples(told(tallied([...a, ...b, ...c], options)))
        const left = Tally.merge(Tally.merge(one, two), three)
        const right = Tally.merge(one, Tally.merge(two, three))
        assert.deepStrictEqual(withoutSamples(told(left)), whole)
        assert.deepStrictEqual(withoutSamples(told(right)), whole)
        assert.deepStrictEqual(withoutSamples(told(Tally.merge(three, Tally.merge(two, one)))), whole)
        assert.deepStrictEqual(told(one), told(tallied(a, options)))
      })
    )
  })

  it("keeps the samples that came first when parts are merged in order", () => {
    const merged = Tally.merge(
      tallied([failure("A", "m", "r1")]),
      tallied([failure("A", "m", "r2"), failure("A", "m", "r3")])
    )
    assert.deepStrictEqual(
      told(merged).groups[0]?.samples.map(({ id }) => id),
      ["r1", "r2"]
    )
  })

  it("counts a failure that stands for many, and one with an odd number once", () => {
    const many = { ...failure("A", "m"), count: 40 }
    const odd = [Number.NaN, -3, 1.5, Number.POSITIVE_INFINITY].map((count) => ({
      ...failure("A", "m"),
      count
    }))
    assert.strictEqual(told(tallied([many, ...odd, { ...many, count: 0 }])).total, 44)
  })

  it("F3 says whether the sum agrees with the status, and nothing when it cannot be told", () => {
    const tally = tallied([failure("A", "m")])
    const reconciled = (complete: boolean, errors: number | undefined) =>
      Tally.summary(tally, { complete, errors }).reconciled
    assert.isTrue(reconciled(true, 1))
    assert.isFalse(reconciled(true, 2))
    assert.isUndefined(reconciled(true, undefined))
    assert.isUndefined(reconciled(false, 1))
  })

  it("F6 tells what was read as a partial, with the reason", () => {
    const summary = Tally.summary(tallied([failure("A", "m")]), {
      complete: false,
      errors: 5,
      reason: "page 2 of 5 could not be read"
    })
    assert.deepInclude(summary, { total: 1, complete: false, reason: "page 2 of 5 could not be read" })
  })

  it("F5 shows the most frequent templates, also where a shorter one is rare", () => {
    const failures = [failure("A", "no"), ...Array.from({ length: 5 }, () => failure("A", "not at all"))]
    assert.deepStrictEqual(told(tallied(failures, { maxTemplates: 1 })).groups[0]?.templates, [
      { template: "not at all", count: 5 },
      { template: Tally.other, count: 1 }
    ])
  })

  it("says of what it counted whether it speaks of the job and of no records, also when put together", () => {
    const whole = Tally.addPage(Tally.empty(), { ...page([failure("A", "m")]), about: "job" })
    const reading = { complete: true, errors: 7 }
    const said = Tally.summary(whole, reading)
    assert.deepInclude(said, { total: 1, about: "job", reconciled: undefined })
    assert.strictEqual(Tally.summary(Tally.merge(Tally.empty(), whole), reading).about, "job")
    assert.notProperty(Tally.summary(Tally.empty(), reading), "about")
  })

  it.effect("counts a stream of pages, anew in every run", () =>
    Effect.gen(function* () {
      const pages = Stream.make(page([failure("A", "m"), failure("B", "m")], 3), page([failure("A", "m")]))
      const sink = Tally.sink(bounds)
      yield* Stream.run(pages, sink)
      const tally = yield* Stream.run(pages, sink)
      assert.deepStrictEqual(Tally.progress(tally), {
        failures: 3,
        expected: 3,
        pages: 2,
        requests: 4,
        retries: 2
      })
      assert.deepStrictEqual(
        told(tally),
        told(tallied([failure("A", "m"), failure("B", "m"), failure("A", "m")]))
      )
    })
  )
})
