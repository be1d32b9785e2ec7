import { assert, describe, it } from "@effect/vitest"
import * as Pointer from "../../src/simulator/Pointer.js"

const document = {
  total: 2,
  entities: [
    { id: "a", code: "X" },
    { id: "b", code: "Y" }
  ],
  "a/b": { "~": 1 }
}

describe("Pointer", () => {
  it("takes away a field, an element, or a field of every element", () => {
    assert.deepStrictEqual(Pointer.remove({ total: 2, size: 1 }, "/total"), { size: 1 })
    assert.deepStrictEqual(Pointer.remove({ list: [1, 2, 3] }, "/list/1"), { list: [1, 3] })
    assert.deepStrictEqual(Pointer.remove(document, "/entities/*/code"), {
      ...document,
      entities: [{ id: "a" }, { id: "b" }]
    })
  })

  it("sets, adds and appends", () => {
    assert.deepStrictEqual(Pointer.set({ total: 2 }, "/total", "two"), { total: "two" })
    assert.deepStrictEqual(Pointer.set({ total: 2 }, "/new", null), { total: 2, new: null })
    assert.deepStrictEqual(Pointer.set({ list: [1] }, "/list/-", 2), { list: [1, 2] })
    assert.deepStrictEqual(Pointer.set({ list: [1, 2] }, "/list/*", 0), { list: [0, 0] })
    assert.deepStrictEqual(Pointer.set({ total: 2 }, "", "all"), "all")
  })

  it("reads, with the escapes of RFC 6901", () => {
    assert.strictEqual(Pointer.get(document, "/entities/1/id"), "b")
    assert.strictEqual(Pointer.get(document, "/a~1b/~0"), 1)
    assert.strictEqual(Pointer.get(document, "/nothing/here"), undefined)
  })

  it("leaves a document alone in which it finds nothing, and never changes its input", () => {
    const before = structuredClone(document)
    assert.deepStrictEqual(Pointer.remove(document, "/nothing/here"), document)
    assert.deepStrictEqual(Pointer.set(document, "/nothing/here", 1), document)
    Pointer.set(document, "/entities/0/id", "changed")
    assert.deepStrictEqual(document, before)
  })
})
