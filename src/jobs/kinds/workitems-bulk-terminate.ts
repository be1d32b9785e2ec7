import type { JobKind } from "../JobKind.js"

/**
 * Terminates many workitems at once.
 *
 * @since 0.1.0
 * @category models
 */
export const workitemsBulkTerminate: JobKind = {
  name: "workitems-bulk-terminate",
  title: "Workitems bulk terminate",
  summary: "Terminates many workitems at once.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/TaskManagementApi.md#getTaskmanagementWorkitemsBulkTerminateJob",
  permissions: {
    status: ["workitems:bulkTerminateJob:view"],
    failures: ["workitems:bulkTerminateJobResults:view"]
  },
  submitterOnly: false,
  unverified: [
    "The states are those of the Python SDK 257.1; which of them end the job is inferred from their names.",
    "That an Idle job has to be queued is inferred from the update operation.",
    "The values of the error codes are not documented."
  ],
  parameters: ["bulkJobId"],
  status: {
    path: "/api/v2/taskmanagement/workitems/bulk/terminate/jobs/{bulkJobId}",
    state: "state",
    processed: {
      sum: ["successfulCount", "failedCount"]
    },
    total: "totalCount",
    errors: "failedCount",
    createdAt: "dateStarted",
    updatedAt: ["dateModified", "dateFinished"]
  },
  states: {
    running: ["Queued", "Running"],
    parked: {
      Idle: {
        waitsFor: "being queued",
        moveBy:
          'PATCH /api/v2/taskmanagement/workitems/bulk/terminate/jobs/{bulkJobId} with {"state":"Queued"}'
      }
    },
    succeeded: ["Succeeded"],
    failed: ["Failed"],
    cancelled: ["Cancelled", "Terminated"]
  },
  failures: {
    source: "document",
    path: "/api/v2/taskmanagement/workitems/bulk/terminate/jobs/{bulkJobId}/results",
    items: "results",
    where: {
      field: "error",
      present: true
    },
    record: {
      code: "error.code",
      message: "error.message",
      id: "entity.id",
      recordId: "entity.id"
    }
  }
}
