import { assert, describe, it } from "@effect/vitest"
import * as Spelling from "../../src/text/Spelling.js"

describe("Spelling", () => {
  it("finds what was meant behind a slip or two, the nearest first", () => {
    const words = ["--interval", "--max-interval", "--report", "watch", "kinds"]
    assert.strictEqual(Spelling.nearest("--intervall", words), "--interval")
    assert.strictEqual(Spelling.nearest("--repotr", words), "--report")
    assert.strictEqual(Spelling.nearest("--maxinterval", words), "--max-interval")
    assert.strictEqual(Spelling.nearest("wach", words), "watch")
    assert.strictEqual(Spelling.nearest("kind", words), "kinds")
  })

  it("finds nothing where nothing is near", () => {
    assert.isUndefined(Spelling.nearest("--zzz", ["--report", "--pace"]))
    assert.isUndefined(Spelling.nearest("", ["watch"]))
    assert.isUndefined(Spelling.nearest("watch", []))
  })
})
