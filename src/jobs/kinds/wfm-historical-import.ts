import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Imports historical data for forecasts.
 *
 * @since 0.1.0
 * @category models
 */
export const wfmHistoricalImport: JobKind = {
  name: "wfm-historical-import",
  title: "WFM historical data import",
  summary: "Imports historical data for forecasts.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/WorkforceManagementApi.md#getWorkforcemanagementHistoricaldataImportstatusJobId",
  permissions: {
    status: ["wfm:historicalData:upload"],
    failures: []
  },
  submitterOnly: false,
  unverified: [Unverified.states, "That Purged and PurgePending mean that the imported data is gone."],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/workforcemanagement/historicaldata/importstatus/{jobId}",
    state: "importStatusResult.status",
    message: "importStatusResult.error",
    createdAt: "importStatusResult.dateCreated",
    updatedAt: "importStatusResult.dateModified"
  },
  states: {
    running: ["Initiated", "InProgress", "Pending"],
    succeeded: ["Success"],
    failed: ["Failed"],
    cancelled: ["Cancelled"],
    expired: ["Purged", "PurgePending"]
  },
  failures: {
    source: "none"
  }
}
