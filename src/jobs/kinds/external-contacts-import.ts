import type { JobKind } from "../JobKind.js"

/**
 * Imports external contacts from a CSV file.
 *
 * @since 0.1.0
 * @category models
 */
export const externalContactsImport: JobKind = {
  name: "external-contacts-import",
  title: "External contacts import",
  summary: "Imports external contacts from a CSV file.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/ExternalContactsApi.md#getExternalcontactsImportJob",
  permissions: {
    status: ["externalContacts:importJob:view"],
    failures: ["externalContacts:importJob:view"]
  },
  submitterOnly: false,
  unverified: [
    "The states are those of the Python SDK 257.1; which of them end the job is inferred from their names.",
    "That a validated import has to be continued is inferred from the update operation (Continue, Cancel, Retry).",
    "The columns of the report; rows that say that they succeeded are left out.",
    "The host of the report."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/externalcontacts/import/jobs/{jobId}",
    state: "status",
    processed: {
      sum: ["metadata.importSuccessCount", "metadata.importFailedCount"]
    },
    errors: ["metadata.importFailedCount", "metadata.dryRunFailedCount"],
    message: "statusDetails",
    createdAt: "dateCreated"
  },
  states: {
    running: ["Created", "Running"],
    parked: {
      Created: {
        waitsFor: "being started",
        moveBy:
          'PUT /api/v2/externalcontacts/import/jobs/{jobId} with {"jobId":"{jobId}","status":"Continue"}',
        when: {
          field: "executionStep",
          isNot: ["Validating", "Importing"]
        }
      },
      Running: {
        waitsFor: "the import to be confirmed, validation is done",
        moveBy:
          'PUT /api/v2/externalcontacts/import/jobs/{jobId} with {"jobId":"{jobId}","status":"Continue"}',
        when: {
          field: "executionStep",
          is: ["Validated"]
        }
      }
    },
    succeeded: ["Completed"],
    failed: ["Failed"],
    cancelled: ["Cancelled"]
  },
  failures: {
    source: "download",
    url: ["metadata.importReportDownloadUrl", "metadata.dryRunReportDownloadUrl"],
    format: "csv",
    where: {
      field: ["status", "Status", "result", "Result"],
      isNot: ["success", "succeeded", "successful", "ok", "created", "updated", "imported"]
    },
    record: {
      code: ["errorCode", "ErrorCode", "Error Code", "error_code", "code", "Code"],
      codeFromMessage: true,
      codeDefault: "FAILED_ROW",
      message: [
        "errorMessage",
        "ErrorMessage",
        "Error Message",
        "error_message",
        "error",
        "Error",
        "message",
        "Message",
        "statusDetails"
      ],
      id: ["id", "Id", "ID", "rowNumber", "lineNumber", "row", "Row", "Line"],
      recordId: ["externalId", "ExternalId", "External Id"]
    }
  }
}
