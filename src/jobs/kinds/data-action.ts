import type { JobKind } from "../JobKind.js"

/**
 * A run of a data action over many records, as gateways and test platforms serve it.
 *
 * @since 0.1.0
 * @category models
 */
export const dataAction: JobKind = {
  name: "data-action",
  title: "Data action run",
  summary: "A run of a data action over many records, as gateways and test platforms serve it.",
  permissions: { status: ["integrations:action:view"], failures: ["integrations:action:view"] },
  submitterOnly: false,
  unverified: [
    "The public SDK (262.0.0) has no such path: live organisations run data actions synchronously. See analytics-actions for their failures.",
    "The permission is the one of data actions; none is documented for these paths."
  ],
  parameters: ["id"],
  status: {
    path: "/api/v2/data-actions/{id}/status",
    state: "status",
    progress: { field: "progress", scale: 1 },
    processed: "processedCount",
    total: "totalCount",
    errors: "errorCount",
    warnings: "warningCount",
    message: ["message", "errorMessage"],
    createdAt: "createdTimestamp",
    updatedAt: "updatedTimestamp"
  },
  states: {
    running: ["QUEUED", "PENDING", "RUNNING"],
    succeeded: ["COMPLETED"],
    failed: ["FAILED"],
    cancelled: ["CANCELLED"]
  },
  failures: {
    source: "pages",
    path: "/api/v2/data-actions/{id}/results",
    query: { filter: "error" },
    items: "entities",
    total: "total",
    maxPageSize: 100,
    record: {
      code: "errorCode",
      message: "errorMessage",
      id: "id",
      recordId: ["record.id", "record.recordId"],
      key: "id"
    }
  }
}
