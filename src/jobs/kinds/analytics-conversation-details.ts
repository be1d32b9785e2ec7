import type { JobKind } from "../JobKind.js"

/**
 * Queries the details of many conversations; its results are data, not failures.
 *
 * @since 0.1.0
 * @category models
 */
export const analyticsConversationDetails: JobKind = {
  name: "analytics-conversation-details",
  title: "Analytics conversation details",
  summary: "Queries the details of many conversations; its results are data, not failures.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/AnalyticsApi.md#getAnalyticsConversationsDetailsJob",
  permissions: {
    status: ["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"],
    failures: []
  },
  submitterOnly: false,
  unverified: [
    "The states are those of the Python SDK 257.1; which of them end the job is inferred from their names.",
    "One of the two permissions is enough."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/analytics/conversations/details/jobs/{jobId}",
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
    source: "none"
  }
}
