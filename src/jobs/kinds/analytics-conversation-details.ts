import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

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
  unverified: [Unverified.states],
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
