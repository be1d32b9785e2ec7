// Builds what is published: the library as plain tsc output with declarations, the program as one bundle with
// a small start before it. With --if-stale it does nothing when dist/ was built from the present sources.
import { spawnSync } from "node:child_process"
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { build } from "esbuild"
import { inputs, isFresh, record } from "./freshness.mjs"
import { notices } from "./notices.mjs"
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

// Two kinds of files under one roof: scripts of the program, modules of the library.
writeFileSync("dist/package.json", JSON.stringify({ type: "commonjs" }))
writeFileSync("dist/esm/package.json", JSON.stringify({ type: "module", sideEffects: false }))

const { version } = JSON.parse(readFileSync("package.json", "utf8"))

const common = {
  bundle: true,
  minify: true,
  // Error and schema names are part of what users read.
  keepNames: false,
  platform: "node",
  target: "node20",
  // What V8 compiled can only be kept of a script, not of a module, and Node sets up its loader of modules
  // only where one is asked for.
  format: "cjs",
  define: { __VERSION__: JSON.stringify(version), __BUILD__: JSON.stringify(hash.slice(0, 12)) },
  logLevel: "warning"
}

const program = await build({
  ...common,
  entryPoints: ["src/cli/Main.ts"],
  outfile: "dist/program.js",
  write: false,
  metafile: true,
  external: ["@parcel/watcher"],
  // One expression, a function as Node would make of the file: it need not be copied to be wrapped at each
  // start.
  banner: { js: "(function(exports,require,module,__filename,__dirname){" },
  footer: { js: "})" }
})
// It is read as ASCII, and esbuild leaves regular expressions as they are.
const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
for (const { path, text } of program.outputFiles) {
  writeFileSync(path, text.replace(/[^\0-\x7f]/g, escaped))
}
writeFileSync("dist/THIRD_PARTY_LICENSES.txt", notices(program.metafile))
await build({
  ...common,
  entryPoints: ["src/bin.ts"],
  outfile: "dist/bin.js",
  banner: { js: "#!/usr/bin/env node" }
})
chmodSync("dist/bin.js", 0o755)
await warmUp("dist/bin.js")
record(hash)
