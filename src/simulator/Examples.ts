/**
 * Ready scenarios, by the names under which `genesys-jobs simulate --scenario NAME` finds them. Each is also a JSON
 * example: what stands here between the braces can be put into a file as it is.
 *
 * @since 0.1.0
 */
import * as Scenario from "./Scenario.js"

const results = "/api/v2/data-actions/*/results"
const status = "/api/v2/data-actions/*/status"

/**
 * A job of two seconds whose 120 records all go well.
 *
 * @since 0.1.0
 * @category models
 */
export const clean: Scenario.Scenario = Scenario.make({
  jobs: { "data-action/clean": { total: 120 } }
})

/**
 * One job for every way in which a data action can end.
 *
 * @since 0.1.0
 * @category models
 */
export const endings: Scenario.Scenario = Scenario.make({
  jobs: {
    "data-action/partial": { total: 1000, errors: 245, warnings: 3 },
    "data-action/failed": { total: 500, errors: 500, finalState: "FAILED", codes: { QUOTA_EXCEEDED: 1 } },
    "data-action/cancelled": { total: 500, errors: 20, finalState: "CANCELLED", stopsAt: 0.4 },
    "data-action/strange": { finalState: "ARCHIVED", states: [{ state: "PAUSED", afterMillis: 500 }] },
    "data-action/missing": { notFound: true },
    "data-action/late": { visibleAfterMillis: 1500, errors: 2 },
    "data-action/secret": { errors: 5, forbidden: { results: "integrations:action:view" } }
  }
})

/**
 * The platform answers 503 for the eight seconds after the first two, and the job goes on meanwhile.
 *
 * @since 0.1.0
 * @category models
 */
export const outage: Scenario.Scenario = Scenario.make({
  jobs: { "data-action/import": { total: 400, errors: 30, durationSeconds: 6 } },
  faults: [
    {
      match: { path: "/api/**", fromMillis: 2000, untilMillis: 10_000 },
      fault: { type: "status", status: 503, code: "service.unavailable", message: "Down for maintenance." }
    }
  ]
})

/**
 * Twenty requests in five seconds for a token, and 60 pages to read.
 *
 * @since 0.1.0
 * @category models
 */
export const rateLimited: Scenario.Scenario = Scenario.make({
  rateLimit: { allowed: 20, windowSeconds: 5 },
  jobs: { "data-action/import": { total: 2000, errors: 1500, durationSeconds: 1, pageSizeCap: 25 } }
})

/**
 * Answers that are broken in all the ways in which a proxy or a bad line breaks them, each once.
 *
 * @since 0.1.0
 * @category models
 */
export const brokenAnswers: Scenario.Scenario = Scenario.make({
  jobs: { "data-action/import": { total: 2000, errors: 600, durationSeconds: 1, pageSizeCap: 50 } },
  faults: [
    { match: { path: status, nth: 2 }, fault: { type: "html" } },
    { match: { path: status, nth: 3 }, fault: { type: "resetBeforeHeaders" } },
    { match: { path: results, nth: 2 }, fault: { type: "truncated" } },
    { match: { path: results, nth: 4 }, fault: { type: "resetMidBody" } },
    { match: { path: results, nth: 6 }, fault: { type: "json", remove: ["/total"] } },
    { match: { path: results, nth: 8 }, fault: { type: "empty" } },
    { match: { path: results, nth: 10 }, fault: { type: "truncated", how: "cut" } },
    { match: { path: results, every: 3 }, fault: { type: "gzip" } },
    { match: { path: results }, fault: { type: "json", set: { "/aNewField": { since: "yesterday" } } } }
  ]
})

/**
 * A listing that moves while it is read: 12 records come twice, and seven new ones push the rest down.
 *
 * @since 0.1.0
 * @category models
 */
export const shiftingPages: Scenario.Scenario = Scenario.make({
  jobs: {
    "data-action/import": {
      total: 900,
      errors: 310,
      pageSizeCap: 50,
      duplicates: 12,
      shift: { afterPages: 3, by: 7 }
    }
  }
})

/**
 * Error messages that try to mention everybody, to break out of code spans, to colour terminals and to leak data.
 *
 * @since 0.1.0
 * @category models
 */
export const hostileText: Scenario.Scenario = Scenario.make({
  jobs: {
    "data-action/import": {
      total: 60,
      errors: 12,
      durationSeconds: 1,
      codes: { "<!channel>": 3, "`*_~BROKEN~_*`": 3, "": 3, CONTROL: 3 },
      messages: {
        "<!channel>": ["<!everyone> look at <https://evil.example/?a=1&b=2|this>"],
        "`*_~BROKEN~_*`": ["`<@U123>` ```\nnew line, <!here>, https://evil.example"],
        "": ["Call {name} at {phone} or write to {email}"],
        CONTROL: ["\u001b[31mred\u001b[0m \u202egnp.exe\u202c \u0007 \ud800 end"]
      }
    }
  }
})

