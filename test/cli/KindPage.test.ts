import { assert, describe, it } from "@effect/vitest"
import * as KindPage from "../../src/cli/KindPage.js"
import * as Kinds from "../../src/jobs/Kinds.js"

const page = (name: string): string => {
  const kind = Kinds.find(Kinds.builtin, name)
  if (kind === undefined) throw new Error(`there is no kind ${name}`)
  return KindPage.render(kind)
}

describe("KindPage", () => {
  it("O4 tells of every kind what is needed: reference, paths, states, permissions, an example", () => {
    for (const [name, kind] of Kinds.builtin) {
      const text = page(name)
      for (const row of ["Reference", "What", "Status", "Counts", "Failures", "Succeeded", "Example"]) {
        assert.match(text, new RegExp(`^${row} +\\S`, "m"), `${name}: ${row}`)
      }
      for (const permission of [...kind.permissions.status, ...kind.permissions.failures]) {
        assert.include(text, permission)
      }
      if (kind.unverified.length > 0) assert.match(text, /^Unverified +\S/m)
      assert.notMatch(text, /undefined|\[object|^Custom/m)
      assert.notMatch(text, /.*[^\S\n]$/m, "no blanks at the end")
    }
  })

  it("W1 a parked state is told with what moves it", () => {
    assert.match(page("recording-job"), /^Parked +READY: waits for .*; PUT /m)
  })

  it("F1 a permission that only the failed records need is marked", () => {
    const kind = Kinds.find(Kinds.builtin, "data-action")
    if (kind === undefined) throw new Error("there is no kind data-action")
    const text = KindPage.render({
      ...kind,
      permissions: { status: ["a:b:view"], failures: ["a:b:view", "c:d:view"] }
    })
    assert.match(text, /^Permissions +a:b:view\n +c:d:view \(for the failed records\)$/m)
  })
})
