import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as ProgressLayout from "../../src/cli/ProgressLayout.js"

/** A data action of 12,000 records with the id of a real one. */
const needs: ProgressLayout.Needs = {
  name: 48,
  bare: 36,
  least: 9,
  state: 7,
  total: 13,
  bar: true,
  trend: true,
  part: (part, short) =>
    ({ percent: 4, counts: 12, errors: short ? 7 : 10, rate: 7, left: 9, next: short ? 8 : 13 })[part]
}

const total = ({ gap, name, state, widths }: ProgressLayout.Layout) =>
  [name, state, ...Object.values(widths)].filter((width) => width > 0).reduce((sum, w) => sum + w + gap, -gap)

const left = (width: number, of = needs) => {
  const { widths } = ProgressLayout.fit(of, width)
  return ProgressLayout.parts.filter((part) => widths[part] > 0)
}

describe("ProgressLayout", () => {
  it("O2 has room for everything and a whole id at 120 columns, and for all but the bar at 80", () => {
    assert.deepStrictEqual(left(119), [...ProgressLayout.parts])
    const wide = ProgressLayout.fit(needs, 119)
    assert.strictEqual(wide.name, 36)
    assert.isFalse(wide.kinds)
    assert.strictEqual(wide.widths.trend, 8)
    assert.deepStrictEqual(left(79), ["percent", "counts", "errors", "trend", "rate", "left", "next"])
    assert.strictEqual(ProgressLayout.fit(needs, 79).name, 11)
    assert.isTrue(ProgressLayout.fit(needs, 180).kinds)
  })

  it("O2 gives up the bar first, and the next poll last", () => {
    assert.deepStrictEqual(
      [75, 65, 55, 45, 35, 30, 25].map((width) => left(width).join(" ")),
      [
        "percent counts errors rate left next",
        "percent counts errors left next",
        "percent errors left next",
        "percent errors next",
        "percent next",
        "next",
        ""
      ]
    )
  })

  it("O2 caps an odd state where the terminal is narrow", () => {
    const odd = { ...needs, state: 40 }
    assert.deepStrictEqual(
      [79, 119, 159].map((width) => ProgressLayout.fit(odd, width).state),
      [10, 10, 16]
    )
  })

  it("O2 leaves names alone whatever the numbers do", () => {
    FastCheck.assert(
      FastCheck.property(
        FastCheck.array(FastCheck.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 }),
        FastCheck.integer({ min: 20, max: 240 }),
        (numbers, width) => {
          const layouts = numbers.map((number) =>
            ProgressLayout.fit({ ...needs, bar: number > 9, state: number, part: () => number }, width)
          )
          for (const { kinds, name } of layouts) {
            assert.strictEqual(name, layouts[0]?.name)
            assert.strictEqual(kinds, layouts[0]?.kinds)
          }
        }
      )
    )
  })

  it("has the columns of rate, trend and time from the start, so that nothing moves when they fill", () => {
    const first = { ...needs, part: (part: ProgressLayout.TextPart) => (part === "counts" ? 13 : 1) }
    const later = { ...needs, part: (part: ProgressLayout.TextPart) => (part === "counts" ? 13 : 4) }
    for (const width of [79, 119, 159]) {
      assert.deepStrictEqual(ProgressLayout.fit(first, width), ProgressLayout.fit(later, width))
    }
  })

  it("cuts names no further than they differ", () => {
    assert.strictEqual(ProgressLayout.fit({ ...needs, least: 17 }, 79).name, 17)
  })

  it("never needs more than the width, down to the narrowest, and gives nobody more than it needs", () => {
    const size = FastCheck.integer({ min: 0, max: 40 })
    FastCheck.assert(
      FastCheck.property(
        FastCheck.record({ name: size, bare: size, total: size, state: size, part: size }),
        FastCheck.boolean(),
        FastCheck.integer({ min: 35, max: 240 }),
        (sizes, bar, width) => {
          const layout = ProgressLayout.fit(
            { ...sizes, least: 24, bar, trend: bar, part: () => sizes.part },
            width
          )
          assert.isAtMost(total(layout), width)
          assert.isAtMost(layout.name, layout.kinds ? sizes.name : sizes.bare)
        }
      )
    )
  })
})
