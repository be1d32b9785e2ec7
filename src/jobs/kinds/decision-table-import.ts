import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Imports rows into a decision table.
 *
 * @since 0.1.0
 * @category models
 */
export const decisionTableImport: JobKind = {
  name: "decision-table-import",
  title: "Decision table import",
  summary: "Imports rows into a decision table.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/BusinessRulesApi.md#getBusinessrulesDecisiontableImport",
  permissions: {
    status: ["businessrules:decisionTableImportJob:view"],
    failures: ["businessrules:decisionTableImportJob:view"]
  },
  submitterOnly: false,
  unverified: [
    "The full list of states; the documentation names Uploading, Processing, Complete, Failed and Cancelled.",
    "That Uploading waits for the file is inferred from uploadUrl.",
    Unverified.codes
  ],
  parameters: ["tableId", "importJobId"],
  status: {
    path: "/api/v2/businessrules/decisiontables/{tableId}/imports/{importJobId}",
    state: "status",
    processed: {
      sum: [
        "rowMetrics.rowsCreated",
        "rowMetrics.rowsUpdated",
        "rowMetrics.rowsDeleted",
        "rowMetrics.rowParseFailed",
        "rowMetrics.rowCreateFailed",
        "rowMetrics.rowUpdateFailed",
        "rowMetrics.rowDeleteFailed"
      ]
    },
    total: "rowMetrics.totalRows",
    errors: {
      sum: [
        "rowMetrics.rowParseFailed",
        "rowMetrics.rowCreateFailed",
        "rowMetrics.rowUpdateFailed",
        "rowMetrics.rowDeleteFailed"
      ]
    },
    message: ["error.errorMessage", "error.message", "error.messageWithParams"],
    createdAt: "dateCreated",
    updatedAt: ["dateModified", "dateCompleted"]
  },
  states: {
    running: ["Processing"],
    parked: {
      Uploading: {
        waitsFor: "the CSV file",
        moveBy: "upload the file to the job's uploadUrl with its uploadHeaders"
      }
    },
    succeeded: ["Complete"],
    failed: ["Failed"],
    cancelled: ["Cancelled"]
  },
  failures: [
    {
      source: "embedded",
      items: "error.validationErrors",
      record: {
        code: ["code", "details[].errorCode"],
        message: ["message", "messageWithParams"],
        id: "rowNumber",
        recordId: "entityId"
      }
    },
    {
      source: "embedded",
      when: { field: "error.validationErrors[]", present: false },
      items: "error",
      about: "job",
      record: {
        code: ["errorCode", "code", "details[].errorCode"],
        codeFromMessage: true,
        message: ["errorMessage", "message", "messageWithParams"]
      }
    }
  ]
}
