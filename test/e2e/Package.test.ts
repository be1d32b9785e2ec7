import { execFile } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { build, transformSync } from "esbuild"
import { afterAll, beforeAll } from "vitest"
import * as Program from "./Program.js"

// What a stranger does: an empty folder, the packed library, and the two peers that it needs.
const home = mkdtempSync(join(tmpdir(), "genesys-jobs-package-"))
const root = process.cwd()

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a command in the stranger's folder, with no environment but what it needs. Nothing here blocks: a worker that
 * does not answer its runner for a minute counts as dead, however well its tests end.
 */
const run = (command: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
  new Promise<Ended>((resolve) => {
    const surroundings = { PATH: process.env["PATH"] ?? "", HOME: home, ...env }
    const child = execFile(command, args, { cwd: home, env: surroundings }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    )
  })

/** npm as this machine is set up for it: its registry and its cache. */
const npm = (args: ReadonlyArray<string>, cwd: string) =>
  new Promise<void>((resolve, reject) => {
    execFile("npm", args, { cwd }, (error) => (error === null ? resolve() : reject(error)))
  })

const tool = (path: string, args: ReadonlyArray<string>) =>
  run(process.execPath, [join(root, "node_modules", path), ...args])

const version = (name: string): string =>
  JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")).version

/** The first TypeScript block of the README. */
const embedding = (): string => /```ts\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? ""

/** A library on top of this one, whose own declarations have to name what it is given. */
const declared = `
import { Effect, Stream } from "effect"
import { Destination, GenesysConfig, Html, Notifier, Report, SlackConfig, Tally } from "genesys-jobs"
import * as GenesysHttp from "genesys-jobs/GenesysHttp"
import * as Jobs from "genesys-jobs/Jobs"
import * as Watch from "genesys-jobs/Watch"

export const http = Effect.gen(function* () { return yield* GenesysHttp.GenesysHttp })
export const limits = Effect.flatMap(http, ({ limiter }) => limiter.state)
export const circuit = Effect.map(http, ({ breaker }) => breaker)
export const config = GenesysConfig.fromConfig
export const checked = GenesysConfig.make
export const target = Watch.target("data-action/a")
export const watch = Effect.flatMap(target, (job) => Watch.make(job))
export const events = Stream.unwrap(Effect.map(target, (job) => Watch.events(job)))
export const failures = Jobs.failures
export const status = Report.status
export const summary = Tally.summary(Tally.empty(), { complete: true, errors: 0 })
export const page = Html.render
export const notifier = Notifier.make
export const slack = [Destination.layerNotifier, SlackConfig.make] as const
`

let tarball = ""

beforeAll(async () => {
  await npm(["pack", "--ignore-scripts", "--pack-destination", home], root)
  tarball = readdirSync(home).find((name) => name.endsWith(".tgz")) ?? ""
  writeFileSync(join(home, "package.json"), JSON.stringify({ private: true, type: "module" }))
  const peers = ["effect", "@effect/platform"].map((name) => `${name}@${version(name)}`)
  await npm(
    ["install", `./${tarball}`, ...peers, "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"],
    home
  )
}, 120_000)

afterAll(() => rmSync(home, { recursive: true, force: true }))

describe("the packed library", () => {
  it("passes publint and are-the-types-wrong", async () => {
    const linted = await tool("publint/src/cli.js", ["run", tarball, "--strict"])
    assert.strictEqual(linted.code, 0, linted.stdout)
    const typed = await tool("@arethetypeswrong/cli/dist/index.js", [tarball, "--profile", "esm-only"])
    assert.strictEqual(typed.code, 0, typed.stdout)
  })

  it("E1 has an entry for each module of the library, by the module's name", () => {
    const { exports: entries } = JSON.parse(readFileSync("package.json", "utf8"))
    const modules = readFileSync("src/index.ts", "utf8").matchAll(
      /^export \* as (\w+) from "\.\/([\w/]+)\.js"$/gm
    )
    const expected = Array.from(modules, ([, name, path]) => [
      `./${name}`,
      { types: `./dist/esm/${path}.d.ts`, default: `./dist/esm/${path}.js` }
    ])
    assert.deepStrictEqual(
      Object.fromEntries(Object.entries(entries).filter(([name]) => /^\.\/[A-Z]/.test(name))),
      Object.fromEntries(expected)
    )
  })

  it("brings itself and its one dependency, and no tests, sources or caches", () => {
    const installed = readdirSync(join(home, "node_modules"))
    assert.includeMembers(installed, ["effect", "genesys-jobs", "papaparse"])
    assert.notIncludeMembers(installed, ["purecloud-platform-client-v2", "undici", "axios"])
    const files = readdirSync(join(home, "node_modules", "genesys-jobs"), {
      recursive: true,
      encoding: "utf8"
    })
    assert.includeMembers(files, ["dist/bin.js", "dist/THIRD_PARTY_LICENSES.txt", "LICENSE", "README.md"])
    assert.deepStrictEqual(
      files.filter((file) => /^dist\/.*\.test\.|^src|^test|\.inputs$|program\.js\./.test(file)),
      []
    )
  })

  it("E1 compiles under strict, its own declarations included", async () => {
    writeFileSync(join(home, "app.ts"), embedding())
    writeFileSync(
      join(home, "entries.ts"),
      [
        "genesys-jobs",
        "genesys-jobs/testing",
        "genesys-jobs/prometheus",
        "genesys-jobs/sdk",
        "genesys-jobs/node"
      ]
        .map((entry, index) => `import * as Entry${index} from "${entry}"\nvoid Entry${index}\n`)
        .join("")
    )
    writeFileSync(join(home, "declared.ts"), declared)
    writeFileSync(
      join(home, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          declaration: true,
          noEmit: true,
          target: "ES2022",
          // Effect's own declarations speak of the DOM.
          lib: ["ES2023", "DOM", "DOM.Iterable"],
          module: "NodeNext",
          types: []
        },
        files: ["app.ts", "entries.ts", "declared.ts"]
      })
    )
    const checked = await tool("typescript-native/bin/tsc", ["--project", "."])
    assert.strictEqual(checked.stdout, "")
    assert.strictEqual(checked.code, 0)
  })

  it("runs the embedding example of the README", async () => {
    const simulation = await Program.simulate({
      jobs: { "data-action/a1b2": { total: 100, errors: 7, startsAfterMillis: 0, durationMillis: 1 } }
    })
    writeFileSync(join(home, "app.mjs"), transformSync(embedding(), { loader: "ts" }).code)
    const ended = await run("node", ["app.mjs"], simulation.env)
    assert.strictEqual(ended.code, 0, ended.stderr)
    assert.match(ended.stdout, /message=partial message=7/)
  })

  it("runs the demo", async () => {
    const ended = await run("npx", ["--offline", "genesys-jobs", "demo"])
    assert.strictEqual(ended.code, 0, ended.stderr)
    assert.include(ended.stdout, "245 of 1,000 records failed")
  })

  it("E1 loads no Node module and runs nothing when it is imported", async () => {
    const { metafile } = await build({
      stdin: { contents: `import * as Jobs from "genesys-jobs"; globalThis.seen = Jobs`, resolveDir: home },
      bundle: true,
      platform: "browser",
      format: "esm",
      metafile: true,
      write: false,
      logLevel: "silent"
    })
    const inputs = Object.keys(metafile.inputs)
    assert.isTrue(inputs.some((path) => path.includes("genesys-jobs/dist/esm/index.js")))
    assert.deepStrictEqual(
      Object.values(metafile.inputs)
        .flatMap(({ imports }) => imports)
        .filter(({ external, path }) => external === true || path.startsWith("node:")),
      []
    )
    // Effect keeps a store of its own in a global variable.
    const script = `
      const ours = (name) => !name.startsWith("effect/")
      const before = [Object.keys(globalThis).filter(ours).length, process.listenerCount("exit")]
      const jobs = await import("genesys-jobs")
      const after = [Object.keys(globalThis).filter(ours).length, process.listenerCount("exit")]
      console.log(JSON.stringify({ before, after, busy: process.getActiveResourcesInfo(), names: Object.keys(jobs).length > 30 }))`
    writeFileSync(join(home, "import.mjs"), script)
    const { stderr, stdout } = await run("node", ["import.mjs"])
    const seen = JSON.parse(stdout)
    assert.strictEqual(stderr, "")
    assert.deepStrictEqual(seen.after, seen.before)
    assert.isTrue(seen.names)
    assert.notIncludeMembers(seen.busy, ["Timeout", "Immediate", "TCPSocketWrap", "TCPServerWrap"])
  })
})
