import { readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { Comment, Converter, MinimalSourceFile, ReflectionKind } from "typedoc"

const entries = {
  "src/index.ts": "genesys-jobs",
  "src/node.ts": "genesys-jobs/node",
  "src/testing/index.ts": "genesys-jobs/testing",
  "src/simulator/index.ts": "genesys-jobs/simulator",
  "src/otel.ts": "genesys-jobs/otel",
  "src/prometheus.ts": "genesys-jobs/prometheus",
  "src/sdk.ts": "genesys-jobs/sdk"
}

/** Modules bear the names under which they are imported, and their pages begin with what their files begin with. */
const introductions = (app) => {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    for (const reflection of context.project.getReflectionsByKind(
      ReflectionKind.Module | ReflectionKind.Namespace
    )) {
      const path = fileOf(context.getSymbolFromReflection(reflection))
      if (path === undefined) continue
      reflection.name =
        Object.entries(entries).find(([entry]) => resolve(entry) === path)?.[1] ?? reflection.name
      const [header] = /^\/\*\*[\s\S]*?\*\//.exec(readFileSync(path, "utf8")) ?? []
      if (header === undefined) continue
      const text = header.replace(/^\/\*\*|\*\/$/g, "").replace(/^ *\* ?/gm, "")
      const { content } = app.converter.parseRawComment(
        new MinimalSourceFile(text.replace(/^@.*$/gm, ""), path),
        context.project.files
      )
      reflection.comment = new Comment(content)
    }
  })
}

const fileOf = (symbol) => {
  const [declaration] = symbol?.declarations ?? []
  if (declaration === undefined) return undefined
  const source = declaration.getSourceFile()
  const specifier = declaration.parent?.moduleSpecifier?.text
  return specifier === undefined
    ? source.fileName
    : resolve(dirname(source.fileName), specifier.replace(/\.js$/, ".ts"))
}

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "genesys-jobs",
  entryPoints: Object.keys(entries),
  plugin: [introductions],
  out: "node_modules/.cache/genesys-jobs/api",
  categoryOrder: [
    "tags",
    "models",
    "constructors",
    "layers",
    "errors",
    "schemas",
    "combinators",
    "predicates",
    "rendering",
    "*"
  ],
  // Reached only through the types that are published.
  intentionallyNotExported: [
    "src/genesys/Alarm.ts:Exchange",
    "src/genesys/Answer.ts:Answer",
    "src/genesys/DoorPolicy.ts:DoorPolicy",
    "src/genesys/GenesysHttp.ts:Ask",
    "src/report/Chart.ts:Point",
    "src/report/Tally.ts:State",
    "src/resilience/Allowance.ts:Observation",
    "src/resilience/Allowance.ts:State",
    "src/simulator/Answer.ts:Answer",
    "src/slack/BlockKit.ts:Block",
    "src/watch/Pace.ts:Settings",
    "src/watch/Patience.ts:WaitReason"
  ],
  excludeInternal: true,
  excludePrivate: true,
  readme: "README.md",
  projectDocuments: ["docs/*.md"],
  disableSources: true,
  treatWarningsAsErrors: true,
  skipErrorChecking: true
}
