// Builds what is published: the library as plain tsc output with declarations, the program as one bundle.
// With --if-stale it does nothing when dist/ was built from the present sources.
import { spawnSync } from "node:child_process"
import { chmodSync, readFileSync, rmSync } from "node:fs"
import { build } from "esbuild"
import { inputs, isFresh, record } from "./freshness.mjs"

if (process.argv.includes("--if-stale") && isFresh()) process.exit(0)

// Taken before the compilers read: a source that changes under them makes the build stale, not fresh.
const hash = inputs()
rmSync("dist", { recursive: true, force: true })

const tsc = spawnSync(
  process.execPath,
  ["node_modules/typescript-native/bin/tsc", "--project", "tsconfig.build.json"],
  { stdio: "inherit" }
)
if (tsc.status !== 0) process.exit(tsc.status ?? 1)

const { version } = JSON.parse(readFileSync("package.json", "utf8"))

await build({
  entryPoints: ["src/bin.ts"],
  outfile: "dist/bin.js",
  bundle: true,
  minify: true,
  // Error and schema names are part of what users read.
  keepNames: false,
  platform: "node",
  format: "esm",
  target: "node20",
  define: { __VERSION__: JSON.stringify(version) },
  external: ["@parcel/watcher"],
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);'
  },
  logLevel: "warning"
})
chmodSync("dist/bin.js", 0o755)
record(hash)
