import { readFileSync } from "node:fs"
import { basename, extname } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Bans from "./Bans.js"
import * as Pending from "./Pending.js"
import { below, filesBelow, isRuntime, loads, type SourceFile } from "./SourceFiles.js"

const src = below("src")
const test = below("test")

// The staircase: what each room may import. A file of `src` itself is a room of its own.
const product = ["text", "resilience", "genesys", "jobs", "report", "slack", "watch"]
const mayImport: Readonly<Record<string, ReadonlyArray<string>>> = {
  text: [],
  resilience: [],
  genesys: ["text", "resilience"],
  jobs: ["text", "resilience", "genesys"],
  report: ["text", "jobs"],
  slack: ["text", "resilience"],
  watch: product,
  // The simulated platform would repeat our own mistakes if it shared our code.
  simulator: ["text"],
  testing: product,
  "index.ts": product,
  "otel.ts": [],
  "prometheus.ts": [],
  "sdk.ts": product,
  node: [],
  "node.ts": [...product, "node"],
  cli: [...product, "node", "node.ts"],
  "bin.ts": ["cli"]
}

// The commands that run the simulated platform.
const simulating = /^src\/cli\/(?:Demo|Simulate)\w*\.ts$/

// They may know Node; the rest runs wherever Effect does.
const ofNode = /^src\/(?:bin\.ts|node\.ts|node\/|simulator\/|cli\/)/

// Modules whose contract is tested through another one, with the reason.
const testedElsewhere: Readonly<Record<string, string>> = {
  "src/jobs/kinds/all.ts": "npm run generate writes it; test/generated.test.ts compares it with the folder",
  "src/cli/Main.ts": "every test in test/e2e passes through it",
  "src/slack/Webhook.ts": "one request of Slack.post; test/slack/Slack.test.ts",
  "src/watch/WatchEvent.ts": "events without logic; test/watch/Watch.test.ts sees them all"
}

// Written in parts, so that this file does not contain them.
const foreignPaths = [
  ["..", "shared"],
  ["", "work", ""],
  ["", "tmp", ""]
].map((parts) => parts.join("/"))

const roomOf = (path: string): string => path.split("/")[1] ?? ""

const isSideDoor = (room: string): boolean => room === "simulator" || room === "testing"

const none = (offenders: ReadonlyArray<string>, advice: string) => {
  if (offenders.length > 0) assert.fail(`${advice}\n  ${offenders.join("\n  ")}`)
}

/** "path: specifier" of the imports that a predicate finds wrong. */
const wrongImports = (
  wrong: (file: SourceFile, target: string | undefined, specifier: string) => boolean
): ReadonlyArray<string> =>
  src.flatMap((file) =>
    file.imports
      .filter((entry) => wrong(file, entry.target, entry.specifier))
      .map((entry) => `${file.path}: ${entry.specifier}`)
  )

/** "path:line: text" of the lines in which a pattern occurs. */
const occurrences = (path: string, text: string, pattern: RegExp): ReadonlyArray<string> =>
  text
    .split("\n")
    .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []))

const forbid = (files: ReadonlyArray<SourceFile>, ban: Bans.Ban) =>
  none(
    files
      .filter((file) => ban.except?.(file.path) !== true)
      .flatMap((file) =>
        occurrences(file.path, ban.inComments === true ? file.text : file.code, ban.pattern)
      ),
    ban.instead
  )

