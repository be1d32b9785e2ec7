// Writes the files that follow from others: the list of the built-in kinds, from the folder of their descriptors, and
// the JSON Schemas that are published with the package, from the Schemas in the code. With --check it writes nothing,
// names those that are out of date, and ends with 1 if there is one.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "esbuild"

const check = process.argv.includes("--check")

const put = (path, text) => {
  if (present(path) === text) return
  console.log(check ? `${path} is out of date` : path)
  if (check) process.exitCode = 1
  else writeFileSync(path, text)
}

const present = (path) => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

const folder = "src/jobs/kinds"

/** The descriptor in `my-kind.ts` is called `myKind`. */
const kinds = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && name !== "all.ts")
  .map((name) => name.slice(0, -".ts".length))
  .sort()
  .map(
    (name) => `export { ${name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())} } from "./${name}.js"\n`
  )

put(
  join(folder, "all.ts"),
  `/**
 * The built-in kinds. \`npm run generate\` writes this list from the folder: the library is bundled for browsers, where
 * no folder can be listed.
 */

${kinds.join("")}`
)

const outfile = "node_modules/.cache/genesys-jobs/schemas.mjs"
await build({
  stdin: {
    contents: `
      import * as JSONSchema from "effect/JSONSchema"
      import * as ConfigSchema from "./src/cli/ConfigSchema.ts"
      import * as Report from "./src/report/Report.ts"
      import * as Scenario from "./src/simulator/Scenario.ts"
      export const config = JSONSchema.make(ConfigSchema.File)
      export const report = Report.jsonSchema()
      export const scenario = JSONSchema.make(Scenario.Scenario)`,
    resolveDir: "."
  },
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning"
})
// Effect gives every value that may be anything the same $id, and validators refuse two of one id.
const withoutIds = (key, value) => (key === "$id" ? undefined : value)

for (const [name, schema] of Object.entries(await import(pathToFileURL(outfile).href))) {
  put(`schema/${name}.schema.json`, `${JSON.stringify(schema, withoutIds, 2)}\n`)
}
