/**
 * `demo`: the whole of `watch` against the simulated platform, over real HTTP, without credentials.
 *
 * @since 0.1.0
 */
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Ref from "effect/Ref"
import * as ExitCode from "../report/ExitCode.js"
import * as Notifier from "../watch/Notifier.js"
import * as Command from "./Command.js"
import * as DryRun from "./DryRun.js"
import * as Flags from "./Flags.js"
import * as Footer from "./Footer.js"
import type * as Help from "./Help.js"
import { exitWith, Session } from "./Session.js"
import { type Output, Stdio } from "./Stdio.js"
import * as Trouble from "./Trouble.js"
import * as WatchCommand from "./WatchCommand.js"

const fastest = 60

const flags = {
  speed: Flags.text(
    "speed",
    "N",
    `Let time pass N times as fast, for the program and the platform alike: 1 to ${fastest}. Default: 1.`
  )
}

/**
 * @since 0.1.0
 * @category rendering
 */
export const page: Help.Page<typeof flags> = {
  name: "demo",
  summary: "Watch a simulated job, faults included: no credentials, about ten seconds.",
  arguments: [],
  flags,
  exitCodes: ExitCode.rows("shown; what watch would have ended with is told", [7, 130, 143])
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(page, (given) =>
  Effect.gen(function* () {
    const speed = speedOf(given.speed)
    if (speed === undefined) {
      return yield* Trouble.usage(
        `--speed ${given.speed ?? ""} is not a speed.`,
        `Write how many times as fast time shall pass: a number from 1 to ${fastest}.`
      )
    }
    // The fakes are no part of a normal run and are loaded only here.
    const FasterClock = yield* Effect.promise(() => import("../testing/FasterClock.js"))
    return yield* Effect.provide(run(speed), FasterClock.layer(speed))
  })
)

/** 12 of `12` and of `12x`. */
const speedOf = (text = "1"): number | undefined => {
  const [, number] = /^(\d{1,2}(?:\.\d{1,3})?)x?$/.exec(text.trim()) ?? []
  const speed = Number(number)
  return speed >= 1 && speed <= fastest ? speed : undefined
}

const written = (speed: number): Parameters<typeof WatchCommand.run>[1] => ({
  interval: "1s",
  maxInterval: "2s",
  pace: "adaptive",
  // A minute of whoever looks on.
  timeout: `${speed}m`,
  pageSize: undefined,
  pageConcurrency: "2",
  samples: undefined,
  notify: "always",
  mention: undefined,
  onAmbiguous: "resend",
  noRedact: false,
  output: "text",
  report: [],
  failures: undefined,
  dryRun: false,
  maxErrors: undefined,
  maxErrorRate: undefined,
  environment: undefined,
  profile: undefined,
  config: undefined,
  quiet: false,
  noProgress: false
})

const nowhere = join(tmpdir(), "genesys-jobs-demo", "no-such-folder")

const run = (speed: number) =>
  Effect.gen(function* () {
    const session = yield* Session
    const { out, ...streams } = yield* Stdio
    // Shared with the watch, so that the narration goes above its live view.
    const err = yield* Footer.over(streams.err)
    // The simulator is no part of a normal run and is loaded only here.
    const Simulator = yield* Effect.promise(() => import("../simulator/Simulator.js"))
    const running = yield* Effect.orDie(Simulator.listen())
    const say = (line: string) => err.write(`demo: ${line}\n`)
    yield* say(`a simulated Genesys Cloud listens on ${running.url}`)
    if (speed > 1) yield* say(`time passes ${speed} times as fast, for the program and for the platform`)
    yield* say("an import of 1,000 records runs on it; genesys-jobs watch data-action/demo-import follows it")

    const told = new Set<string>()
    const narrate = Effect.gen(function* () {
      for (const { faults, ordinal, status, target } of yield* running.requests) {
        const line = lineOf(faults, target, status)
        if (line === undefined || told.has(`${ordinal}`)) continue
        told.add(`${ordinal}`)
        yield* say(line)
      }
    })
    // What the platform did is told before what the watch says of it.
    const caughtUp = <O extends Output>(output: O): O => ({
      ...output,
      write: (text: string) => Effect.zipRight(narrate, output.write(text))
    })
    const exitCode = yield* Ref.make(0)
    const outcome = yield* WatchCommand.run(["data-action/demo-import"], written(speed)).pipe(
      Effect.provideService(Session, {
        ...session,
        env: { ...running.environment, NO_PROXY: "127.0.0.1" },
        // No settings of this place belong to the demo: neither .env nor a profile nor a configuration file.
        cwd: nowhere,
        home: nowhere,
        exitCode
      }),
      Effect.provideService(Stdio, { out: caughtUp(out), err: caughtUp(err) }),
      // So often for who looks on, however fast time passes.
      Effect.raceFirst(Effect.forever(Effect.delay(narrate, Duration.millis(150 * speed))))
    )
    yield* narrate
    for (const job of outcome.report.jobs) {
      yield* out.write(
        `\nThe Slack message, as it would look:\n\n${DryRun.preview(Notifier.message(job, outcome.notifier), out)}\n`
      )
    }
    const inbox = yield* running.inbox
    yield* say(`Slack received ${inbox.length} message${inbox.length === 1 ? "" : "s"}`)
    yield* say(`watch would exit with ${yield* Ref.get(exitCode)}: the job ended with failed records`)
    yield* say(
      "next: set GENESYS_ENVIRONMENT, GENESYS_CLIENT_ID, GENESYS_CLIENT_SECRET, then genesys-jobs watch KIND/ID"
    )
    yield* exitWith(0)
  }).pipe(Effect.scoped)

const lineOf = (faults: ReadonlyArray<string>, target: string, status: number | null): string | undefined => {
  if (target === "login") return "a token is granted"
  if (target === "slack") return "the summary is posted to Slack"
  if (faults.includes("rateLimited"))
    return "the platform answers 429 and asks to wait; no request is sent before"
  if (faults.includes("revokeToken"))
    return "the token is revoked in the middle of the failures; one new grant, one replay"
  if (status === 503) return "the platform answers 503; the request is repeated after a random wait"
  return undefined
}
