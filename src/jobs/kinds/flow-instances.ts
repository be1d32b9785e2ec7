import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Collects the execution data of flow instances.
 *
 * @since 0.1.0
 * @category models
 */
export const flowInstances: JobKind = {
  name: "flow-instances",
  title: "Flow instance data",
  summary: "Collects the execution data of flow instances.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ArchitectApi.md#getFlowsInstancesJob",
  permissions: {
    status: ["architect:flowInstance:view"],
    failures: ["architect:flowInstance:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "Failed instances carry only an HTTP status; they are grouped as HTTP_404 and the like."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/flows/instances/jobs/{jobId}",
    state: "jobState",
    processed: {
      count: "entities[]"
    },
    errors: {
      count: "entities[]",
      where: {
        field: "failed",
        is: [true]
      }
    }
  },
  states: {
    running: ["Registered", "Running"],
    succeeded: ["Success"],
    failed: ["Failed"]
  },
  failures: {
    source: "embedded",
    items: "entities",
    where: {
      field: "failed",
      is: [true]
    },
    record: {
      codeTemplate: "HTTP_{statusCode}",
      codeDefault: "FAILED_INSTANCE",
      messageDefault: "The data of the flow instance could not be read.",
      id: "id"
    }
  }
}
