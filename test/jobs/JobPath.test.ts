import { assert, describe, it } from "@effect/vitest"
import * as JobPath from "../../src/jobs/JobPath.js"
import { datatableImport } from "../../src/jobs/kinds/datatable-import.js"
import { wfmJob } from "../../src/jobs/kinds/wfm-job.js"

describe("JobPath", () => {
  it("gives each id to the parameter in its place", () => {
    assert.deepStrictEqual(
      JobPath.statusPath(datatableImport, { kind: "datatable-import", ids: ["d", "j"] }),
      {
        path: "/api/v2/flows/datatables/{datatableId}/import/jobs/{importJobId}",
        params: { datatableId: "d", importJobId: "j" }
      }
    )
  })

  it("of several paths the first id chooses one", () => {
    const { params, path } = JobPath.statusPath(wfmJob, {
      kind: "wfm-job",
      ids: ["decisionmetrics", "bu", "j"]
    })
    assert.strictEqual(
      path,
      "/api/v2/workforcemanagement/businessunits/{businessUnitId}/decisionmetrics/jobs/{jobId}"
    )
    assert.deepInclude(params, { businessUnitId: "bu", jobId: "j" })
    assert.deepStrictEqual(JobPath.parameters(wfmJob, "decisionmetrics"), [
      "family",
      "businessUnitId",
      "jobId"
    ])
    assert.include(JobPath.choices(wfmJob), "timeoffbalance")
    assert.deepStrictEqual(JobPath.choices(datatableImport), [])
  })

  it("a job that does not fit is the fault of the program", () => {
    assert.throws(() => JobPath.statusPath(datatableImport, { kind: "datatable-import", ids: ["d"] }))
    assert.throws(() => JobPath.statusPath(wfmJob, { kind: "wfm-job", ids: ["dreams", "j"] }))
  })
})
