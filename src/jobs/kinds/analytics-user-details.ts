import type { JobKind } from "../JobKind.js"
import { analyticsConversationDetails } from "./analytics-conversation-details.js"

/**
 * Queries the details of many users; its results are data, not failures.
 *
 * @since 0.1.0
 * @category models
 */
export const analyticsUserDetails: JobKind = {
  ...analyticsConversationDetails,
  name: "analytics-user-details",
  title: "Analytics user details",
  summary: "Queries the details of many users; its results are data, not failures.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/AnalyticsApi.md#getAnalyticsUsersDetailsJob",
  permissions: {
    status: ["analytics:userDetail:view"],
    failures: []
  },
  status: {
    ...analyticsConversationDetails.status,
    path: "/api/v2/analytics/users/details/jobs/{jobId}"
  }
}
