import type { JobKind } from "../JobKind.js"

/**
 * Validates an Architect flow (preview).
 *
 * @since 0.1.0
 * @category models
 */
export const flowValidate: JobKind = {
  name: "flow-validate",
  title: "Flow validation",
  summary: "Validates an Architect flow (preview).",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ArchitectApi.md#getFlowsValidateJob",
  permissions: {
    status: ["architect:jobValidate:view"],
    failures: ["architect:jobValidate:view"]
  },
  submitterOnly: false,
  unverified: [
    "The states are those of the Python SDK 257.1; which of them end the job is inferred from their names.",
    "Messages may have no error code; their code is then made of their words."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/flows/validate/jobs/{jobId}",
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
