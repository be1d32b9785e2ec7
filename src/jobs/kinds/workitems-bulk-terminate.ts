import type { JobKind } from "../JobKind.js"
import { workitemsBulkAdd } from "./workitems-bulk-add.js"

/**
 * Terminates many workitems at once.
 *
 * @since 0.1.0
 * @category models
 */
export const workitemsBulkTerminate: JobKind = {
  ...workitemsBulkAdd,
  name: "workitems-bulk-terminate",
  title: "Workitems bulk terminate",
  summary: "Terminates many workitems at once.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/TaskManagementApi.md#getTaskmanagementWorkitemsBulkTerminateJob",
  permissions: {
    status: ["workitems:bulkTerminateJob:view"],
    failures: ["workitems:bulkTerminateJobResults:view"]
  },
  status: {
    ...workitemsBulkAdd.status,
    path: "/api/v2/taskmanagement/workitems/bulk/terminate/jobs/{bulkJobId}"
  },
  states: {
    ...workitemsBulkAdd.states,
    parked: {
      Idle: {
        waitsFor: "being queued",
        moveBy:
          'PATCH /api/v2/taskmanagement/workitems/bulk/terminate/jobs/{bulkJobId} with {"state":"Queued"}'
      }
    }
  },
  failures: {
    ...workitemsBulkAdd.failures,
    path: "/api/v2/taskmanagement/workitems/bulk/terminate/jobs/{bulkJobId}/results"
  }
}
