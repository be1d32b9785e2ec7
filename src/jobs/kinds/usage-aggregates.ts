import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Queries the aggregated API usage of the organisation; requests that were rate limited are its failed records.
 *
 * @since 0.1.0
 * @category models
 */
export const usageAggregates: JobKind = {
  name: "usage-aggregates",
  title: "API usage aggregates",
  summary:
    "Queries the aggregated API usage of the organisation; requests that were rate limited are its failed records.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/UsageApi.md#getUsageAggregatesQueryJob",
  permissions: {
    status: ["usage:organization:view"],
    failures: ["usage:organization:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "Official advice is to poll every one to two minutes.",
    Unverified.noResults
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/usage/aggregates/query/jobs/{jobId}",
    state: "queryStatus",
    message: "errorBody.message"
  },
  states: {
    running: ["Queued", "Running"],
    succeeded: ["Succeeded"],
    failed: ["Failed"],
    cancelled: ["Cancelled"]
  },
  failures: {
    source: "nextUri",
    when: { field: "queryStatus", isNot: ["Failed", "Cancelled"] },
    path: "/api/v2/usage/aggregates/query/jobs/{jobId}",
    items: "entities",
    nextUri: "nextUri",
    maxPageSize: 1000,
    where: {
      field: "status429",
      isNot: [0],
      present: true
    },
    record: {
      codeDefault: "HTTP_429",
      messageTemplate: "{httpMethod} {templateUri} was rate limited",
      id: ["oauthClient.id", "user.id"],
      recordId: "oauthClient.name",
      count: "status429"
    }
  }
}
