// Writes the JSON Schemas that are published with the package. They are made from the Schemas in the code; a test fails
// when the files are older than those.
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "esbuild"

const outfile = "node_modules/.cache/genesys-jobs/schemas.mjs"
await build({
  entryPoints: ["src/cli/PublishedSchemas.ts"],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning"
})
const { files } = await import(pathToFileURL(outfile).href)
mkdirSync("schema", { recursive: true })
for (const [name, text] of Object.entries(files())) {
  writeFileSync(join("schema", name), text)
  console.log(`schema/${name}`)
}
