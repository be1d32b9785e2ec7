/**
 * Runs the built program and the simulator, each as a process of its own, over real HTTP.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Schema from "effect/Schema"
import * as Report from "../../src/report/Report.js"
import type * as Scenario from "../../src/simulator/Scenario.js"
import * as Folder from "../Folder.js"

type Input = Parameters<typeof Scenario.make>[0]

const bin = new URL("../../dist/bin.js", import.meta.url).pathname

const Requests = Schema.Struct({
  requests: Schema.Array(
    Schema.Struct({
      target: Schema.Literal("login", "api", "files", "slack"),
      method: Schema.String,
      path: Schema.String,
      query: Schema.Record({ key: Schema.String, value: Schema.String }),
      status: Schema.NullOr(Schema.Number),
      bearer: Schema.Boolean,
      tooEarly: Schema.Boolean,
      at: Schema.Number
    })
  )
})

const Inbox = Schema.Struct({
  messages: Schema.Array(
    Schema.Struct({
      accepted: Schema.Boolean,
      status: Schema.NullOr(Schema.Number),
      text: Schema.NullOr(Schema.String),
      payload: Schema.Unknown
    })
  )
})

/** What a simulator process saw, and the variables that lead to it. */
export interface Simulation {
  readonly url: string
  readonly env: Readonly<Record<string, string>>
  readonly requests: () => Promise<(typeof Requests.Type)["requests"]>
  readonly inbox: () => Promise<(typeof Inbox.Type)["messages"]>
}

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const running = new Set<ChildProcess>()

/** Ends what is still running and removes its folders. */
export const sweep = (): void => {
  for (const child of running) child.kill("SIGKILL")
  Folder.sweep()
}

export const folder = Folder.make

const launch = (
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
  cwd: string
): ChildProcess => {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: cwd, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  running.add(child)
  child.on("close", () => running.delete(child))
  return child
}

/** Starts a simulator process for the scenario and waits until it listens. */
export const simulate = (scenario: Input): Promise<Simulation> => {
  const cwd = folder()
  writeFileSync(join(cwd, "scenario.json"), JSON.stringify(scenario))
  const child = launch(["simulate", "--port", "0", "--scenario", "scenario.json"], {}, cwd)
  return new Promise((resolve, reject) => {
    let out = ""
    let err = ""
    child.stderr?.on("data", (chunk) => {
      err += chunk
    })
    child.on("close", () => reject(new Error(`the simulator did not start: ${err}`)))
    child.stdout?.on("data", (chunk) => {
      out += chunk
      const env = Object.fromEntries(
        [...out.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = "", value = ""]) => [name, value])
      )
      const url = env["GENESYS_API_URL"]
      if (url === undefined || env["SLACK_WEBHOOK_URL"] === undefined) return
      const get = async <A, I>(path: string, schema: Schema.Schema<A, I>): Promise<A> =>
        Schema.decodeUnknownSync(schema)(await (await fetch(`${url}${path}`)).json())
      resolve({
        url,
        env,
        requests: async () => (await get("/__requests", Requests)).requests,
        inbox: async () => (await get("/__slack", Inbox)).messages
      })
    })
  })
}

/** A program that was started: its end, and the means to interrupt it once it has said something. */
export interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when stdout and stderr together contain the text. */
  readonly said: (text: string) => Promise<void>
}

/** Starts the program in an empty folder. */
export const start = (
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
  cwd: string = folder()
): Started => {
  const child = launch(args, env, cwd)
  let stdout = ""
  let stderr = ""
  const waiting: Array<() => void> = []
  child.stdout?.on("data", (chunk) => {
    stdout += chunk
    for (const look of waiting) look()
  })
  child.stderr?.on("data", (chunk) => {
    stderr += chunk
    for (const look of waiting) look()
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  })
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (`${stdout}${stderr}`.includes(text)) resolve()
      }
      waiting.push(look)
      look()
      child.on("close", () => reject(new Error(`ended without saying ${text}: ${stdout}${stderr}`)))
    })
  return { child, ended, said }
}

/** Runs the program to its end. */
export const run = (
  args: ReadonlyArray<string>,
  env: Readonly<Record<string, string>>,
  cwd?: string
): Promise<Ended> => start(args, env, cwd).ended

/** Runs `watch --output json` on a scenario and reads what came of it. */
export const watch = async (
  scenario: Input,
  references: ReadonlyArray<string>,
  options: ReadonlyArray<string> = []
) => {
  const simulation = await simulate(scenario)
  const ended = await run(
    ["watch", ...references, "--interval", "200ms", "--output", "json", ...options],
    simulation.env
  )
  const report = ended.stdout === "" ? undefined : decode(ended.stdout)
  return { ...ended, report, requests: await simulation.requests(), inbox: await simulation.inbox() }
}

/** The report on stdout, by the published Schema: nothing that is not in it, nothing missing. */
export const decode = (stdout: string): Report.Report =>
  Schema.decodeUnknownSync(Report.Report, { onExcessProperty: "error" })(JSON.parse(stdout))

export const read = (path: string): string => readFileSync(path, "utf8")
