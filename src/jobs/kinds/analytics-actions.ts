import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Queries data action executions; those that ended in an error are grouped by errorType.
 *
 * @since 0.1.0
 * @category models
 */
export const analyticsActions: JobKind = {
  name: "analytics-actions",
  title: "Data action executions",
  summary: "Queries data action executions; those that ended in an error are grouped by errorType.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/AnalyticsApi.md#getAnalyticsActionsAggregatesJob",
  permissions: {
    status: ["integrations:action:view", "bridge:actions:view"],
    failures: ["integrations:action:view", "bridge:actions:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "The query must group by errorType; rows without one are successes.",
    "Executions are counted by the metric tTotalExecution, or by all metrics where that one was not asked for.",
    Unverified.noResults
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/analytics/actions/aggregates/jobs/{jobId}",
    state: "state",
    message: "errorMessage",
    createdAt: "submissionDate",
    updatedAt: "completionDate"
  },
  states: {
    running: ["QUEUED", "PENDING"],
    succeeded: ["FULFILLED"],
    failed: ["FAILED"],
    cancelled: ["CANCELLED"],
    expired: ["EXPIRED"]
  },
  failures: {
    source: "cursor",
    when: { field: "state", isNot: ["FAILED", "CANCELLED"] },
    path: "/api/v2/analytics/actions/aggregates/jobs/{jobId}/results",
    items: "results",
    cursor: "cursor",
    where: {
      field: "group.errorType",
      present: true
    },
    record: {
      code: "group.errorType",
      messageTemplate: "{group.actionName} ended in {group.errorType}",
      messageDefault: "A data action ended in an error.",
      id: ["group.actionId", "group.actionName"],
      recordId: "group.integrationId",
      count: {
        firstOf: [
          {
            count: "data[].metrics[]",
            where: {
              field: "metric",
              is: ["tTotalExecution"]
            },
            value: "stats.count"
          },
          {
            count: "data[].metrics[]",
            value: "stats.count"
          }
        ]
      }
    }
  }
}
