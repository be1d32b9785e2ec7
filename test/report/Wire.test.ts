import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Wire from "../../src/report/Wire.js"

describe("Wire", () => {
  it("O3 writes what is unknown as null, and reads null as unknown; a field that is missing is refused", () => {
    const Row = Schema.Struct({ count: Wire.nullable(Wire.Count) })
    assert.deepStrictEqual(Schema.encodeSync(Row)({ count: undefined }), { count: null })
    assert.deepStrictEqual(Schema.decodeUnknownSync(Row)({ count: null }), { count: undefined })
    assert.deepStrictEqual(Schema.decodeUnknownSync(Row)({ count: 3 }), { count: 3 })
    assert.throws(() => Schema.decodeUnknownSync(Row)({}))
  })
})
