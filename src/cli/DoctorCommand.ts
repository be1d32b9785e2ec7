/**
 * `doctor`: looks at everything that a watch depends on, and says what to do about what is wrong.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as ExitCode from "../report/ExitCode.js"
import * as Check from "./Check.js"
import * as Command from "./Command.js"
import * as Flags from "./Flags.js"
import type * as Help from "./Help.js"
import { exitWith } from "./Session.js"
import { Stdio } from "./Stdio.js"

const flags = {
  sendTest: Flags.boolean("send-test", "Post a test message to every Slack destination."),
  output: Flags.choice("output", ["text", "json"], "One line a check, or one JSON document."),
  environment: Flags.environment,
  profile: Flags.profile,
  config: Flags.config
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page<typeof flags> = {
  name: "doctor",
  summary: "Check settings, hosts, token, permissions and Slack; say what to do.",
  arguments: [
    ["[JOB]", "Also check that this job and its failed records can be read. Without one: DATA_ACTION_ID."]
  ],
  flags,
  exitCodes: ExitCode.rows("nothing is wrong", [2, 6, 7, 8, 9, 130, 143])
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page, ({ output, sendTest, ...written }, jobs) =>
  Effect.gen(function* () {
    const { out } = yield* Stdio
    const checks: Array<Check.Check> = []
    const tell = (check: Check.Check) =>
      Effect.suspend(() => {
        checks.push(check)
        return output === "json" ? Effect.void : out.write(Check.render(check))
      })
    // Loaded only here: a watch must not wait for it.
    const Examination = yield* Effect.promise(() => import("./Examination.js"))
    yield* Examination.run({ ...written, jobs, jobIsOptional: true }, { sendTest, tell })
    const exitCode = checks.reduce((code, check) => Math.max(code, check.exitCode), 0)
    if (output === "json") yield* out.write(Check.json(checks, exitCode))
    yield* exitWith(exitCode)
  })
)
