/**
 * `failures`: the failed records of a job as it is now, streamed or summarised; nobody is told.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { GenesysHttp } from "../genesys/GenesysHttp.js"
import * as Job from "../jobs/Job.js"
import * as Jobs from "../jobs/Jobs.js"
import * as Paging from "../jobs/Paging.js"
import * as ExitCode from "../report/ExitCode.js"
import * as Notification from "../report/Notification.js"
import * as RecordFile from "../report/RecordFile.js"
import * as Report from "../report/Report.js"
import * as Tally from "../report/Tally.js"
import * as Quantity from "../text/Quantity.js"
import * as Advice from "../watch/Advice.js"
import * as Known from "../watch/Known.js"
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
  arguments: [["[JOB]", "KIND/ID, or the bare id of a data action. Without one: DATA_ACTION_ID."]],
  flags,
  exitCodes: ExitCode.rows("read; whether there are any is in the result", [2, 6, 7, 8, 130, 143])
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

interface Options {
  readonly output: "text" | "json" | "ndjson"
  readonly failures: string | undefined
  readonly pageSize: number
  readonly concurrency: number
  readonly samples: number
  readonly region: string
}

const read = (target: Target, options: Options) =>
  Effect.gen(function* () {
    const { out } = yield* Stdio
    const { cwd } = yield* Session
    const http = yield* GenesysHttp
    const { job, kind } = target
    const file = yield* FailureFile.open(options.failures, cwd)
    const startedAt = yield* Clock.currentTimeMillis
    const tally = Tally.empty({ samples: options.samples, scrub: http.scrub })
    let known: Known.Known = { ...Known.nothing(startedAt), tally }
    const tell = (change: Partial<Known.Known>) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const { requests, retries } = Tally.progress(tally)
        const all = { requests: known.requests + requests, retries: known.retries + retries }
        return end({ ...known, ...all, ...change }, target, file, options, now)
      })

    const listed = (reading: Jobs.Reading) =>
      Jobs.failures(kind, job, reading, options).pipe(
        // Nobody reads any more; a file still wants all of them.
        Stream.takeUntil(() => out.isClosed() && options.failures === undefined)
      )
    const reading = Effect.gen(function* () {
      const reading = yield* Effect.mapError(Jobs.status(kind, job), (error) => {
        known = { ...known, polls: 1, requests: error.attempts, retries: error.retries }
        return Advice.problem(error, { kind, step: "status" })
      })
      const { requests, retries, status } = reading
      known = { ...known, polls: 1, requests, retries, status, polledUntil: yield* Clock.currentTimeMillis }
      const drained = Paging.forEach(listed(reading), (page) =>
        Effect.gen(function* () {
          Tally.addPage(tally, page)
          yield* file.append(page)
          if (options.output === "ndjson") {
            yield* out.write(page.failures.map((failure) => RecordFile.ndjson(failure)).join(""))
          }
        })
      )
      yield* Effect.mapError(drained, (error) => Advice.whileReading(error, kind))
    })

    yield* reading.pipe(
      Effect.onInterrupt(() => tell({ error: interrupted, incomplete: interrupted.message })),
      Effect.matchEffect({
        onSuccess: () =>
          tell({ complete: true, error: unlisted(known.status, Tally.progress(tally).failures) }),
        onFailure: (error) => tell({ error, incomplete: Known.unread(error, Tally.progress(tally).pages) })
      })
    )
  })

/** Tells what was read. That records failed is what was asked for, and no reason for an exit code. */
const end = (
  known: Known.Known,
  { job }: Target,
  file: FailureFile.FailureFile,
  { output, region }: Options,
  now: number
) =>
  Effect.gen(function* () {
    const { err } = yield* Stdio
    const { signal } = yield* Session
    const { complete, error } = known
    const { failuresFile, faults, warnings } = yield* file.close(complete)
    const ofError = error === undefined ? 0 : ExitCode.ofReason(error.reason, error.step)
    const exitCode = Math.max(ofError, faults.length === 0 ? 0 : ExitCode.usage, signal() ?? 0)
    yield* exitWith(exitCode)
    const told = soFar({
      ...Known.report(known, job, now),
      notification: Notification.skipped("none", "this command tells nobody")
    })
    if (output !== "ndjson") {
      const report = { ...Report.make([told], { region }), exitCode }
      yield* Result.print(report, { output, files: [], failuresFile })
    } else {
      if (!complete) {
        const read = Quantity.counted(told.failures.total, "failed record")
        yield* err.write(`warning: ${read} came, and they are not all.\n`)
      }
      if (error !== undefined && ofError === 0) {
        yield* err.write(`warning: ${error.message}. ${error.advice}\n`)
      } else if (error !== undefined) {
        yield* err.write(Trouble.render({ headline: undefined, faults: [Trouble.ofProblem(error)] }))
      }
    }
    for (const warning of warnings) yield* err.write(`warning: ${warning}\n`)
    if (faults.length > 0) yield* err.write(Trouble.render({ headline: undefined, faults }))
  })

/** More records may fail while the job runs: what was read is all of them as it is now, and "at least" for good. */
const soFar = (report: Report.JobReport): Report.JobReport =>
  report.status === undefined || Job.isTerminal(report.status.phase)
    ? report
    : {
        ...report,
        failures: {
          ...report.failures,
          complete: false,
          reconciled: undefined,
          reason: report.failures.reason ?? "the job has not ended"
        }
      }

const interrupted: Report.Problem = {
  reason: "Interrupted",
  step: undefined,
  message: "the reading was interrupted",
  operation: undefined,
  correlationId: undefined,
  advice: "Run the same command again to read all failed records."
}

/** Records that are counted and not listed: to read them again would help nobody. */
const unlisted = (status: Job.JobStatus | undefined, read: number): Report.Problem | undefined =>
  status?.errors === undefined || status.errors === 0 || read > 0
    ? undefined
    : {
        reason: "Unlisted",
        step: "failures",
        message: `the status counts ${Quantity.counted(status.errors, "failed record")}, but the platform lists none`,
        operation: undefined,
        correlationId: undefined,
        advice:
          status.phase === "running" || status.phase === "parked"
            ? "Run the same command again when the job has ended."
            : "Look at the job in Genesys Cloud: what it tells there may say more."
      }
