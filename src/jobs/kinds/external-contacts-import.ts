import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/** How the report of an import and that of its dry run are read. */
const report = {
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
} as const

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
    Unverified.states,
    "That a validated import has to be continued is inferred from the update operation (Continue, Cancel, Retry).",
    "That the dry run looks at every row: the total is the sum of its two counts.",
    "Whether rows that failed the dry run are counted again by the import; both counts are added. Where both are not 0, only the import's report is read.",
    "The columns of the two reports; rows that say that they succeeded are left out.",
    "The host of the reports."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/externalcontacts/import/jobs/{jobId}",
    state: "status",
    processed: {
      sum: ["metadata.importSuccessCount", "metadata.importFailedCount"]
    },
    total: {
      sum: ["metadata.dryRunSuccessCount", "metadata.dryRunFailedCount"]
    },
    errors: {
      sum: ["metadata.dryRunFailedCount", "metadata.importFailedCount"]
    },
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
  failures: [
    {
      source: "download",
      when: { field: "metadata.importFailedCount", isNot: [0] },
      url: "metadata.importReportDownloadUrl",
      ...report
    },
    {
      source: "download",
      when: { field: "metadata.dryRunFailedCount", isNot: [0] },
      url: "metadata.dryRunReportDownloadUrl",
      ...report
    }
  ]
}
