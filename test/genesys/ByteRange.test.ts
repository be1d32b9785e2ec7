import { assert, describe, it } from "@effect/vitest"
import * as ByteRange from "../../src/genesys/ByteRange.js"

const { Part, part } = ByteRange
const here = { delivered: 100, validator: '"v1"' }

describe("ByteRange", () => {
  it("F1 a fresh download asks for all, a resumed one for the rest of the same version", () => {
    assert.deepStrictEqual(ByteRange.headers(ByteRange.start), { "accept-encoding": "identity" })
    assert.deepStrictEqual(ByteRange.headers(here), {
      "accept-encoding": "identity",
      range: "bytes=100-",
      "if-range": '"v1"'
    })
    assert.notProperty(ByteRange.headers({ delivered: 1, validator: 'W/"weak"' }), "if-range")
  })

  it("F1 a whole answer to a resumed download is read from the place reached", () => {
    assert.deepStrictEqual(
      part(here, { status: 200, headers: { "content-length": "250", etag: '"v1"' } }),
      Part.Bytes({ skip: 100, size: 250, validator: '"v1"' })
    )
  })

  it("F1 the rest goes on from the place reached, also when it begins before", () => {
    assert.deepStrictEqual(
      part(here, { status: 206, headers: { "content-range": "bytes 100-249/250" } }),
      Part.Bytes({ skip: 0, size: 250, validator: undefined })
    )
    assert.deepStrictEqual(
      part(here, { status: 206, headers: { "content-range": "bytes 90-249/*" } }),
      Part.Bytes({ skip: 10, size: undefined, validator: undefined })
    )
  })

  it("F1 a part that leaves a gap, or does not say where it belongs, is misplaced", () => {
    for (const range of ["bytes 101-249/250", undefined, "chars 100-249/250", "bytes */250"])
      assert.deepStrictEqual(
        part(here, { status: 206, headers: { "content-range": range } }),
        Part.Misplaced()
      )
  })

  it("F1 another version is another file", () => {
    assert.deepStrictEqual(part(here, { status: 200, headers: { etag: '"v2"' } }), Part.Changed())
    assert.deepStrictEqual(
      part(here, { status: 416, headers: { "content-range": "bytes */99" } }),
      Part.Changed()
    )
    assert.deepStrictEqual(part(here, { status: 416, headers: {} }), Part.Changed())
  })

  it("F1 nothing is missing where the file ends at the place reached", () => {
    assert.deepStrictEqual(
      part(here, { status: 416, headers: { "content-range": "bytes */100" } }),
      Part.Complete()
    )
    assert.isTrue(ByteRange.isPart(416, here))
    assert.isFalse(ByteRange.isPart(416, ByteRange.start))
  })

  it("F1 the length of an encoded answer is not that of the file", () => {
    const headers = { "content-length": "10", "content-encoding": "gzip" }
    assert.deepInclude(part(ByteRange.start, { status: 200, headers }), { size: undefined })
  })
})
