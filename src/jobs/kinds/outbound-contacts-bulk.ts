import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Edits or deletes many contacts of a contact list.
 *
 * @since 0.1.0
 * @category models
 */
export const outboundContactsBulk: JobKind = {
  name: "outbound-contacts-bulk",
  title: "Outbound contacts bulk operation",
  summary: "Edits or deletes many contacts of a contact list.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/OutboundApi.md#getOutboundContactlistContactsBulkJob",
  permissions: {
    status: ["outbound:contactList:view"],
    failures: ["outbound:contactList:view"]
  },
  submitterOnly: false,
  unverified: [Unverified.states, Unverified.codes],
  parameters: ["contactListId", "jobId"],
  status: {
    path: "/api/v2/outbound/contactlists/{contactListId}/contacts/bulk/jobs/{jobId}",
    state: "state",
    progress: {
      field: "percentComplete",
      scale: 100
    },
    processed: "completedRecords",
    total: "totalRecords",
    message: "failureReason.message"
  },
  states: {
    running: ["InProgress"],
    succeeded: ["Complete"],
    failed: ["Failed"]
  },
  failures: {
    source: "embedded",
    items: "failureReason",
    about: "job",
    record: {
      code: "code",
      codeFromMessage: true,
      message: "message"
    }
  }
}
