import type { JobKind } from "../JobKind.js"
import * as Unverified from "../Unverified.js"

/**
 * Any of the workforce management jobs that share one vocabulary: wfm-job/FAMILY/ID.
 *
 * @since 0.1.0
 * @category models
 */
export const wfmJob: JobKind = {
  name: "wfm-job",
  title: "Workforce management job",
  summary: "Any of the workforce management jobs that share one vocabulary: wfm-job/FAMILY/ID.",
  documentation:
    "https://github.com/MyPureCloud/platform-client-sdk-javascript/blob/master/build/docs/WorkforceManagementApi.md",
  permissions: {
    status: [
      "wfm:historicalAdherence:view",
      "wfm:agentAlternativeShift:submit",
      "wfm:alternativeShift:view",
      "wfm:alternativeShift:edit",
      "wfm:activityPlanRunJob:view",
      "wfm:decisionMetrics:edit",
      "wfm:mainForecastExportForecast:view",
      "wfm:mainForecastExportHistorical:view",
      "wfm:mainForecastExportSnapshot:add",
      "wfm:historicalData:upload",
      "wfm:agentShiftTradeRequest:participate",
      "wfm:shiftTradeRequest:view",
      "wfm:shiftTradeRequest:edit",
      "wfm:timeOffLimit:convertGranularity",
      "wfm:agentUnavailableTimes:submit"
    ],
    failures: []
  },
  submitterOnly: false,
  unverified: [
    Unverified.states,
    "Which of the permissions, if any, a family needs: those of all families are listed together.",
    "Jobs of adherence-historical-bulk can be read only by the client that started them.",
    "A job whose request was answered with 200 instead of 202 is not kept and cannot be read.",
    "Time-off balance and HRIS jobs tell no error.",
    Unverified.codes
  ],
  parameters: ["family"],
  status: {
    path: {
      "adherence-explanations": "/api/v2/workforcemanagement/adherence/explanations/jobs/{jobId}",
      "adherence-historical": "/api/v2/workforcemanagement/adherence/historical/jobs/{jobId}",
      "adherence-historical-bulk": "/api/v2/workforcemanagement/adherence/historical/bulk/jobs/{jobId}",
      "activityplan-runs":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/activityplans/{activityPlanId}/runs/jobs/{jobId}",
      "alternativeshifts-offers": "/api/v2/workforcemanagement/alternativeshifts/offers/jobs/{jobId}",
      "alternativeshifts-offers-search":
        "/api/v2/workforcemanagement/alternativeshifts/offers/search/jobs/{jobId}",
      "alternativeshifts-trades": "/api/v2/workforcemanagement/alternativeshifts/trades/jobs/{jobId}",
      "alternativeshifts-trades-search":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/alternativeshifts/trades/search/jobs/{jobId}",
      "alternativeshifts-trades-state":
        "/api/v2/workforcemanagement/alternativeshifts/trades/state/jobs/{jobId}",
      decisionmetrics:
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/decisionmetrics/jobs/{jobId}",
      "export-forecast":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/mainforecast/continuousforecast/session/export/forecast/jobs/{jobId}",
      "export-historical":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/mainforecast/continuousforecast/session/export/historical/jobs/{jobId}",
      "export-snapshot":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/mainforecast/continuousforecast/session/export/snapshot/jobs/{jobId}",
      "historicaldata-remove": "/api/v2/workforcemanagement/historicaldata/bulk/remove/jobs/{jobId}",
      "hris-timeofftypes": "/api/v2/workforcemanagement/integrations/hris/timeofftypes/jobs/{jobId}",
      "shifttrading-trades": "/api/v2/workforcemanagement/shifttrading/trades/jobs/{jobId}",
      "shifttrading-trade": "/api/v2/workforcemanagement/shifttrading/trades/{tradeId}/jobs/{jobId}",
      "shifttrading-trade-match":
        "/api/v2/workforcemanagement/shifttrading/trades/{tradeId}/match/jobs/{jobId}",
      "shifttrading-trade-state":
        "/api/v2/workforcemanagement/shifttrading/trades/{tradeId}/state/jobs/{jobId}",
      "shifttrading-evaluate":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/shifttrading/trades/evaluate/jobs/{jobId}",
      "shifttrading-query":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/shifttrading/trades/query/jobs/{jobId}",
      "shifttrading-state-bulk":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/shifttrading/trades/state/bulk/jobs/{jobId}",
      "shifttrading-unmatched-search":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/shifttrading/unmatched/search/jobs/{jobId}",
      "shifttrading-weeks-summary":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/shifttrading/weeks/summary/jobs/{jobId}",
      shrinkage: "/api/v2/workforcemanagement/shrinkage/jobs/{jobId}",
      timeoffbalance: "/api/v2/workforcemanagement/timeoffbalance/jobs/{jobId}",
      "timeofflimit-conversion":
        "/api/v2/workforcemanagement/businessunits/{businessUnitId}/timeofflimits/{timeOffLimitId}/granularityconversion/jobs/{jobId}",
      "unavailabletimes-validation": "/api/v2/workforcemanagement/unavailabletimes/validation/jobs/{jobId}"
    },
    state: ["status", "state", "queryState", "job.status"],
    message: ["error.message", "error.errorMessage", "error"]
  },
  states: {
    running: ["Processing"],
    succeeded: ["Complete"],
    failed: ["Error"],
    cancelled: ["Canceled", "Cancelled"]
  },
  failures: [
    {
      source: "embedded",
      items: ["error.errors", "updateErrors", "disallowedEntities"],
      record: {
        code: ["code", "errorCode", "details[].errorCode"],
        codeFromMessage: true,
        message: ["message", "errorMessage", "reason", "errors[]"],
        id: ["entityId", "requestId", "user.id"],
        recordId: "entityName"
      }
    },
    {
      source: "embedded",
      when: { field: "error.errors[]", present: false },
      items: "error",
      about: "job",
      record: {
        code: ["code", "errorCode", "details[].errorCode"],
        codeFromMessage: true,
        message: ["message", "errorMessage"]
      }
    }
  ]
}
