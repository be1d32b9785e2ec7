import * as FastCheck from "effect/FastCheck"
import type { Failure, JobStatus, Phase } from "../../src/jobs/Job.js"
import * as Notification from "../../src/report/Notification.js"
import * as Outcome from "../../src/report/Outcome.js"
import * as Problem from "../../src/report/Problem.js"
import * as Report from "../../src/report/Report.js"
import * as Tally from "../../src/report/Tally.js"
import { hostile as hostileText } from "../text/HostileText.js"

export const failure = (code: string, message: string, id?: string): Failure => ({
  code,
  message,
  id,
  recordId: undefined,
  key: id,
  count: 1,
  record: { id, status: "ERROR", errorCode: code, errorMessage: message }
})

export const status = (fields: Partial<JobStatus>): JobStatus => ({
  phase: "succeeded",
  state: "COMPLETED",
  progress: 1,
  processed: 1000,
  total: 1000,
  errors: 0,
  warnings: 0,
  createdAt: "2026-11-22T19:48:00.000Z",
  updatedAt: "2026-11-22T20:00:00.000Z",
  message: undefined,
  hint: undefined,
  ...fields
})

const job = (
  id: string,
  read: JobStatus | undefined,
  failures: ReadonlyArray<Failure>,
  rest: Partial<Report.JobReport> & {
    readonly incomplete?: string
    readonly deadlinePassed?: boolean
  } = {}
): Report.JobReport => {
  const {
    deadlinePassed = false,
    incomplete,
    notification = Notification.delivered("slack"),
    ...fields
  } = rest
  const complete = incomplete === undefined
  const tally = failures.reduce(Tally.add, Tally.empty())
  const errors = read?.errors
  return {
    job: { kind: "data-action", id },
    outcome: Outcome.decide({ phase: read?.phase, errors, read: failures.length, complete, deadlinePassed }),
    tolerated: false,
    status: read === undefined ? undefined : Report.status(read),
    failures: Tally.summary(tally, { complete, errors, reason: incomplete }),
    notification,
    notifications: notification.destination === "none" ? [] : [notification],
    polls: 12,
    requests: 27,
    retries: 2,
    timing: {
      startedAt: "2026-11-22T19:48:01.000Z",
      endedAt: "2026-11-22T20:00:06.000Z",
      pollMs: 720_000,
      // A job that was never read has nothing to read failures of.
      drainMs: read === undefined ? 0 : 4_600,
      notifyMs: 400
    },
    error: undefined,
    ...fields
  }
}

const report = (jobs: ReadonlyArray<Report.JobReport>, exitCode: number): Report.Report => ({
  schemaVersion: 1,
  runId: "7f3a9c",
  region: "mypurecloud.ie",
  jobs,
  exitCode
})

export const clean = report([job("a1b2", status({}), [])], 0)

const id = (index: number) => `rec_${String(index).padStart(3, "0")}`

const partialFailures = Array.from({ length: 245 }, (_, index): Failure => {
  if (index % 4 !== 3) {
    return index % 3 === 0
      ? failure("VALIDATION_ERROR", `Field 'phone' must have ${8 + (index % 5)} digits`, id(index))
      : failure("VALIDATION_ERROR", "Field 'email' contains invalid format", id(index))
  }
  if (index % 8 === 3) return failure("DUPLICATE_RECORD", `Contact ${1000 + index} exists already`, id(index))
  return index % 16 === 7
    ? failure("TIMEOUT", `No answer from 10.0.0.${index} within ${index} seconds`, id(index))
    : failure("UNKNOWN_ERROR", "", id(index))
})

export const partial = report([job("a1b2", status({ errors: 245, warnings: 3 }), partialFailures)], 1)

export const failed = report(
  [
    job(
      "c3d4",
      status({
        phase: "failed",
        state: "FAILED",
        progress: 0.42,
        processed: 4200,
        total: 10_000,
        errors: 700,
        message: "The data action was deleted while the job ran."
      }),
      partialFailures.slice(0, 200),
      {
        incomplete: "page 3 of 7 could not be read",
        notification: Notification.undelivered(
          "slack",
          "Slack answered no_service: the webhook was removed or switched off",
          "Create a new webhook. Then test it: genesys-jobs doctor --send-test"
        ),
        error: {
          reason: "Unavailable",
          step: "failures",
          message: "the platform is unavailable (503)",
          operation: "GET /api/v2/data-actions/{id}/results",
          correlationId: "5c1b8a52-0f6d-4c4e-9a1b-0d9f9d1f7a11",
          advice: "Try again later; the platform's status page tells about outages."
        }
      }
    )
  ],
  9
)

export const cancelled = report(
  [
    job(
      "e5f6",
      status({
        phase: "cancelled",
        state: "CANCELLED",
        progress: undefined,
        processed: 120,
        total: undefined,
        errors: undefined,
        warnings: undefined
      }),
      partialFailures.slice(0, 6),
      { notification: Notification.combine([]) }
    )
  ],
  4
)

