import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Queries the API usage of the organisation; requests that were rate limited are its failed records.
 *
 * @since 0.1.0
 * @category models
 */
export const usageQuery: JobKind = {
  name: "usage-query",
  title: "API usage query",
  summary:
    "Queries the API usage of the organisation; requests that were rate limited are its failed records.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/UsageApi.md#getUsageQueryExecutionIdResults",
  permissions: {
    status: ["oauth:client:view", "usage:organization:view"],
    failures: ["oauth:client:view", "usage:organization:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "The results name a place to go on after (cursors.after), but the documentation has no parameter for it: results of more than one page may not be readable whole, and the report says so.",
    "Official advice is to poll every one to two minutes.",
    Unverified.noResults
  ],
  parameters: ["executionId"],
  status: {
    path: "/api/v2/usage/query/{executionId}/results",
    state: "queryStatus"
  },
  states: {
    running: ["Running"],
    succeeded: ["Complete"],
    failed: ["Failed"]
  },
  failures: {
    source: "after",
    when: { field: "queryStatus", isNot: ["Failed"] },
    path: "/api/v2/usage/query/{executionId}/results",
    items: "results",
    after: "cursors.after",
    where: {
      field: "status429",
      isNot: [0],
      present: true
    },
    record: {
      codeDefault: "HTTP_429",
      messageTemplate: "{httpMethod} {templateUri} was rate limited",
      id: ["clientId", "userId"],
      recordId: "clientName",
      count: "status429"
    }
  }
}
