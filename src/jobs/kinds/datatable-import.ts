import type { JobKind } from "../JobKind.js"

/**
 * Imports rows into an Architect datatable.
 *
 * @since 0.1.0
 * @category models
 */
export const datatableImport: JobKind = {
  name: "datatable-import",
  title: "Datatable import",
  summary: "Imports rows into an Architect datatable.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ArchitectApi.md#getFlowsDatatableImportJob",
  permissions: {
    status: ["architect:datatable:view", "architect:datatableRow:view"],
    failures: ["architect:datatable:view", "architect:datatableRow:view"]
  },
  submitterOnly: false,
  unverified: [
    "The states are those of the Python SDK 257.1; which of them end the job is inferred from their names.",
    "One of the two permissions is enough.",
    "The values of the error codes are not documented."
  ],
  parameters: ["datatableId", "importJobId"],
  status: {
    path: "/api/v2/flows/datatables/{datatableId}/import/jobs/{importJobId}",
    state: "status",
    processed: {
      sum: ["countRecordsUpdated", "countRecordsDeleted", "countRecordsFailed"]
    },
    errors: "countRecordsFailed",
    message: "errorInformation.message",
    createdAt: "dateCreated",
    updatedAt: "dateCompleted"
  },
  states: {
    running: ["Processing"],
    parked: {
      WaitingForUpload: {
        waitsFor: "the CSV file",
        moveBy: "upload the file to the job's uploadURI with its uploadHeaders"
      }
    },
    succeeded: ["Succeeded"],
    failed: ["Failed"]
  },
  failures: {
    source: "embedded",
    items: ["errorInformation.errors", "errorInformation"],
    record: {
      code: ["code", "details[].errorCode"],
      message: ["message", "messageWithParams"],
      id: "entityId",
      recordId: "entityName"
    }
  }
}
