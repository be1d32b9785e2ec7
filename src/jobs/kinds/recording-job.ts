import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Exports or deletes many recordings.
 *
 * @since 0.1.0
 * @category models
 */
export const recordingJob: JobKind = {
  name: "recording-job",
  title: "Recording bulk job",
  summary: "Exports or deletes many recordings.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/RecordingApi.md#getRecordingJob",
  permissions: {
    status: ["recording:job:view"],
    failures: ["recording:job:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "That a READY job has to be started is inferred from the update operation.",
    "Whether totalProcessedRecordings counts those that were skipped or failed; it is shown as it is told.",
    "Failed recordings carry no error code; they are grouped as FAILED_RECORDING."
  ],
  parameters: ["jobId"],
  status: {
    path: "/api/v2/recording/jobs/{jobId}",
    state: "state",
    progress: {
      field: "percentProgress",
      scale: 100
    },
    processed: "totalProcessedRecordings",
    total: "totalRecordings",
    errors: "totalFailedRecordings",
    message: "errorMessage",
    createdAt: "dateCreated"
  },
  states: {
    running: ["PENDING", "PROCESSING"],
    parked: {
      READY: {
        waitsFor: "being started, the recordings were found",
        moveBy: 'PUT /api/v2/recording/jobs/{jobId} with {"state":"PROCESSING"}'
      }
    },
    succeeded: ["FULFILLED"],
    failed: ["FAILED"],
    cancelled: ["CANCELLED"]
  },
  failures: {
    source: "pages",
    path: "/api/v2/recording/jobs/{jobId}/failedrecordings",
    query: {
      includeTotal: "true"
    },
    items: "entities",
    total: "total",
    maxPageSize: 100,
    record: {
      codeDefault: "FAILED_RECORDING",
      messageDefault: "The recording could not be processed; the platform gives no reason.",
      id: "recording.id",
      recordId: "conversation.id",
      key: "recording.id"
    }
  }
}
