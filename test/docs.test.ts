import { execFile } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as AST from "effect/SchemaAST"
import { build } from "esbuild"
import * as ConfigSchema from "../src/cli/ConfigSchema.js"
import * as DemoCommand from "../src/cli/DemoCommand.js"
import * as DoctorCommand from "../src/cli/DoctorCommand.js"
import * as FailuresCommand from "../src/cli/FailuresCommand.js"
import * as Help from "../src/cli/Help.js"
import * as KindsCommand from "../src/cli/KindsCommand.js"
import * as SimulateCommand from "../src/cli/SimulateCommand.js"
import * as StatusCommand from "../src/cli/StatusCommand.js"
import * as WatchCommand from "../src/cli/WatchCommand.js"
import { Reason } from "../src/genesys/Reason.js"
import * as KindConfig from "../src/jobs/KindConfig.js"
import * as Examples from "../src/simulator/Examples.js"
import { Fault } from "../src/simulator/Fault.js"
import { FormOrNone } from "../src/simulator/HttpDate.js"
import * as Scenario from "../src/simulator/Scenario.js"
import { SlackAnswer } from "../src/simulator/SlackScript.js"
import { below } from "./SourceFiles.js"

const pages = [
  "README.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
]
const text = (page: string): string => readFileSync(page, "utf8")

interface Block {
  readonly page: string
  readonly line: number
  readonly code: string
}

/** The fenced blocks whose fence says this. */
const blocks = (language: string): ReadonlyArray<Block> =>
  pages.flatMap((page) =>
    Array.from(
      text(page).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm")),
      (match) => ({
        page,
        line: text(page).slice(0, match.index).split("\n").length,
        code: match[1] ?? ""
      })
    )
  )

const none = (offenders: ReadonlyArray<string>, advice: string) => {
  if (offenders.length > 0) assert.fail(`${advice}\n  ${offenders.join("\n  ")}`)
}

/** What GitHub makes of a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/ /g, "-")

const help = [
  WatchCommand,
  StatusCommand,
  FailuresCommand,
  KindsCommand,
  DoctorCommand,
  DemoCommand,
  SimulateCommand
].map(({ page }) => page)

const ofEveryCommand = ["--help", "--version", "--log-level", "--completions"]

/** The cells of the first column of the tables of a page, without their backticks. */
const firstColumn = (page: string): ReadonlyArray<string> =>
  Array.from(text(page).matchAll(/^\| `([^`]+)` \|/gm), ([, cell = ""]) => cell)

const output = (command: string, args: ReadonlyArray<string>) =>
  new Promise<string>((resolve) => {
    execFile(command, args, (_, stdout) => resolve(stdout))
  })

/** The words that a page has in backticks outside its blocks. */
const explained = (page: string): ReadonlySet<string> =>
  new Set(
    Array.from(
      text(page)
        .replace(/^```[\s\S]*?^```/gm, "")
        .matchAll(/`([^`]+)`/g),
      ([, code = ""]) => code.match(/[\w$]+/g) ?? []
    ).flat()
  )

/** Every key that a value of this Schema may have, at any depth. */
const keys = (ast: AST.AST): ReadonlySet<string> => new Set(keysIn(ast))

const keysIn = (ast: AST.AST): ReadonlyArray<string> => {
  switch (ast._tag) {
    case "TypeLiteral":
      return [
        ...ast.propertySignatures.flatMap(({ name, type }) => [String(name), ...keysIn(type)]),
        ...ast.indexSignatures.flatMap(({ type }) => keysIn(type))
      ]
    case "TupleType":
      return [...ast.elements, ...ast.rest].flatMap(({ type }) => keysIn(type))
    case "Union":
      return ast.types.flatMap(keysIn)
    case "Refinement":
    case "Transformation":
      return keysIn(ast.from)
    default:
      return []
  }
}

