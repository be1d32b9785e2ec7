import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Creates many workitems at once.
 *
 * @since 0.1.0
 * @category models
 */
export const workitemsBulkAdd = {
  name: "workitems-bulk-add",
  title: "Workitems bulk add",
  summary: "Creates many workitems at once.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/TaskManagementApi.md#getTaskmanagementWorkitemsBulkAddJob",
  permissions: {
    status: ["workitems:bulkAddJob:view"],
    failures: ["workitems:bulkAddJobResults:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "That an Idle job has to be queued is inferred from the update operation.",
    "Which workitem an error belongs to, where its result names none.",
    Unverified.codes
  ],
  parameters: ["bulkJobId"],
  status: {
    path: "/api/v2/taskmanagement/workitems/bulk/add/jobs/{bulkJobId}",
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
        moveBy: 'PATCH /api/v2/taskmanagement/workitems/bulk/add/jobs/{bulkJobId} with {"state":"Queued"}'
      }
    },
    succeeded: ["Succeeded"],
    failed: ["Failed"],
    cancelled: ["Cancelled", "Terminated"]
  },
  failures: {
    source: "document",
    path: "/api/v2/taskmanagement/workitems/bulk/add/jobs/{bulkJobId}/results",
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
} satisfies JobKind
