/**
 * The built-in kinds: one line a kind.
 *
 * The line cannot be done without: the library is bundled for browsers, where no folder can be listed, and a generated
 * list would be a second source of truth. A test fails when a descriptor has no line here.
 */

export { analyticsActions } from "./analytics-actions.js"
export { analyticsConversationDetails } from "./analytics-conversation-details.js"
export { analyticsUserDetails } from "./analytics-user-details.js"
export { auditQuery } from "./audit-query.js"
export { dataAction } from "./data-action.js"
export { datatableImport } from "./datatable-import.js"
export { decisionTableImport } from "./decision-table-import.js"
export { dependencyTracking } from "./dependency-tracking.js"
export { externalContactsImport } from "./external-contacts-import.js"
export { flowExport } from "./flow-export.js"
export { flowInstances } from "./flow-instances.js"
export { flowJob } from "./flow-job.js"
export { flowValidate } from "./flow-validate.js"
export { gdprRequest } from "./gdpr-request.js"
export { knowledgeImport } from "./knowledge-import.js"
export { knowledgeSync } from "./knowledge-sync.js"
export { outboundContactsBulk } from "./outbound-contacts-bulk.js"
export { recordingBatch } from "./recording-batch.js"
export { recordingJob } from "./recording-job.js"
export { usageAggregates } from "./usage-aggregates.js"
export { usageQuery } from "./usage-query.js"
export { wfmHistoricalImport } from "./wfm-historical-import.js"
export { wfmJob } from "./wfm-job.js"
export { workitemQuery } from "./workitem-query.js"
export { workitemsBulkAdd } from "./workitems-bulk-add.js"
export { workitemsBulkTerminate } from "./workitems-bulk-terminate.js"
