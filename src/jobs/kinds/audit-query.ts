import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Queries audit messages; actions that failed are its failed records.
 *
 * @since 0.1.0
 * @category models
 */
export const auditQuery: JobKind = {
  name: "audit-query",
  title: "Audit query",
  summary: "Queries audit messages; actions that failed are its failed records.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/AuditApi.md#getAuditsQueryTransactionId",
  permissions: {
    status: ["audits:audit:view"],
    failures: ["audits:audit:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "Audit messages have no error code; they are grouped by the code of their text, else by service and action.",
    Unverified.noResults
  ],
  parameters: ["transactionId"],
  status: {
    path: "/api/v2/audits/query/{transactionId}",
    state: "state",
    createdAt: "startDate"
  },
  states: {
    running: ["Queued", "Running"],
    succeeded: ["Succeeded"],
    failed: ["Failed"],
    cancelled: ["Cancelled"]
  },
  failures: {
    source: "cursor",
    when: { field: "state", isNot: ["Failed", "Cancelled"] },
    path: "/api/v2/audits/query/{transactionId}/results",
    items: "entities",
    cursor: "cursor",
    maxPageSize: 500,
    where: {
      field: "status",
      is: ["FAILURE"]
    },
    record: {
      code: "message.localizableMessageCode",
      codeTemplate: "{serviceName}_{action}",
      codeDefault: "AUDIT_FAILURE",
      message: ["message.message", "message.messageWithParams"],
      messageTemplate: "{action} of {entityType} failed",
      id: "id",
      recordId: "entity.id",
      key: "id"
    }
  }
}
