import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as HeavyHitters from "../../src/report/HeavyHitters.js"

// Few names that come often among many that come once or twice.
const streams = FastCheck.array(
  FastCheck.oneof(FastCheck.constantFrom("a", "b", "c"), FastCheck.nat({ max: 60 }).map(String)),
  { maxLength: 300 }
)
const keeps = FastCheck.integer({ min: 1, max: 8 })
const rooms = FastCheck.constantFrom(0, 0, 10)

type Names = HeavyHitters.HeavyHitters<HeavyHitters.Counted>

const counted = (stream: ReadonlyArray<string>, keep: number, left: number) => {
  let dropped = 0
  const names: Names = HeavyHitters.make(keep, { left })
  for (const name of stream) {
    HeavyHitters.obtain(
      names,
      name,
      (missed) => ({ count: 0, missed }),
      ({ count }) => {
        dropped += count
      }
    ).count += 1
    assert.isAtMost(names.entries.size, 2 * keep + left)
  }
  return { names, dropped }
}

const times = (stream: ReadonlyArray<string>, name: string) => stream.filter((other) => other === name).length

/** What is promised of names that were counted, whatever the stream. */
const assertKept = (names: Names, keep: number, stream: ReadonlyArray<string>) => {
  for (const name of new Set(stream)) {
    const found = names.entries.get(name)
    const truth = times(stream, name)
    if (found === undefined) assert.isAtMost(truth, names.floor)
    else {
      assert.isAtMost(found.count, truth)
      assert.isAtLeast(found.count + found.missed, truth)
    }
  }
  assert.isAtMost(names.floor, stream.length / (keep + 1))
}

describe("HeavyHitters", () => {
  it("F5 never loses a name with more than its share, and never counts one too often", () => {
    FastCheck.assert(
      FastCheck.property(streams, keeps, rooms, (stream, keep, room) => {
        const { dropped, names } = counted(stream, keep, room)
        assertKept(names, keep, stream)
        const held = [...names.entries.values()].reduce((sum, { count }) => sum + count, 0)
        assert.strictEqual(held + dropped, stream.length)
        assert.strictEqual(names.room.left, room - names.entries.size)
      }),
      { numRuns: 300 }
    )
  })

  it("F5 ranks what had more than its share among the first, so that it is told", () => {
    FastCheck.assert(
      FastCheck.property(streams, keeps, (stream, keep) => {
        const told = HeavyHitters.ranked(counted(stream, keep, 0).names).slice(0, keep)
        for (const name of new Set(stream)) {
          if (times(stream, name) > stream.length / (keep + 1))
            assert.include(
              told.map(([name]) => name),
              name
            )
        }
      }),
      { numRuns: 300 }
    )
  })

  it("F5 counts exactly, in any order, as long as there are no more than twice as many names, or room", () => {
    const few = FastCheck.array(FastCheck.constantFrom("a", "b", "c", "d", "ee", "ff"), { maxLength: 60 })
    FastCheck.assert(
      FastCheck.property(few, (stream) => {
        const expected = [...new Set(stream)]
          .map((name) => [name, { count: times(stream, name), missed: 0 }] as const)
          .sort(([left, one], [right, two]) => two.count - one.count || (left < right ? -1 : 1))
        for (const [keep, room] of [
          [3, 0],
          [1, 6]
        ] as const) {
          assert.deepStrictEqual(HeavyHitters.ranked(counted(stream, keep, room).names), expected)
          assert.deepStrictEqual(
            HeavyHitters.ranked(counted([...stream].reverse(), keep, room).names),
            expected
          )
        }
      })
    )
  })

  it("F5 keeps its promises where parts are put together", () => {
    FastCheck.assert(
      FastCheck.property(streams, streams, keeps, (one, two, keep) => {
        const { names } = counted(one, keep, 0)
        HeavyHitters.absorb(names, counted(two, keep, 0).names, (missed) => ({ count: 0, missed }))
        assertKept(names, keep, [...one, ...two])
      }),
      { numRuns: 300 }
    )
  })
})
