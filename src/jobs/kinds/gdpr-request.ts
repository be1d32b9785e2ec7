import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Exports, updates or deletes the data of a person; takes days.
 *
 * @since 0.1.0
 * @category models
 */
export const gdprRequest: JobKind = {
  name: "gdpr-request",
  title: "GDPR request",
  summary: "Exports, updates or deletes the data of a person; takes days.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/GeneralDataProtectionRegulationApi.md#getGdprRequest",
  permissions: {
    status: ["gdpr:request:view"],
    failures: []
  },
  submitterOnly: false,
  unverified: [Unverified.states],
  parameters: ["requestId"],
  status: {
    path: "/api/v2/gdpr/requests/{requestId}",
    state: "status",
    createdAt: "createdDate"
  },
  states: {
    running: ["INITIATED", "SEARCHING", "UPDATING", "DELETING", "FINALIZING"],
    succeeded: ["COMPLETED"],
    failed: ["ERROR"]
  },
  failures: {
    source: "none"
  }
}
