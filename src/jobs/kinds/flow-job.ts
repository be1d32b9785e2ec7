import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Publishes, creates or updates an Architect flow.
 *
 * @since 0.1.0
 * @category models
 */
export const flowJob: JobKind = {
  name: "flow-job",
  title: "Flow publish or update",
  summary: "Publishes, creates or updates an Architect flow.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ArchitectApi.md#getFlowsJob",
  permissions: {
    status: ["architect:job:view"],
    failures: ["architect:job:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "Messages may have no error code; their code is then made of their words.",
    "That a message is one failure, however many requests its details name; the codes of all of them are told."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/flows/jobs/{jobId}",
    query: {
      expand: "messages"
    },
    state: "status",
    errors: {
      count: "messages[]",
      where: {
        field: "type",
        is: ["Error"]
      }
    },
    warnings: {
      count: "messages[]",
      where: {
        field: "type",
        is: ["Warning"]
      }
    }
  },
  states: {
    running: ["Registered", "Started"],
    succeeded: ["Success"],
    failed: ["Failure"]
  },
  failures: {
    source: "embedded",
    items: "messages",
    where: {
      field: "type",
      is: ["Error"]
    },
    record: {
      code: "details[].errorCode",
      codeFromMessage: true,
      codeDefault: "FLOW_ERROR",
      message: ["text", "details[].errorMessage"],
      id: "details[].correlationId"
    }
  }
}
