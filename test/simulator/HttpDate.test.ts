import { assert, describe, it } from "@effect/vitest"
import * as HttpDate from "../../src/simulator/HttpDate.js"

// The example of RFC 9110: Sun, 06 Nov 1994 08:49:37 GMT.
const moment = 784_111_777_000

describe("HttpDate", () => {
  it("writes a wait in every form of RFC 9110", () => {
    const write = (form: HttpDate.Form) => HttpDate.retryAfter(form, moment - 30_000, 30)
    assert.strictEqual(write("seconds"), "30")
    assert.strictEqual(write("date"), "Sun, 06 Nov 1994 08:49:37 GMT")
    assert.strictEqual(write("rfc850"), "Sunday, 06-Nov-94 08:49:37 GMT")
    assert.strictEqual(write("asctime"), "Sun Nov  6 08:49:37 1994")
    assert.strictEqual(write("garbage"), "soon")
  })

  it("rounds dates up, so that a caller who waits for them has waited long enough", () => {
    assert.strictEqual(HttpDate.retryAfter("date", moment - 999, 0), "Sun, 06 Nov 1994 08:49:37 GMT")
    assert.strictEqual(HttpDate.until("date", moment - 999, 0), moment)
    assert.strictEqual(HttpDate.until("seconds", moment - 999, 1), moment + 1)
  })

  it("forbids nothing with a value that nobody can read", () => {
    assert.strictEqual(HttpDate.until("garbage", moment, 30), moment)
  })
})
