import type { JobKind } from "../JobKind.js"
import { flowJob } from "./flow-job.js"

/**
 * Exports an Architect flow.
 *
 * @since 0.1.0
 * @category models
 */
export const flowExport: JobKind = {
  ...flowJob,
  name: "flow-export",
  title: "Flow export",
  summary: "Exports an Architect flow.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ArchitectApi.md#getFlowsExportJob",
  permissions: {
    status: ["architect:jobExport:view"],
    failures: ["architect:jobExport:view"]
  },
  status: {
    ...flowJob.status,
    path: "/api/v2/flows/export/jobs/{jobId}"
  }
}
