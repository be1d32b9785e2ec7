import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Pace from "../../src/watch/Pace.js"

const epoch = 1_750_000_000_000
const second = 1000
const minute = 60 * second
const hour = 60 * minute

type Told = Omit<Pace.Sample, "at" | "state">

/** `polls`: when each was sent, since the creation of the job; the last one met its end. */
type Watched = Readonly<{ polls: ReadonlyArray<number>; delay: number }>

/** Watches a job of this length; `told` says what it tells at a time since its creation. */
const watch = (
  length: number,
  told: (time: number) => Told,
  options: Pace.Options = {},
  first = 0
): Watched => {
  const polls = [first]
  let state = Pace.initial(options)
  let time = first
  while (time < length && polls.length < 20_000) {
    const [gap, after] = Pace.next(state, { ...told(time), at: epoch + time, state: "RUNNING" })
    state = after
    time += gap
    polls.push(time)
  }
  return { polls, delay: time - length }
}

const fixedPolls = (length: number): number => Math.ceil(length / (10 * second)) + 1
const gaps = ({ polls }: Watched): ReadonlyArray<number> =>
  polls.slice(1).map((at, i) => at - (polls[i] ?? 0))
const during = ({ polls }: Watched, from: number, to: number): number =>
  polls.filter((at) => at >= from && at < to).length
const linear = (length: number) => (time: number) => ({ progress: time / length })
const inSteps = (length: number, size: number) => (time: number) => {
  const done = Math.floor(time / length / size + 1e-9) * size
  return { progress: done, updatedAt: epoch + done * length }
}