describe("README and docs", () => {
  it("have code that compiles", async () => {
    const folder = "node_modules/.cache/genesys-jobs/docs"
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const found = blocks("ts")
    assert.isAbove(found.length, 8)
    for (const [index, { code, line, page }] of found.entries()) {
      writeFileSync(join(folder, `${index}.ts`), `// ${page}:${line}\n${code}`)
    }
    const config = {
      extends: "../../../../tsconfig.json",
      compilerOptions: { noUnusedLocals: false },
      include: ["."]
    }
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...config, exclude: [] }))
    const checked = await output(process.execPath, [
      "node_modules/typescript-native/bin/tsc",
      "--project",
      folder,
      "--pretty",
      "false"
    ])
    const said = checked.replace(/^.*?(\d+)\.ts\((\d+),\d+\)/gm, (_, index: string, row: string) => {
      const block = found[Number(index)]
      return `${block?.page}:${(block?.line ?? 0) + Number(row) - 1}`
    })
    const ours = said.split("\n").filter((line) => /^(?:README|docs)/.test(line))
    none(ours, "These blocks do not compile:")
  })

  it("show a test that ends as it says", async () => {
    const [example] = blocks("ts").filter(({ page }) => page === "docs/testing.md")
    const [, said = ""] = /It answers `(.*)`\./.exec(text("docs/testing.md")) ?? []
    const outfile = "node_modules/.cache/genesys-jobs/docs/testing.mjs"
    await build({
      stdin: { contents: example?.code ?? "", resolveDir: process.cwd(), loader: "ts" },
      bundle: true,
      format: "esm",
      platform: "node",
      outfile,
      logLevel: "silent"
    })
    const { test } = await import(join(process.cwd(), outfile))
    assert.strictEqual(JSON.stringify(await Effect.runPromise(test)), JSON.stringify(JSON.parse(said)))
  })

  it("name commands and options that exist", () => {
    const wrong = blocks("sh").flatMap(({ code, line, page }) =>
      code.split("\n").flatMap((row, index) => {
        const [, name, rest = ""] =
          /^(?:npx )?(?:genesys-jobs|node dist\/bin\.js) (\w+)(.*?)(?:\s+#.*)?$/.exec(row) ?? []
        if (name === undefined) return []
        const place = `${page}:${line + index + 1}`
        const known = help.find((each) => each.name === name)
        if (known === undefined) return [`${place}: no command ${name}`]
        const shown = Help.command(known)
        return Array.from(rest.matchAll(/--[a-z-]+/g), ([option]) => option)
          .filter(
            (option) => !ofEveryCommand.includes(option) && !new RegExp(`^ +${option}( |$)`, "m").test(shown)
          )
          .map((option) => `${place}: ${name} has no ${option}`)
      })
    )
    none(wrong, "These lines cannot be run:")
  })

  it("name only options that some command has, in their text as well", () => {
    const known = new Set([
      ...ofEveryCommand,
      ...help.flatMap((page) => Array.from(Help.command(page).matchAll(/--[a-z-]+/g), ([option]) => option))
    ])
    // The page about speed names options of Node and of the benchmark.
    const ours = pages.filter((page) => page !== "docs/performance.md")
    const wrong = ours.flatMap((page) =>
      Array.from(text(page).matchAll(/`(--[a-z-]+)/g), ([, option = ""]) => option)
        .filter((option) => !known.has(option))
        .map((option) => `${page}: ${option}`)
    )
    none(wrong, "No command has these options:")
  })

  it("have JSON that can be used", () => {
    for (const { code, page } of blocks("json config")) {
      const read = ConfigSchema.decode(JSON.parse(code))
      assert.isTrue(Either.isRight(read), `${page}: ${Either.isLeft(read) ? read.left.join("; ") : ""}`)
    }
    for (const { code } of blocks("json scenario")) Scenario.make(JSON.parse(code))
    assert.isAbove(blocks("json config").length, 1)
    assert.isAbove(blocks("json scenario").length, 0)
  })

  it("link to what is there", () => {
    const broken = [...pages, "CONTRIBUTING.md", "SECURITY.md"].flatMap((page) =>
      Array.from(text(page).matchAll(/\]\(([^)\s]+)\)/g), ([, link = ""]) => link)
        .filter((link) => !/^https?:/.test(link))
        .filter((link) => {
          const [path = "", fragment] = link.split("#")
          const target = path === "" ? page : normalize(join(dirname(page), path))
          if (!existsSync(target)) return true
          const headings = fragment === undefined ? [] : Array.from(text(target).matchAll(/^#+ (.+)$/gm))
          return fragment !== undefined && !headings.some(([, heading = ""]) => anchor(heading) === fragment)
        })
        .map((link) => `${page}: ${link}`)
    )
    none(broken, "These links lead nowhere:")
  })

  it("E6 list every span and every metric, and no other", () => {
    const table = firstColumn("docs/embedding.md").filter((cell) => !cell.startsWith("genesys-jobs"))
    const metrics = below("src").flatMap(({ code }) =>
      Array.from(
        code.matchAll(/\bMetric\.(?:counter|gauge|histogram|frequency|summary|timer)\w*\(\s*"([\w.]+)"/g),
        ([, name = ""]) => name
      )
    )
    assert.isAtLeast(metrics.length, 7)
    const spans = below("src")
      .filter(({ path }) => !path.startsWith("src/cli/"))
      .flatMap(({ code }) =>
        Array.from(code.matchAll(/(?:withSpan|Effect\.fn)\(\s*"([\w.]+)"/g), ([, name = ""]) => name)
      )
    assert.sameMembers([...table], [...spans, ...metrics])
  })

  it("C1 explain every key of the configuration file's kinds", () => {
    none(
      [...keys(KindConfig.KindConfig.ast)].filter((key) => !explained("docs/kinds.md").has(key)),
      "docs/kinds.md says nothing of these keys of a kind:"
    )
  })

  it("explain every reason of an error", () => {
    const source = readFileSync("src/genesys/Reason.ts", "utf8")
    const reasons = Array.from(source.matchAll(/TaggedStruct\("(\w+)"/g), ([, tag = ""]) => tag)
    assert.lengthOf(reasons, Reason.members.length)
    const explained = Array.from(
      text("docs/troubleshooting.md").matchAll(/^## (\w+)$/gm),
      ([, heading = ""]) => heading
    )
    assert.sameMembers(explained, [...reasons, "UnknownState"])
  })

  it("explain every field, fault, path and ready scenario of the simulator", () => {
    const words = explained("docs/simulator.md")
    const own = Array.from(readFileSync("src/simulator/Simulator.ts", "utf8").matchAll(/"\/(__\w+)"/g))
    assert.isAbove(own.length, 3)
    none(
      [
        ...keys(Scenario.Scenario.ast),
        ...Fault.members.map(({ fields }) => String(fields.type.literals[0])),
        ...SlackAnswer.members.map(({ fields }) => String(fields.type.literals[0])),
        ...FormOrNone.literals,
        ...["api", "files", "now", "token", "n"],
        ...own.map(([, path = ""]) => path)
      ].filter((word) => !words.has(word)),
      "docs/simulator.md says nothing of these:"
    )
    for (const name of Object.keys(Examples.all)) assert.include(text("docs/simulator.md"), `\`${name}\``)
  })
})
