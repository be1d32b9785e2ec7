/**
 * `status`: one status call, printed.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type { JobStatus } from "../jobs/Job.js"
import * as Job from "../jobs/Job.js"
import * as Jobs from "../jobs/Jobs.js"
import * as ExitCode from "../report/ExitCode.js"
import * as PlainText from "../text/PlainText.js"
import * as Command from "./Command.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import * as RunLayer from "./RunLayer.js"
import * as Settings from "./Settings.js"
import { Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"

const flags = {
  output: Flags.choice("output", ["text", "json"], "Text or one JSON document."),
  environment: Flags.environment,
  profile: Flags.profile,
  config: Flags.config
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page<typeof flags> = {
  name: "status",
  summary: "Read the status of a job once.",
  arguments: [["[JOB]", "KIND/ID, or the bare id of a data action. Without one: DATA_ACTION_ID."]],
  flags,
  exitCodes: ExitCode.rows("read; how the job stands is in the result", [2, 6, 7, 8, 130, 143])
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page, ({ output, ...flags }, jobs) =>
  Effect.gen(function* () {
    const settings = yield* Settings.read({ ...flags, jobs, notifies: false })
    const target = settings.targets[0]
    if (target === undefined) return yield* Effect.dieMessage("status: settings without a job")
    const { err, out } = yield* Stdio
    for (const warning of settings.warnings) yield* err.write(`warning: ${warning}\n`)
    const reading = yield* Jobs.status(target.kind, target.job).pipe(
      Effect.provide(RunLayer.door(settings)),
      Effect.mapError((error) => Trouble.ofGenesys(error, { kind: target.kind, step: "status" }))
    )
    yield* out.write(
      output === "json"
        ? `${JSON.stringify({ job: { kind: target.job.kind, id: target.job.ids.join("/") }, status: reading.status }, undefinedAsNull, 2)}\n`
        : describe(Job.format(target.job), reading.status)
    )
  })
)

const undefinedAsNull = (_: string, value: unknown): unknown => (value === undefined ? null : value)

const describe = (job: string, status: JobStatus): string => {
  const rows: ReadonlyArray<readonly [string, string | number | undefined]> = [
    ["Job", job],
    ["State", status.phase === "unknown" ? `${status.state} (not a known state)` : status.state],
    ["Progress", status.progress === undefined ? undefined : `${Math.floor(status.progress * 100)} %`],
    ["Processed", of(status.processed, status.total)],
    ["Errors", status.errors],
    ["Warnings", status.warnings],
    ["Created", status.createdAt],
    ["Updated", status.updatedAt],
    ["Message", status.message],
    ["Waits for", status.hint]
  ]
  return rows
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${name.padEnd(10)} ${PlainText.oneLine(String(value))}\n`]
    )
    .join("")
}

const of = (part: number | undefined, whole: number | undefined): string | undefined =>
  part === undefined ? undefined : whole === undefined ? String(part) : `${part} of ${whole}`
