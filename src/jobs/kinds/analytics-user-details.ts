import type { JobKind } from "../JobKind.js"

/**
 * Queries the details of many users; its results are data, not failures.
 *
 * @since 0.1.0
 * @category models
 */
export const analyticsUserDetails: JobKind = {
  name: "analytics-user-details",
  title: "Analytics user details",
  summary: "Queries the details of many users; its results are data, not failures.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/AnalyticsApi.md#getAnalyticsUsersDetailsJob",
  permissions: {
    status: ["analytics:userDetail:view"],
    failures: []
  },
  submitterOnly: false,
  unverified: [
    "The states are those of the Python SDK 257.1; which of them end the job is inferred from their names."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/analytics/users/details/jobs/{jobId}",
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
