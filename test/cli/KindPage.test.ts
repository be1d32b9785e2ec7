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

  it("F7 of several permissions one is enough, and those of the failed records are told apart", () => {
    const kind = Kinds.find(Kinds.builtin, "data-action")
    if (kind === undefined) throw new Error("there is no kind data-action")
    const permissions = (status: ReadonlyArray<string>, failures: ReadonlyArray<string>) =>
      KindPage.render({ ...kind, permissions: { status, failures } })
    assert.match(permissions(["a:b"], ["c:d"]), /^Permissions +a:b\n +for the failed records: c:d$/m)
    assert.match(permissions(["a:b", "c:d"], ["a:b", "c:d"]), /^Permissions +one of\n {16}a:b\n {16}c:d\nU/m)
    assert.match(page("datatable-import"), /^Permissions +one of\n +architect:datatable:view$/m)
  })

  it("F5 the ways to a code are told in the order in which they are tried", () => {
    const [, code = ""] = /^ +code: (.*)$/m.exec(page("recording-batch")) ?? []
    assert.strictEqual(code, "the words of the message, or else FAILED_RECORDING")
    assert.include(page("flow-instances"), "code: HTTP_{statusCode}, or else FAILED_INSTANCE")
    assert.include(
      page("audit-query"),
      "message: message.message or message.messageWithParams, or else {action}"
    )
  })

  it("F1 where the failed records are is told with what limits them", () => {
    assert.include(page("flow-job"), "part of the status, in messages where type is Error")
    assert.include(page("audit-query"), "pages by cursor, in entities where status is FAILURE")
    assert.match(page("audit-query"), /^ +only where state is not Failed or Cancelled$/m)
    assert.match(
      page("wfm-job"),
      /^ +or else part of the status, in error\n +reasons of the job as a whole, no records$/m
    )
    assert.include(page("usage-query"), "counts for: status429")
  })

  it("W2 counts are told apart by what they count", () => {
    const text = page("flow-export")
    assert.match(text, /^Counts +errors: counted in messages\[\] where type is Error$/m)
    assert.match(text, /^ +warnings: counted in messages\[\] where type is Warning$/m)
    assert.match(
      page("analytics-actions"),
      /counts for: stats\.count of data\[\]\.metrics\[\] where metric is tTotal/
    )
  })

  it("W1 a word that means two things is told with what tells them apart", () => {
    assert.match(page("external-contacts-import"), /^ +Running where executionStep is Validated: waits for /m)
  })

  it("C1 a reference shows every part of it, also where the kind has several paths", () => {
    const text = page("wfm-job")
    assert.match(text, /^Reference +wfm-job\/FAMILY\/ID$/m)
    assert.match(text, /^ +shifttrading-trade\/TRADE_ID\/JOB_ID: GET /m)
  })
})
