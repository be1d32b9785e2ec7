import { assert, describe, it } from "@effect/vitest"
import * as Outages from "../../src/cli/Outages.js"

describe("Outages", () => {
  it("knows the first job and the last one of each trouble", () => {
    const outages = Outages.make()
    assert.isTrue(outages.begin("a", "503"))
    assert.isFalse(outages.begin("b", "503"))
    assert.isFalse(outages.begin("b", "503"))
    assert.isTrue(outages.begin("c", "DNS"))
    assert.isFalse(outages.end("a"))
    assert.isTrue(outages.end("c"))
    assert.isTrue(outages.end("b"))
    assert.isFalse(outages.end("b"))
    assert.isTrue(outages.begin("a", "503"))
  })
})
