import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Queries many workitems; its results are data, not failures.
 *
 * @since 0.1.0
 * @category models
 */
export const workitemQuery: JobKind = {
  name: "workitem-query",
  title: "Workitem query",
  summary: "Queries many workitems; its results are data, not failures.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/TaskManagementApi.md#getTaskmanagementWorkitemsQueryJob",
  permissions: {
    status: ["workitems:queryJob:view"],
    failures: ["workitems:queryJob:view"]
  },
  submitterOnly: false,
  unverified: [Unverified.states, Unverified.codes],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/taskmanagement/workitems/query/jobs/{jobId}",
    state: "state",
    message: "error.message",
    createdAt: "dateStarted",
    updatedAt: "dateFinished"
  },
  states: {
    running: ["Queued", "Running"],
    succeeded: ["Succeeded"],
    failed: ["Failed"]
  },
  failures: {
    source: "embedded",
    items: "error",
    about: "job",
    record: {
      code: "code",
      codeFromMessage: true,
      message: "message"
    }
  }
}