/**
 * A Slack that is busy, falls over after it has posted, and dislikes blocks: what gets through in the end is text
 * alone.
 *
 * @since 0.1.0
 * @category models
 */
export const slackTrouble: Scenario.Scenario = Scenario.make({
  jobs: { "data-action/import": { total: 100, errors: 10, durationSeconds: 1 } },
  slack: {
    answers: [
      { type: "rateLimited", retryAfterSeconds: 1 },
      { type: "error", error: "rollup_error", posted: true }
    ],
    refuseBlocks: ["*"]
  }
})

/**
 * Tokens live for a few requests only, and the first grant is refused because there were too many.
 *
 * @since 0.1.0
 * @category models
 */
export const shortTokens: Scenario.Scenario = Scenario.make({
  token: { expiresInSeconds: 300, revokeAfterRequests: 20, rateLimitedGrants: 1 },
  jobs: { "data-action/import": { total: 500, errors: 300, durationSeconds: 1, pageSizeCap: 25 } }
})

/**
 * Other kinds of jobs, told by raw documents: a recording job whose failures are numbered pages, usage aggregates with
 * pages that each name the next one, a knowledge import whose failures are a signed download on another host, and an
 * import of contacts that waits for somebody for three polls and reports in CSV.
 *
 * @since 0.1.0
 * @category models
 */
export const otherKinds: Scenario.Scenario = Scenario.make({
  jobs: {
    "recording-job/r1": {
      routes: [
        {
          path: "/api/v2/recording/jobs/r1",
          steps: [
            { body: { id: "r1", state: "PROCESSING", ...recordings(40, 0, 16) } },
            { afterMillis: 1500, body: { id: "r1", state: "FULFILLED", ...recordings(120, 130, 100) } }
          ]
        },
        {
          path: "/api/v2/recording/jobs/r1/failedrecordings",
          pages: {
            style: "pageNumber",
            generate: { count: 130, item: { conversation: { id: "c{{n}}" }, recording: { id: "r{{n}}" } } }
          }
        }
      ]
    },
    "usage-aggregates/u1": {
      routes: [
        {
          path: "/api/v2/usage/aggregates/query/jobs/u1",
          steps: [
            { body: { queryStatus: "Running" } },
            { afterRequests: 1, body: { queryStatus: "Succeeded" } }
          ],
          pages: {
            style: "nextUri",
            pageSizeCap: 2,
            items: [4, 0, 8, 1, 0].map((status429, index) => ({
              oauthClient: { id: `client${index + 1}`, name: `Client ${index + 1}` },
              httpMethod: "GET",
              templateUri: "api/v2/users",
              status200: 900,
              status429
            }))
          }
        }
      ]
    },
    "knowledge-import/kb1/k1": {
      routes: [
        {
          path: "/api/v2/knowledge/knowledgebases/kb1/import/jobs/k1",
          steps: [
            { body: { id: "k1", status: "InProgress" } },
            {
              afterRequests: 1,
              body: {
                id: "k1",
                status: "PartialCompleted",
                failedEntitiesURL: "{{files}}/__files/failed.json?sig=s3cr3t",
                report: { statistics: { countDocumentImportSuccess: 9, countDocumentImportFailure: 1 } }
              }
            }
          ]
        }
      ]
    },
    "external-contacts-import/x1": {
      routes: [
        {
          path: "/api/v2/externalcontacts/import/jobs/x1",
          steps: [
            { body: { id: "x1", status: "Running", executionStep: "Validated" } },
            {
              afterRequests: 3,
              body: {
                id: "x1",
                status: "Completed",
                executionStep: "Importing",
                metadata: {
                  importSuccessCount: 1,
                  importFailedCount: 2,
                  importReportDownloadUrl: "{{files}}/__files/report.csv?sig=s3cr3t"
                }
              }
            }
          ]
        }
      ]
    }
  },
  files: {
    "failed.json": {
      signature: "s3cr3t",
      body: [{ documentIndex: 7, code: "invalid.value", message: "The title is too long" }]
    },
    "report.csv": {
      signature: "s3cr3t",
      contentType: "text/csv",
      body: '\ufeffId,Status,ErrorCode,ErrorMessage\r\n1,Success,,\r\n2,Failed,BAD_EMAIL,"""a@"", in\nline 3"\r\n3,Failed,,Name is missing\r\n'
    }
  }
})

/**
 * All of them, with the demo, by name.
 *
 * @since 0.1.0
 * @category models
 */
export const all: Readonly<Record<string, Scenario.Scenario>> = {
  demo: Scenario.demo,
  clean,
  endings,
  outage,
  "rate-limited": rateLimited,
  "broken-answers": brokenAnswers,
  "shifting-pages": shiftingPages,
  "hostile-text": hostileText,
  "slack-trouble": slackTrouble,
  "short-tokens": shortTokens,
  "other-kinds": otherKinds
}

function recordings(processed: number, failed: number, percent: number) {
  return {
    totalRecordings: 250,
    totalProcessedRecordings: processed,
    totalFailedRecordings: failed,
    percentProgress: percent
  }
}
