import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Imports documents, categories and labels into a knowledge base.
 *
 * @since 0.1.0
 * @category models
 */
export const knowledgeImport = {
  name: "knowledge-import",
  title: "Knowledge import",
  summary: "Imports documents, categories and labels into a knowledge base.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/KnowledgeApi.md#getKnowledgeKnowledgebaseImportJob",
  permissions: {
    status: ["knowledge:importJob:view"],
    failures: ["knowledge:importJob:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "That ValidationCompleted waits for a confirmation is inferred from the update operation.",
    "Whether an entity that fails validation is counted as a failed import too; both counts are added.",
    "What the file of failed entities looks like.",
    Unverified.codes
  ],
  parameters: ["knowledgeBaseId", "importJobId"],
  status: {
    path: "/api/v2/knowledge/knowledgebases/{knowledgeBaseId}/import/jobs/{importJobId}",
    query: {
      expand: "urls"
    },
    state: "status",
    processed: {
      sum: [
        "report.statistics.countDocumentImportSuccess",
        "report.statistics.countDocumentImportFailure",
        "report.statistics.countDocumentValidationFailure",
        "report.statistics.countCategoryImportSuccess",
        "report.statistics.countCategoryImportFailure",
        "report.statistics.countCategoryValidationFailure",
        "report.statistics.countLabelImportSuccess",
        "report.statistics.countLabelImportFailure",
        "report.statistics.countLabelValidationFailure"
      ]
    },
    total: {
      sum: [
        "report.statistics.countDocumentValidationSuccess",
        "report.statistics.countDocumentValidationFailure",
        "report.statistics.countCategoryValidationSuccess",
        "report.statistics.countCategoryValidationFailure",
        "report.statistics.countLabelValidationSuccess",
        "report.statistics.countLabelValidationFailure"
      ]
    },
    errors: {
      sum: [
        "report.statistics.countDocumentValidationFailure",
        "report.statistics.countDocumentImportFailure",
        "report.statistics.countCategoryValidationFailure",
        "report.statistics.countCategoryImportFailure",
        "report.statistics.countLabelValidationFailure",
        "report.statistics.countLabelImportFailure"
      ]
    },
    createdAt: "dateCreated",
    updatedAt: "dateModified"
  },
  states: {
    running: ["Created", "ValidationInProgress", "Started", "InProgress", "AbortRequested"],
    succeeded: ["Completed"],
    partial: ["PartialCompleted"],
    failed: ["Failed", "ValidationFailed"],
    cancelled: ["Aborted"],
    parked: {
      ValidationCompleted: {
        waitsFor: "the import to be confirmed, validation is done",
        moveBy:
          'PATCH /api/v2/knowledge/knowledgebases/{knowledgeBaseId}/import/jobs/{importJobId} with {"status":"Started"}'
      }
    }
  },
  failures: [
    {
      source: "embedded",
      items: "report.errors",
      record: {
        code: ["code", "details[].errorCode"],
        message: ["message", "messageWithParams"],
        id: "documentIndex",
        recordId: "entityId"
      }
    },
    {
      source: "download",
      url: "failedEntitiesURL",
      format: "json",
      items: ["entities", "documents"],
      record: {
        code: ["error.code", "errorCode", "code", "errors[].code"],
        codeDefault: "FAILED_ENTITY",
        message: ["error.message", "errorMessage", "message", "errors[].message"],
        id: ["id", "externalId", "documentIndex"],
        recordId: ["entityId", "externalId"]
      }
    }
  ]
} satisfies JobKind
