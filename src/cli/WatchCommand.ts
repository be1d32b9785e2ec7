/**
 * `watch`: the main command.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Kinds from "../jobs/Kinds.js"
import * as ExitCode from "../report/ExitCode.js"
import * as Report from "../report/Report.js"
import * as IdempotencyKey from "../resilience/IdempotencyKey.js"
import type { Webhook } from "../watch/Destination.js"
import type * as Notifier from "../watch/Notifier.js"
import * as Watch from "../watch/Watch.js"
import type { WatchEvent } from "../watch/WatchEvent.js"
import * as Command from "./Command.js"
import * as DryRun from "./DryRun.js"
import * as EventJson from "./EventJson.js"
import * as FailureFile from "./FailureFile.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import * as Progress from "./Progress.js"
import * as Readings from "./Readings.js"
import * as ReportFiles from "./ReportFiles.js"
import * as Result from "./Result.js"
import * as RunLayer from "./RunLayer.js"
import { exitWith, Session } from "./Session.js"
import * as Settings from "./Settings.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"
import * as WatchFlags from "./WatchFlags.js"

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page<typeof WatchFlags.flags> = {
  name: "watch",
  summary: "Watch jobs to their end, read every failed record, tell Slack, report.",
  arguments: [["[JOB...]", "KIND/ID, or the bare id of a data action. Without one: DATA_ACTION_ID."]],
  flags: WatchFlags.flags,
  exitCodes: ExitCode.table
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page, (written, jobs) => Effect.asVoid(run(jobs, written)))

/**
 * What a run came to, and how it was told.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outcome {
  readonly report: Report.Report
  readonly notifier: Notifier.Options
}

/**
 * Runs the command. The result goes to stdout, everything else to stderr; interrupted, it still reports what is known.
 *
 * @since 0.1.0
 * @category combinators
 */
export const run = (
  references: ReadonlyArray<string>,
  written: WatchFlags.Written
): Effect.Effect<Outcome, Trouble.Trouble, Session | Stdio> =>
  Effect.gen(function* () {
    const session = yield* Session
    const reader = Flags.reader()
    const options = WatchFlags.read(written, reader)
    const files = [
      ...ReportFiles.check("report", written.report, session.cwd),
      ...(written.failures === undefined
        ? []
        : ReportFiles.check("failures", [written.failures], session.cwd, FailureFile.extensions)),
      ...ReportFiles.repeated(
        [...written.report, ...(written.failures === undefined ? [] : [written.failures])],
        session.cwd
      )
    ]
    const read = yield* Settings.read({
      environment: written.environment,
      profile: written.profile,
      config: written.config,
      onAmbiguous: written.onAmbiguous,
      faults: [...reader.faults, ...files],
      jobs: references
    })
    const settings = { ...read, webhooks: read.webhooks.map((webhook) => flagsFirst(webhook, written)) }
    const runId = (yield* IdempotencyKey.operationId).slice(-8)
    const notifierOptions: Notifier.Options = {
      when: written.notify ?? "always",
      log: yield* logOf(settings.webhooks, written),
      tolerance: options.tolerance,
      mention: written.mention,
      region: settings.region,
      runId,
      titleOf: (kind) => Kinds.find(settings.kinds, kind)?.title,
      reportFiles: written.report,
      redact: !written.noRedact
    }
    return yield* watching({ settings, options, written, runId, notifierOptions })
  }).pipe(Effect.scoped)

const watching = (plan: {
  readonly settings: Settings.Settings
  readonly options: ReturnType<typeof WatchFlags.read>
  readonly written: WatchFlags.Written
  readonly runId: string
  readonly notifierOptions: Notifier.Options
}) =>
  Effect.gen(function* () {
    const { notifierOptions, options, settings, written } = plan
    const { targets } = settings
    const session = yield* Session
    const { err, out } = yield* Stdio
    const progress = yield* Progress.make({ ...written, jobs: targets.length })
    for (const warning of settings.warnings) yield* err.write(`warning: ${warning}\n`)
    if (settings.webhooks.length === 0 && !written.dryRun && written.notify !== "never") {
      yield* progress.note("SLACK_WEBHOOK_URL is not set: the result is reported here only.")
    }
    const failureFile = yield* FailureFile.open(written.failures, session.cwd, targets.length)
    const dryRun = yield* DryRun.make(settings.webhooks, notifierOptions)
    const readings = Readings.make()
    const onEvent = (event: WatchEvent) =>
      Effect.gen(function* () {
        yield* readings.note(event)
        if (written.output === "ndjson") yield* out.write(EventJson.render(event))
        yield* progress.onEvent(event)
      })
    const watches = yield* Effect.forEach(targets, (target) =>
      Watch.make(target, { ...options, onEvent, onPage: failureFile.append })
    )

    const finish = (jobs: ReadonlyArray<Report.JobReport>) =>
      Effect.gen(function* () {
        const known = Report.make(jobs, {
          tolerance: options.tolerance,
          runId: plan.runId,
          region: settings.region,
          signal: session.signal()
        })
        const complete = jobs.every((job) => job.failures.complete)
        const { failuresFile, faults: unwritten, warnings } = yield* failureFile.close(complete)
        const files = yield* ReportFiles.write(known, written.report, session.cwd, {
          series: readings.of,
          failuresFile
        })
        const faults = [...unwritten, ...files.faults]
        const exitCode = faults.length === 0 ? known.exitCode : Math.max(known.exitCode, ExitCode.usage)
        const report = { ...known, exitCode }
        yield* exitWith(exitCode)
        yield* progress.close
        // A disk that is full must not cost the report: it is printed before the trouble is told.
        yield* Result.print(report, { output: written.output, files: files.paths, failuresFile })
        yield* dryRun.print(written.output)
        for (const warning of warnings) yield* err.write(`warning: ${warning}\n`)
        if (faults.length > 0) yield* err.write(Trouble.render({ headline: undefined, faults }))
        return { report, notifier: notifierOptions }
      })

    return yield* Effect.forEach(watches, (watch) => watch.run, { concurrency: watches.length }).pipe(
      Effect.provide(
        RunLayer.watching(settings, notifierOptions).pipe((layer) =>
          written.dryRun ? Layer.merge(RunLayer.door(settings), dryRun.layer) : layer
        )
      ),
      Effect.onInterrupt(() =>
        Effect.flatMap(
          Effect.forEach(watches, (watch) => watch.interrupted),
          finish
        )
      ),
      Effect.flatMap(finish)
    )
  })

/** What the command line says goes before the configuration file. */
const flagsFirst = (webhook: Webhook, { mention, notify }: WatchFlags.Written): Webhook => ({
  ...webhook,
  when: notify ?? webhook.when,
  mention: mention ?? webhook.mention
})

/** The memory of what was told, where anybody asks for it. */
const logOf = (webhooks: ReadonlyArray<Webhook>, { notify }: WatchFlags.Written) =>
  notify === "on-change" || webhooks.some(({ when }) => when === "on-change")
    ? Effect.gen(function* () {
        const { err } = yield* Stdio
        const NotificationLog = yield* Effect.promise(() => import("./NotificationLog.js"))
        return NotificationLog.make(NotificationLog.pathOf(yield* Session), {
          warn: (warning) => err.write(`warning: ${warning}\n`)
        })
      })
    : Effect.succeed(undefined)
