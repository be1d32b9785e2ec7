import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as ProgressLayout from "../../src/cli/ProgressLayout.js"

const needs: ProgressLayout.Needs = {
  name: 23,
  state: 7,
  message: 0,
  bar: true,
  part: (part, short) =>
    ({ percent: 4, counts: 9, errors: short ? 6 : 9, trend: 8, rate: 5, left: 9, next: short ? 8 : 13 })[part]
}

const total = ({ gap, name, state, widths }: ProgressLayout.Layout) =>
  [name, state, ...Object.values(widths)].filter((width) => width > 0).reduce((sum, w) => sum + w + gap, -gap)

const left = (width: number) => {
  const { widths } = ProgressLayout.fit(needs, width)
  return ProgressLayout.parts.filter((part) => widths[part] > 0)
}

describe("ProgressLayout", () => {
  it("O2 has room for everything at 120 columns, and for all but trend and rate at 80", () => {
    assert.deepStrictEqual(left(119), [...ProgressLayout.parts])
    assert.deepStrictEqual(left(79), ["bar", "percent", "counts", "errors", "left", "next"])
    assert.strictEqual(ProgressLayout.fit(needs, 79).name, 23)
  })

  it("keeps the percent longest", () => {
    assert.deepStrictEqual(left(60), ["percent", "counts", "errors", "left"])
    assert.deepStrictEqual(left(40), ["percent", "errors"])
    assert.deepStrictEqual(left(22), ["percent"])
  })

  it("gives a long message room at the cost of the name", () => {
    const told = { ...needs, name: 60, message: 42, bar: false, part: () => 0 }
    assert.strictEqual(ProgressLayout.fit(told, 79).name, 79 - 7 - 42 - 4)
  })

  it("never needs more than the width, down to the narrowest, and gives nobody more than it needs", () => {
    const size = FastCheck.integer({ min: 0, max: 40 })
    FastCheck.assert(
      FastCheck.property(
        FastCheck.record({
          name: size,
          state: FastCheck.integer({ min: 0, max: 16 }),
          message: size,
          part: size
        }),
        FastCheck.boolean(),
        FastCheck.integer({ min: 70, max: 240 }),
        (sizes, bar, width) => {
          const given = { ...sizes, bar, part: () => sizes.part }
          const layout = ProgressLayout.fit(given, width)
          assert.isAtMost(total(layout), width)
          assert.isAtMost(layout.name, sizes.name)
        }
      )
    )
  })
})
