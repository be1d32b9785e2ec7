/**
 * `failures`: the failed records of a job as it is now, streamed or summarised; nobody is told.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import * as Jobs from "../jobs/Jobs.js"
import * as Paging from "../jobs/Paging.js"
import * as ExitCode from "../report/ExitCode.js"
import * as Notification from "../report/Notification.js"
import * as Outcome from "../report/Outcome.js"
import * as RecordFile from "../report/RecordFile.js"
import * as Report from "../report/Report.js"
import * as Tally from "../report/Tally.js"
import * as Quantity from "../text/Quantity.js"
import * as Advice from "../watch/Advice.js"
import type { Target } from "../watch/Watch.js"
import * as Command from "./Command.js"
import * as FailureFile from "./FailureFile.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import * as ReportFiles from "./ReportFiles.js"
import * as Result from "./Result.js"
import * as RunLayer from "./RunLayer.js"
import { exitWith, Session } from "./Session.js"
import * as Settings from "./Settings.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"

const flags = {
  output: Flags.choice(
    "output",
    ["text", "json", "ndjson"],
    "A summary as text or JSON, or one JSON line a record."
  ),
  failures: Flags.text("failures", "FILE", "Write every failed record to a .ndjson or .csv file."),
  pageSize: Flags.text("page-size", "N", "Failed records asked for per page. Default: 100."),
  pageConcurrency: Flags.text("page-concurrency", "N", "Pages in flight at once. Default: 8."),
  samples: Flags.text("samples", "N", "Examples kept per error code. Default: 3."),
  environment: Flags.environment,
  profile: Flags.profile,
  config: Flags.config
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page<typeof flags> = {
  name: "failures",
  summary: "Read the failed records of a job as it is now; tells nobody.",
  arguments: [["JOB", "KIND/ID, or the bare id of a data action."]],
  flags
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page, (written, jobs) =>
  Effect.gen(function* () {
    const session = yield* Session
    const reader = Flags.reader()
    const pageSize = reader.whole("page-size", written.pageSize, 100, 1)
    const concurrency = reader.whole("page-concurrency", written.pageConcurrency, 8, 1, Jobs.maxConcurrency)
    const samples = reader.whole("samples", written.samples, 3, 0)
    const files = written.failures === undefined ? [] : [written.failures]
    const settings = yield* Settings.read({
      environment: written.environment,
      profile: written.profile,
      config: written.config,
      faults: [
        ...reader.faults,
        ...ReportFiles.check("failures", files, session.cwd, FailureFile.extensions)
      ],
      jobs,
      notifies: false
    })
    const target = settings.targets[0]
    if (target === undefined) return yield* Effect.dieMessage("failures: settings without a job")
    const { err } = yield* Stdio
    for (const warning of settings.warnings) yield* err.write(`warning: ${warning}\n`)
    yield* read(target, { ...written, pageSize, concurrency, samples, region: settings.region }).pipe(
      Effect.provide(RunLayer.door(settings))
    )
  }).pipe(Effect.scoped)
)

const read = (
  target: Target,
  options: {
    readonly output: "text" | "json" | "ndjson"
    readonly failures: string | undefined
    readonly pageSize: number
    readonly concurrency: number
    readonly samples: number
    readonly region: string
  }
) =>
  Effect.gen(function* () {
    const { err, out } = yield* Stdio
    const session = yield* Session
    const file = yield* FailureFile.open(options.failures, session.cwd)
    const startedAt = yield* Clock.currentTimeMillis
    const reading = yield* Effect.mapError(Jobs.status(target.kind, target.job), (error) =>
      Trouble.ofGenesys(error, ExitCode.ofReason(error.reason._tag))
    )
    const tally = Tally.empty({ samples: options.samples })
    const pages = Jobs.failures(target.kind, target.job, reading, options).pipe(
      // Nobody reads any more; a file still wants all of them.
      Stream.takeUntil(() => out.isClosed() && options.failures === undefined)
    )
    const drain = Paging.forEach(pages, (page) =>
      Effect.gen(function* () {
        Tally.addPage(tally, page)
        yield* file.append(page)
        if (options.output === "ndjson") {
          yield* out.write(page.failures.map((failure) => RecordFile.ndjson(failure)).join(""))
        }
      })
    )
    const tell = (problem: Report.Problem | undefined) =>
      Effect.gen(function* () {
        const complete = problem === undefined
        const now = yield* Clock.currentTimeMillis
        const job = jobOf(target, reading, tally, { startedAt, now, problem })
        const exitCode =
          problem === undefined || problem.reason === "Interrupted" ? 0 : ExitCode.ofReason(problem.reason)
        yield* exitWith(exitCode)
        const written = yield* file.close(complete)
        const report: Report.Report = {
          schemaVersion: 1,
          runId: undefined,
          region: options.region,
          jobs: [job],
          exitCode: Math.max(exitCode, session.signal() ?? 0)
        }
        if (options.output !== "ndjson") {
          yield* Result.print(report, { output: options.output, files: [], failuresFile: written })
        } else if (problem !== undefined) {
          yield* err.write(`warning: ${job.failures.total} failed records were read, not all of them.\n`)
        } else if (job.error !== undefined) {
          yield* err.write(`warning: ${job.error.message}. ${job.error.advice}\n`)
        }
        if (options.failures !== undefined && !complete) {
          yield* err.write(
            `warning: ${options.failures} was not written: not all failed records could be read.\n`
          )
        }
        return problem
      })
    const ended = yield* drain.pipe(
      Effect.onInterrupt(() => Effect.orDie(tell(interrupted))),
      Effect.either
    )
    yield* tell(Either.isLeft(ended) ? Advice.problem(ended.left) : undefined)
    if (options.output === "ndjson" && Either.isLeft(ended)) {
      return yield* Trouble.ofGenesys(ended.left, ExitCode.ofReason(ended.left.reason._tag))
    }
  })

const interrupted: Report.Problem = {
  reason: "Interrupted",
  step: undefined,
  message: "the reading was interrupted",
  operation: undefined,
  correlationId: undefined,
  advice: "Run the same command again to read all failed records."
}

/** Records that are counted and not listed: to read them again would help nobody. */
const unlisted = (
  { status: { errors = 0, phase } }: Jobs.Reading,
  read: number
): Report.Problem | undefined =>
  errors === 0 || read > 0
    ? undefined
    : {
        reason: "Unlisted",
        step: "failures",
        message: `the status counts ${Quantity.counted(errors, "failed record")}, but the platform lists none`,
        operation: undefined,
        correlationId: undefined,
        advice:
          phase === "running" || phase === "parked"
            ? "Run the same command again when the job has ended."
            : "Look at the job in Genesys Cloud: what it tells there may say more."
      }

const jobOf = (
  target: Target,
  reading: Jobs.Reading,
  tally: Tally.Tally,
  run: { readonly startedAt: number; readonly now: number; readonly problem: Report.Problem | undefined }
): Report.JobReport => {
  const counted = Tally.progress(tally)
  const { errors, phase } = reading.status
  const complete = run.problem === undefined
  return {
    job: Report.reference(target.job),
    outcome: Outcome.decide({ phase, errors, read: counted.failures, complete, deadlinePassed: false }),
    tolerated: false,
    status: Report.status(reading.status),
    failures: Tally.summary(tally, {
      complete,
      errors,
      reason: complete ? undefined : "not every page could be read"
    }),
    notification: Notification.skipped("none", "this command tells nobody"),
    notifications: [],
    polls: 1,
    requests: reading.requests + counted.requests,
    retries: reading.retries + counted.retries,
    timing: {
      startedAt: DateTime.formatIso(DateTime.unsafeMake(run.startedAt)),
      endedAt: DateTime.formatIso(DateTime.unsafeMake(run.now)),
      pollMs: 0,
      drainMs: Math.round(run.now - run.startedAt),
      notifyMs: 0
    },
    error: run.problem ?? unlisted(reading, counted.failures)
  }
}
