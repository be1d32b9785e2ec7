import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"
import { knowledgeImport } from "./knowledge-import.js"

/**
 * Brings a knowledge base in line with its source.
 *
 * @since 0.1.0
 * @category models
 */
export const knowledgeSync: JobKind = {
  name: "knowledge-sync",
  title: "Knowledge synchronisation",
  summary: "Brings a knowledge base in line with its source.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/KnowledgeApi.md#getKnowledgeKnowledgebaseSynchronizeJob",
  permissions: {
    status: ["knowledge:syncJob:view"],
    failures: ["knowledge:syncJob:view"]
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "That ValidationCompleted waits for a confirmation is inferred from the update operation.",
    "What the file of failed entities looks like, and when its address is given.",
    Unverified.codes
  ],
  parameters: ["knowledgeBaseId", "syncJobId"],
  status: {
    path: "/api/v2/knowledge/knowledgebases/{knowledgeBaseId}/synchronize/jobs/{syncJobId}",
    state: "status",
    processed: {
      sum: [
        "report.statistics.countDocumentImportSuccess",
        "report.statistics.countDocumentImportFailure",
        "report.statistics.countDocumentDeleteSuccess",
        "report.statistics.countDocumentDeleteFailure",
        "report.statistics.countCategoryImportSuccess",
        "report.statistics.countCategoryImportFailure",
        "report.statistics.countCategoryDeleteSuccess",
        "report.statistics.countCategoryDeleteFailure",
        "report.statistics.countLabelImportSuccess",
        "report.statistics.countLabelImportFailure",
        "report.statistics.countLabelDeleteSuccess",
        "report.statistics.countLabelDeleteFailure"
      ]
    },
    errors: {
      sum: [
        "report.statistics.countDocumentImportFailure",
        "report.statistics.countDocumentDeleteFailure",
        "report.statistics.countCategoryImportFailure",
        "report.statistics.countCategoryDeleteFailure",
        "report.statistics.countLabelImportFailure",
        "report.statistics.countLabelDeleteFailure"
      ]
    },
    createdAt: "dateCreated",
    updatedAt: "dateModified"
  },
  states: {
    ...knowledgeImport.states,
    parked: {
      ValidationCompleted: {
        waitsFor: "the synchronisation to be confirmed, validation is done",
        moveBy:
          'PATCH /api/v2/knowledge/knowledgebases/{knowledgeBaseId}/synchronize/jobs/{syncJobId} with {"status":"Started"}'
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
        id: "entityId",
        recordId: "entityName"
      }
    },
    knowledgeImport.failures[1]
  ]
}
