// Builds what is published: the library as plain tsc output with declarations, the program as one bundle with a small start before it.
// With --if-stale it does nothing when dist/ was built from the present sources.
import { spawnSync } from "node:child_process"
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { build } from "esbuild"
import { inputs, isFresh, record } from "./freshness.mjs"
import { warmUp } from "./warm-up.mjs"

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

const common = {
  bundle: true,
  minify: true,
  // Error and schema names are part of what users read.
  keepNames: false,
  platform: "node",
  target: "node20",
  define: { __VERSION__: JSON.stringify(version), __BUILD__: JSON.stringify(hash.slice(0, 12)) },
  logLevel: "warning"
}

await build({
  ...common,
  entryPoints: ["src/cli/Main.ts"],
  outfile: "dist/program.cjs",
  // What V8 compiled can only be kept of a script, not of a module.
  format: "cjs",
  external: ["@parcel/watcher"],
  // One expression, a function as Node would make of the file: it need not be copied to be wrapped at each start.
  banner: { js: "(function(exports,require,module,__filename,__dirname){" },
  footer: { js: "})" }
})
await build({
  ...common,
  entryPoints: ["src/bin.ts"],
  outfile: "dist/bin.cjs",
  format: "cjs",
  banner: { js: "#!/usr/bin/env node" }
})
writeFileSync("dist/bin.js", '#!/usr/bin/env node\nimport "./bin.cjs"\n')
for (const bin of ["dist/bin.cjs", "dist/bin.js"]) chmodSync(bin, 0o755)
await warmUp("dist/bin.cjs")
record(hash)