describe("Pace", () => {
  it("W7 fixed: always the interval, whatever the job tells", () => {
    const watched = watch(10 * minute, linear(10 * minute), { mode: "fixed", intervalMillis: 7 * second })
    assert.deepStrictEqual(new Set(gaps(watched)), new Set([7 * second]))
  })

  it("W7 fixed: an interval outside the bounds of adaptive is kept as it was asked for", () => {
    const told = { at: epoch, state: "RUNNING" }
    assert.strictEqual(
      Pace.next(Pace.initial({ mode: "fixed", intervalMillis: 5 * minute }), told)[0],
      5 * minute
    )
    assert.strictEqual(Pace.next(Pace.initial({ mode: "fixed", intervalMillis: 100 }), told)[0], 100)
  })

  it("W7 no progress told: exactly the polls of fixed, so never worse", () => {
    const silences: ReadonlyArray<Told> = [
      {},
      { updatedAt: epoch },
      { progress: Number.NaN },
      { progress: -0.5 },
      { processed: 17 },
      { processed: 0, total: 0 },
      { processed: 5, total: -5 },
      { processed: Number.NaN, total: 10 }
    ]
    for (const silence of silences) {
      const watched = watch(20 * minute, () => silence)
      assert.deepStrictEqual(new Set(gaps(watched)), new Set([10 * second]))
    }
  })

  it("W7 a progress that stays at 0 until the end costs at most one poll more than fixed, and no delay", () => {
    for (const length of [4 * second, 25 * second, 3 * minute, 2 * hour]) {
      const watched = watch(length, () => ({ progress: 0 }))
      assert.isAtMost(watched.polls.length, fixedPolls(length) + 1)
      assert.isAtMost(watched.delay, 10 * second)
    }
  })

  it("W7 the next poll is placed where the end is expected", () => {
    const length = 90 * second
    const watched = watch(length, linear(length))
    assert.isAtMost(watched.delay, 1.5 * second)
    assert.isAtMost(watched.polls.length, 7)
    assert.isAbove(Math.max(...gaps(watched)), 15 * second)
  })

  it("W7 the gap shrinks towards the predicted end", () => {
    const length = 20 * minute
    const watched = watch(length, (time) => ({ progress: 1 - (1 - time / length) ** 2 }))
    const shrinking = gaps(watched).slice(gaps(watched).indexOf(Math.max(...gaps(watched))))
    assert.isAbove(shrinking.length, 5)
    assert.isTrue(shrinking.every((gap, i) => gap <= (shrinking[i - 1] ?? gap)))
    assert.isAtMost(watched.delay, 5 * second)
  })

  it("W7 the gap grows to the longest on long jobs, and passes neither bound", () => {
    const length = 6 * hour
    const watched = watch(length, linear(length), { maxGapMillis: 45 * second })
    assert.isAtMost(Math.max(...gaps(watched)), 45 * second)
    assert.isAtLeast(Math.min(...gaps(watched)), second)
    assert.isAtLeast(gaps(watched).filter((gap) => gap === 45 * second).length, 0.95 * watched.polls.length)
  })

  it("W7 an even job of any length: a second or two late at most, for the requests of fixed or far fewer", () => {
    FastCheck.assert(
      FastCheck.property(
        FastCheck.integer({ min: 10 * second, max: 12 * hour }),
        FastCheck.integer({ min: 0, max: 5 * second }),
        (length, first) => {
          const watched = watch(length, linear(length), {}, first)
          assert.isAtMost(watched.delay, 2.5 * second)
          assert.isAtMost(watched.polls.length, 0.2 * fixedPolls(length) + 6)
        }
      )
    )
  })

  it("W7 a stall does not fool it: few polls while the work stands still, and prompt after it goes on", () => {
    const [before, pause, after] = [5 * minute, 20 * minute, 5 * minute]
    const length = before + pause + after
    const watched = watch(length, (time) => ({
      progress:
        time < before + pause ? Math.min(0.5, time / before / 2) : 0.5 + (time - before - pause) / after / 2
    }))
    assert.isAtMost(during(watched, before, before + pause), 0.3 * fixedPolls(pause))
    assert.isAtMost(watched.delay, 3 * second)
  })

  it("W7 a stall near the end is polled no more than fixed would", () => {
    const [before, pause] = [20 * minute, 2 * hour]
    const watched = watch(before + pause, (time) => ({ progress: Math.min(0.97, time / before) }))
    assert.isAtMost(during(watched, before, before + pause), fixedPolls(pause))
  })

  it("W7 batched progress: the end is predicted from when a batch was done, not from when it was seen", () => {
    const lengths = Array.from({ length: 60 }, (_, i) => 10 * minute + i * 7777)
    const delayOf = (dated: boolean) => {
      const delays = lengths.map((length, i) => {
        const told = inSteps(length, 0.04 + 0.003 * i)
        return watch(length, (time) => (dated ? told(time) : { progress: told(time).progress })).delay
      })
      return delays.reduce((a, b) => a + b, 0) / delays.length
    }
    assert.isAtMost(delayOf(true), 2.5 * second)
    assert.isAtMost(delayOf(false), 5 * second)
  })

  it("W7 batched progress: few polls between the batches", () => {
    const length = 30 * minute
    const watched = watch(length, inSteps(length, 0.2))
    assert.isAtMost(during(watched, length / 5 + minute, length), 0.3 * fixedPolls(length))
  })

  it("W7 an update time that cannot be (another clock, another day) changes nothing", () => {
    const length = 30 * minute
    const told = inSteps(length, 0.1)
    const undated = watch(length, (time) => ({ progress: told(time).progress }))
    for (const skew of [-hour, hour, Number.NaN, Number.POSITIVE_INFINITY]) {
      const skewed = watch(length, (time) => ({ ...told(time), updatedAt: told(time).updatedAt + skew }))
      assert.deepStrictEqual(skewed, undated)
    }
  })

  it("W7 a finishing phase after 100 % is polled ever slower, up to the interval", () => {
    const work = 10 * minute
    const watched = watch(work + 2 * hour, (time) => ({ progress: Math.min(1, time / work) }))
    assert.isAtMost(during(watched, work, work + 10 * second), 7)
    assert.isAtMost(during(watched, work, work + 2 * hour), 1.1 * fixedPolls(2 * hour))
    assert.strictEqual(gaps(watched).at(-1), 10 * second)
  })

  it("W7 a short finishing phase is seen to end well before fixed would see it", () => {
    const work = 30 * minute
    const delays = Array.from({ length: 60 }, (_, i) => {
      const length = work + (i + 1) * 1234
      return watch(length, (time) => ({ progress: Math.min(1, time / work) })).delay
    })
    assert.isAtMost(Math.max(...delays), 6.6 * second)
    assert.isAtMost(delays.reduce((a, b) => a + b, 0) / delays.length, 3 * second)
  })

  it("W7 a phase that starts again from 0 is predicted by its own speed", () => {
    const [one, two] = [20 * minute, 5 * minute]
    const watched = watch(one + two, (time) => ({ progress: time < one ? time / one : (time - one) / two }))
    assert.isAtMost(watched.delay, 2 * second)
    assert.isAtMost(during(watched, one, one + two), 0.5 * fixedPolls(two))
  })

  it("W7 counts stand in for a progress that is absent or never leaves 0", () => {
    const length = 5 * minute
    const counts = (time: number) => ({ processed: time, total: length })
    const expected = watch(length, linear(length))
    assert.deepStrictEqual(watch(length, counts), expected)
    assert.deepStrictEqual(
      watch(length, (time) => ({ ...counts(time), progress: 0 })),
      expected
    )
    assert.deepStrictEqual(
      watch(length, (time) => ({ ...linear(length)(time), processed: 0, total: 9 })),
      expected
    )
  })

  it("W7 more processed than the total reads as all of it", () => {
    const sample = { at: epoch, state: "RUNNING" }
    const over = Pace.next(Pace.initial(), { ...sample, processed: 12, total: 10 })
    assert.deepStrictEqual(over, Pace.next(Pace.initial(), { ...sample, progress: 1 }))
  })

  it("options that make no sense are the defaults", () => {
    const odd = { intervalMillis: Number.NaN, minGapMillis: -1, maxGapMillis: Number.POSITIVE_INFINITY }
    assert.deepStrictEqual(Pace.initial(odd), Pace.initial())
    const crossed = Pace.initial({ minGapMillis: 20 * second, maxGapMillis: 5 * second })
    assert.strictEqual(Pace.next(crossed, { at: epoch, state: "RUNNING" })[0], 20 * second)
  })

  const anyNumber = FastCheck.oneof(
    FastCheck.double(),
    FastCheck.double({ min: -0.1, max: 1.1, noNaN: true }),
    FastCheck.integer({ min: -10, max: 200 })
  )
  const anyTime = FastCheck.oneof(
    FastCheck.double(),
    FastCheck.integer({ min: epoch - minute, max: epoch + hour }),
    FastCheck.constant(epoch)
  )
  const anySample: FastCheck.Arbitrary<Pace.Sample> = FastCheck.record(
    {
      at: anyTime,
      state: FastCheck.string(),
      progress: anyNumber,
      processed: anyNumber,
      total: anyNumber,
      updatedAt: anyTime
    },
    { requiredKeys: ["at", "state"] }
  )

  it("W7 whatever is told, in whatever order: a whole gap within the bounds, the same each time", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.array(anySample, { maxLength: 40 }), (samples) => {
        const run = () => {
          let state = Pace.initial({
            intervalMillis: 3 * second,
            minGapMillis: 500,
            maxGapMillis: 30 * second
          })
          return samples.map((sample) => {
            const [gap, after] = Pace.next(state, sample)
            state = after
            return gap
          })
        }
        for (const gap of run()) {
          assert.isTrue(Number.isInteger(gap) && gap >= 500 && gap <= 30 * second, `gap ${gap}`)
        }
        assert.deepStrictEqual(run(), run())
      }),
      { numRuns: 2000 }
    )
  })

  it("W7 any options with any samples: the gap is a positive number", () => {
    const anyOptions = FastCheck.record(
      { intervalMillis: anyNumber, minGapMillis: anyNumber, maxGapMillis: anyNumber },
      { requiredKeys: [] }
    )
    FastCheck.assert(
      FastCheck.property(anyOptions, FastCheck.array(anySample, { maxLength: 10 }), (options, samples) => {
        let state = Pace.initial(options)
        for (const sample of samples) {
          const [gap, after] = Pace.next(state, sample)
          state = after
          assert.isTrue(gap > 0 && gap < Number.POSITIVE_INFINITY, `gap ${gap}`)
        }
      })
    )
  })

  it("W6 the state is never changed in place, and does not grow with the job", () => {
    const freeze = (state: Pace.State): Pace.State => {
      Object.freeze(state.marks)
      return Object.freeze(state)
    }
    let state = freeze(Pace.initial())
    for (let i = 0; i < 1000; i++) {
      const sample = { at: epoch + i * minute, state: "RUNNING", progress: i / 1000 }
      state = freeze(Pace.next(state, sample)[1])
      assert.isAtMost(state.marks.length, 10)
    }
  })
})
