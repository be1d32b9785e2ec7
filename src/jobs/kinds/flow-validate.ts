import type { JobKind } from "../JobKind.js"
import { flowJob } from "./flow-job.js"

/**
 * Validates an Architect flow (preview).
 *
 * @since 0.1.0
 * @category models
 */
export const flowValidate: JobKind = {
  ...flowJob,
  name: "flow-validate",
  title: "Flow validation",
  summary: "Validates an Architect flow (preview).",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ArchitectApi.md#getFlowsValidateJob",
  permissions: {
    status: ["architect:jobValidate:view"],
    failures: ["architect:jobValidate:view"]
  },
  status: {
    ...flowJob.status,
    path: "/api/v2/flows/validate/jobs/{jobId}"
  }
}
