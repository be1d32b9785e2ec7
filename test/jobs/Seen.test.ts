import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Seen from "../../src/jobs/Seen.js"

describe("Seen", () => {
  it("tells whether a key is known, as a set does, up to its capacity", () => {
    FastCheck.assert(
      FastCheck.property(FastCheck.array(FastCheck.string({ maxLength: 3 }), { maxLength: 200 }), (keys) => {
        const seen = Seen.make(200)
        const set = new Set<string>()
        for (const key of keys) {
          assert.strictEqual(seen.add(key), !set.has(key))
          set.add(key)
        }
      })
    )
  })

  it("F3 tells a hundred thousand similar keys apart", () => {
    const seen = Seen.make(200_000)
    let fresh = 0
    for (let at = 0; at < 100_000; at++) if (seen.add(`rec_${at}`)) fresh += 1
    for (let at = 0; at < 100_000; at++)
      if (seen.add(`0000${at.toString(16)}-4b1d-4e5f-9c3a-${at}`)) fresh += 1
    for (let at = 0; at < 100_000; at++) if (seen.add(`rec_${at}`)) fresh += 1
    assert.strictEqual(fresh, 200_000)
  })

  it("F4 knows the last keys and forgets the oldest, however many come", () => {
    const seen = Seen.make(1_000)
    let wrong = 0
    for (let at = 0; at < 1_000_000; at++) {
      if (!seen.add(`k${at}`)) wrong += 1
      if (at >= 999 && at % 997 === 0 && seen.add(`k${at - 999}`)) wrong += 1
    }
    assert.strictEqual(wrong, 0)
    assert.isTrue(seen.add("k0"))
  })

  it("F4 keeps no more than twice its capacity", () => {
    const seen = Seen.make(100)
    for (let at = 0; at <= 200; at++) seen.add(`k${at}`)
    assert.isTrue(seen.add("k0"))
  })
})