describe("rooms", () => {
  it("import downhill only", () => {
    const uphill = wrongImports((file, target) => {
      if (target === undefined) return false
      const [from, to] = [roomOf(file.path), roomOf(target)]
      if (from === to || (isSideDoor(to) && simulating.test(file.path))) return false
      return mayImport[from]?.includes(to) !== true
    })
    none(uphill, "An import goes up the staircase, or into a room that its room may not know:")
  })

  it("are those of the staircase", () => {
    none(
      src.map((file) => file.path).filter((path) => mayImport[roomOf(path)] === undefined),
      "A new room needs a step on the staircase (mayImport in this test):"
    )
  })

  it("simulator and testing are imported by nobody but the commands that run them", () => {
    const intruders = wrongImports(
      (file, target) =>
        target !== undefined &&
        isSideDoor(roomOf(target)) &&
        !isSideDoor(roomOf(file.path)) &&
        !simulating.test(file.path)
    )
    none(intruders, "The product must not depend on its side doors:")
  })

  it("text and resilience import only effect", () => {
    const others = wrongImports(
      (file, target, specifier) =>
        ["text", "resilience"].includes(roomOf(file.path)) &&
        !(target === undefined ? specifier.startsWith("effect/") : roomOf(target) === roomOf(file.path))
    )
    none(others, "The generic rooms know nothing but effect:")
  })

  it("report reaches neither HTTP nor Slack nor the door, not even through others", () => {
    const reached = src
      .filter((file) => roomOf(file.path) === "report")
      .flatMap((file) =>
        Array.from(loads(file.path, src))
          .filter((name) => /^@effect\/platform|^node:|^src\/(?:genesys|resilience|slack|watch)\//.test(name))
          .map((name) => `${file.path} loads ${name}`)
      )
    none(reached, "A report is pure. Import types, or move what is shared down:")
  })

  it("have no cycles among their modules", () => {
    none(
      src.map((file) => file.path).filter((path) => loads(path, src).has(path)),
      "These modules load themselves through others; move what they share down:"
    )
  })

  it("only the edge, the program and the simulator know Node", () => {
    const intruders = wrongImports(
      (file, _, specifier) => /^node:|^@effect\/platform-node/.test(specifier) && !ofNode.test(file.path)
    )
    none(intruders, "Move it to node.ts, or take it as a service:")
  })

  it("E1 importing the library loads no module of Node", () => {
    assert.include(
      src.map((file) => file.path),
      "src/index.ts"
    )
    const reached = Array.from(loads("src/index.ts", src)).filter((name) =>
      /^node:|^@effect\/platform-node|^src\/(?:node|bin)\.ts|^src\/(?:cli|simulator|testing)\//.test(name)
    )
    none(reached, "src/index.ts reaches:")
  })

  it("have no index of their own, and nobody imports one", () => {
    none(
      src
        .map((file) => file.path)
        .filter((path) => /^src\/.+\/index\.ts$/.test(path) && !isSideDoor(roomOf(path))),
      "Only src/index.ts and the published side doors are indexes:"
    )
    none(
      wrongImports((_, target) => target !== undefined && basename(target) === "index.ts"),
      "Import the module itself:"
    )
  })
})

describe("files", () => {
  it("have a name that says something", () => {
    none(
      [...src, ...test]
        .map((file) => file.path)
        .filter((path) =>
          /\/(?:utils?|helpers?|common|misc|types|constants)(?:\.test)?(?:\.ts$|\/)/i.test(path)
        ),
      "Put it into the module of its noun:"
    )
  })

  it("have at most 300 lines", () => {
    const long = src.flatMap((file) => {
      const lines = file.text.trimEnd().split("\n").length
      return lines > 300 ? [`${file.path}: ${lines}`] : []
    })
    none(long, "Split by noun:")
  })

  it("name no path of somebody's machine", () => {
    const roots = ["src", "test", "docs", "examples", "bench", "scripts", "schema", ".ci", ".changeset"]
    const top = filesBelow("README.md").concat(
      ["CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "package.json", "biome.json", "tsconfig.json"],
      ["tsconfig.build.json", "vitest.config.ts"]
    )
    const offenders = roots
      .flatMap(filesBelow)
      .filter((path) => /^\.(?:ts|mjs|js|json|md|sh|html|xml|csv|txt|toml)?$/.test(extname(path) || "."))
      .filter((path) => !path.includes("node_modules"))
      .concat(top)
      .flatMap((path) => {
        const text = readFileSync(path, "utf8")
        return foreignPaths
          .filter((foreign) => text.includes(foreign))
          .map((foreign) => `${path}: ${foreign}`)
      })
    none(offenders, "Name nothing that only exists on one machine:")
  })

  it("src and test mirror each other", () => {
    const tested = new Set(test.map((file) => file.path))
    const untested = src
      .filter((file) => isRuntime(file) && !/\/(?:index|bin)\.ts$|^src\/jobs\/kinds\//.test(file.path))
      .map((file) => file.path)
      .filter((path) => !tested.has(testOf(path)) && testedElsewhere[path] === undefined)
    none(
      untested.filter((path) => !Pending.modulesWithoutTest.includes(path)),
      "Give each module its test (src/room/X.ts, test/room/X.test.ts):"
    )
    none(
      Pending.modulesWithoutTest.filter((path) => !untested.includes(path)),
      "These have their test now, or are gone: take them from test/Pending.ts."
    )
    const sources = new Set(src.map((file) => testOf(file.path)))
    none(
      test
        .map((file) => file.path)
        .filter(
          (path) => path.endsWith(".test.ts") && mayImport[roomOf(path)] !== undefined && !sources.has(path)
        ),
      "A test belongs to one module and bears its name:"
    )
  })
})

const testOf = (path: string): string => path.replace(/^src\//, "test/").replace(/\.ts$/, ".test.ts")

describe("rules", () => {
  const specified = Array.from(
    readFileSync("docs/rules.md", "utf8").matchAll(/^- \*\*([A-Z]\d)\*\* /gm),
    ([, id = ""]) => id
  )
  const named = new Set(
    test.flatMap((file) =>
      Array.from(file.code.matchAll(/["'`]((?:[A-Z]\d[ ,]+)+)[^"'`\s]/g), ([, ids = ""]) =>
        ids.split(/[ ,]+/)
      ).flat()
    )
  )

  it("are all in docs/rules.md, each once", () => {
    const numbers = { C: 3, O: 4, W: 8, F: 7, H: 4, R: 6, L: 1, A: 3, B: 5, I: 1, S: 7, E: 6 }
    const expected = Object.entries(numbers).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${letter === "H" ? index : index + 1}`)
    )
    assert.deepStrictEqual([...specified].sort(), [...expected].sort())
  })

  it("each have a test that begins with the id", () => {
    none(
      specified.filter((id) => !named.has(id) && !Pending.rulesWithoutTest.includes(id)),
      "No test names these rules of docs/rules.md:"
    )
    none(
      Pending.rulesWithoutTest.filter((id) => named.has(id)),
      "These rules have a test now: take them from test/Pending.ts."
    )
  })
})

describe("source", () => {
  for (const ban of Bans.inSource) it(`has no ${ban.what}`, () => forbid(src, ban))
})

describe("tests", () => {
  const others = test.filter((file) => file.path !== "test/architecture.test.ts")
  for (const ban of Bans.inTests) it(`have no ${ban.what}`, () => forbid(others, ban))
})
