import { assert, describe, it } from "@effect/vitest"
import { dataAction } from "../../src/jobs/kinds/data-action.js"
import { recordingBatch } from "../../src/jobs/kinds/recording-batch.js"
import { wfmJob } from "../../src/jobs/kinds/wfm-job.js"
import * as Permissions from "../../src/jobs/Permissions.js"

const advice = (...status: ReadonlyArray<string>) =>
  Permissions.advice({ ...dataAction, permissions: { status, failures: ["x:y:view"] } }, "status")

describe("Permissions", () => {
  it("F7 one of the permissions is enough, and the advice says so", () => {
    assert.strictEqual(advice("a:b:view"), "Give the OAuth client a role with a:b:view.")
    assert.strictEqual(
      advice("a:b:view", "c:d:view"),
      "Give the OAuth client a role with a:b:view or c:d:view."
    )
    assert.strictEqual(advice("a", "b", "c"), "Give the OAuth client a role with a, b or c.")
    assert.isUndefined(advice())
  })

  it("F7 what reading the failed records needs is told apart", () => {
    const kind = { ...dataAction, permissions: { status: ["a"], failures: ["b"] } }
    assert.include(Permissions.advice(kind, "failures") ?? "", " b.")
  })

  it("F7 a long list is not told, but where it stands", () => {
    assert.strictEqual(
      Permissions.advice(wfmJob, "status"),
      "Give the OAuth client a role with one of the permissions that genesys-jobs kinds wfm-job lists."
    )
  })

  it("F7 no permission helps where only the client that started the job may read it", () => {
    assert.include(Permissions.advice(recordingBatch, "status") ?? "", "use its credentials")
  })
})
