import type { JobKind } from "../JobKind.js"

/**
 * Prepares the files of many recordings for download.
 *
 * @since 0.1.0
 * @category models
 */
export const recordingBatch: JobKind = {
  name: "recording-batch",
  title: "Recording batch download",
  summary: "Prepares the files of many recordings for download.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/RecordingApi.md#getRecordingBatchrequest",
  permissions: {
    status: [],
    failures: []
  },
  submitterOnly: true,
  unverified: [
    "The state is Completed even if every recording failed.",
    "Reasons are free text; their code is made of their words."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/recording/batchrequests/{jobId}",
    state: "status",
    processed: "resultCount",
    total: "expectedResultCount",
    errors: "errorCount"
  },
  states: {
    running: ["InProgress"],
    succeeded: ["Completed"]
  },
  failures: {
    source: "embedded",
    items: "results",
    where: {
      field: "errorMsg",
      present: true
    },
    record: {
      codeFromMessage: true,
      codeDefault: "FAILED_RECORDING",
      message: "errorMsg",
      id: "recordingId",
      recordId: "conversationId"
    }
  }
}
