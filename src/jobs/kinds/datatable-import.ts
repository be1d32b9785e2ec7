import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

const record = {
  code: ["code", "details[].errorCode"],
  message: ["message", "messageWithParams"],
  id: "entityId",
  recordId: "entityName"
} as const

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
    Unverified.states,
    "That errorInformation.errors are rows, and that errorInformation without them is about the job as a whole.",
    Unverified.codes
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
  failures: [
    { source: "embedded", items: "errorInformation.errors", record },
    {
      source: "embedded",
      when: { field: "errorInformation.errors[]", present: false },
      items: "errorInformation",
      about: "job",
      record
    }
  ]
}