const attacks = [
  "\u001b[31mred\u001b[0m \u001b]8;;http://evil.example\u0007link\u0007",
  "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
  "=cmd|' /C calc'!A0",
  "| cell | `code` **bold** [link](javascript:alert(1)) <b>html</b> &amp;",
  "\u202eright to left\u202c \u2066isolate\u2069 zero\u200bwidth \ufeff",
  "line one\r\nline two\ttab \u2028 separator",
  "<!channel> <@U0123ABCD> @everyone :smile:",
  "]]> \u0000\u0001\u0008\u000b\ufffe\uffff \ud83d lone",
  "漢字かな交じり文 👩\u200d💻 👍🏽 e\u0301 שלום مرحبا",
  "x".repeat(5000)
]

export const hostile = report(
  [
    job(
      "../<b>`id`|\u001b[2J",
      status({
        state: "COMPLETED\u001b[31m<i>",
        errors: 31,
        message: '=HYPERLINK("http://evil.example") </td></table> \u202e'
      }),
      [
        ...attacks.flatMap((text, index) => [
          failure(text, text, text),
          failure("@SUM(1+1)*cmd", `${text} ${index}`, `+${index}`),
          failure("__proto__", text)
        ])
      ],
      {
        notification: {
          destination: "slack",
          result: "degraded",
          reason: "invalid_blocks <script>",
          fix: undefined
        },
        error: {
          reason: "Rejected",
          step: "status",
          message: "</pre>\u001b[31m & \"quoted\" 'single'",
          operation: "GET /api/v2/{id}",
          correlationId: "--><!--",
          advice: "Do `this` | <that>"
        }
      }
    ),
    job("second", undefined, [], {
      deadlinePassed: true,
      incomplete: "the watch ended before the failed records were read"
    })
  ],
  5
)

export const all = { clean, partial, failed, cancelled, hostile }

const optional = <A>(arbitrary: FastCheck.Arbitrary<A>) => FastCheck.option(arbitrary, { nil: undefined })
const count = FastCheck.nat({ max: 1_000_000 })

/** Failures with hostile text, few codes or many. */
export const anyFailures: FastCheck.Arbitrary<ReadonlyArray<Failure>> = FastCheck.array(
  FastCheck.record({
    code: FastCheck.oneof(FastCheck.constantFrom("VALIDATION_ERROR", "TIMEOUT", "<other>", ""), hostileText),
    message: hostileText,
    id: optional(hostileText),
    recordId: optional(hostileText),
    key: FastCheck.constant(undefined),
    count: FastCheck.oneof(FastCheck.constant(1), FastCheck.integer({ min: 1, max: 2000 })),
    record: FastCheck.constant({})
  }),
  { maxLength: 30 }
)

const anyJob = FastCheck.record({
  id: hostileText,
  status: optional(
    FastCheck.record({
      phase: FastCheck.constantFrom<Phase>(
        "succeeded",
        "partial",
        "failed",
        "cancelled",
        "expired",
        "unknown",
        "parked"
      ),
      state: hostileText,
      processed: optional(count),
      total: optional(count),
      errors: optional(count),
      warnings: optional(count),
      message: optional(hostileText),
      hint: optional(hostileText)
    })
  ),
  failures: anyFailures,
  incomplete: optional(hostileText),
  deadlinePassed: FastCheck.boolean(),
  notification: FastCheck.record({
    destination: FastCheck.constantFrom("slack", "none"),
    result: FastCheck.constantFrom<Report.Notification["result"]>(
      "delivered",
      "degraded",
      "undelivered",
      "skipped"
    ),
    reason: optional(hostileText),
    fix: optional(hostileText)
  }),
  tolerated: FastCheck.boolean(),
  error: optional(
    FastCheck.record({
      reason: FastCheck.constantFrom(...Problem.Reason.literals),
      step: optional(FastCheck.constantFrom(...Problem.Step.literals)),
      message: hostileText,
      operation: optional(hostileText),
      correlationId: optional(hostileText),
      advice: optional(hostileText)
    })
  )
}).map(({ error, failures, id, incomplete, notification, status: read, deadlinePassed, tolerated }) =>
  job(id, read === undefined ? undefined : status(read), failures, {
    error,
    tolerated,
    notification,
    deadlinePassed,
    ...(incomplete === undefined ? {} : { incomplete })
  })
)

/** Any report, hostile text in every place that text from outside can reach. */
export const anyReport: FastCheck.Arbitrary<Report.Report> = FastCheck.tuple(
  FastCheck.array(anyJob, { minLength: 1, maxLength: 3 }),
  FastCheck.constantFrom(0, 1, 3, 9)
).map(([jobs, exitCode]) => report(jobs, exitCode))
