// Runs every gate of the project, the fast ones first, and stops at the first stage that does not hold. Gates of one
// stage run side by side. A gate prints only when it fails, but the tests, which print as they go.
//
//   node scripts/test.mjs         all gates
//   node scripts/test.mjs check   only those that read the code: format, lint, types, Effect diagnostics
import { spawn } from "node:child_process"
import { mkdirSync, readFileSync, rmSync } from "node:fs"

const counts = "node_modules/.cache/genesys-jobs"

/** The tests of one project of vitest.config.ts. */
const tests = (title, project) => ({
  title,
  script: "node_modules/vitest/vitest.mjs",
  args: [
    "run",
    `--project=${project}`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${counts}/${project}.json`
  ],
  counted: `${counts}/${project}.json`
})

const gates = {
  style: {
    title: "format and lint",
    script: "node_modules/@biomejs/biome/bin/biome",
    args: ["check", "--error-on-warnings"],
    fix: "npm run format mends most of it"
  },
  types: {
    title: "types",
    script: "node_modules/typescript-native/bin/tsc",
    args: ["--project", "tsconfig.json"]
  },
  effect: { title: "Effect diagnostics", script: "scripts/diagnostics.mjs", args: [] },
  build: { title: "build", script: "scripts/build.mjs", args: ["--if-stale"] },
  unit: tests("unit tests", "unit"),
  e2e: tests("end-to-end tests", "e2e")
}

const reading = [[gates.style, gates.types], [gates.effect]]
// The end-to-end tests wait more than they work, so that three processes suit two cores.
const everything = [[gates.style, gates.types], [gates.build], [gates.effect, gates.unit, gates.e2e]]

/** Runs one gate; resolves to whether it held. */
const run = (gate) =>
  new Promise((resolve) => {
    const began = performance.now()
    const child = spawn(process.execPath, ["--no-deprecation", gate.script, ...gate.args], {
      stdio: gate.counted === undefined ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"]
    })
    const output = []
    child.stdout?.on("data", (chunk) => output.push(chunk))
    child.stderr?.on("data", (chunk) => output.push(chunk))
    child.on("close", (code) => {
      const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`
      process.stdout.write(code === 0 ? "" : Buffer.concat(output))
      console.log(
        code === 0
          ? `ok      ${gate.title} (${seconds})`
          : `FAILED  ${gate.title} (${seconds})${gate.fix === undefined ? "" : `: ${gate.fix}`}`
      )
      resolve(code === 0)
    })
  })

/** The gates that did not hold; those of later stages are not looked at then. */
const all = async (stages) => {
  for (const stage of stages) {
    const held = await Promise.all(stage.map(run))
    const failed = stage.filter((_, index) => !held[index])
    if (failed.length > 0) return failed
  }
  return []
}

/** What the test runner counted, or undefined where it did not come so far. */
const tally = (file) => {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(file, "utf8"))
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }
  } catch {
    return undefined
  }
}

const only = process.argv[2]
if (only !== undefined && only !== "check") {
  console.error(`Unknown argument "${only}". Write "check", or nothing for all gates.`)
  process.exit(2)
}

const suites = [gates.unit, gates.e2e]
mkdirSync(counts, { recursive: true })
for (const suite of suites) rmSync(suite.counted, { force: true })
const failed = await all(only === "check" ? reading : everything)

if (only === undefined) {
  const counted = suites.map((suite) => tally(suite.counted))
  suites.forEach((suite, index) => {
    if (counted[index] === undefined) console.log(`The ${suite.title} did not run.`)
  })
  const sum = (what) => counted.reduce((total, suite) => total + (suite?.[what] ?? 0), 0)
  const skipped = sum("skipped")
  console.log(`${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
}
if (failed.length > 0) console.log(`FAILED: ${failed.map(({ title }) => title).join(", ")}. See above.`)
process.exitCode = failed.length === 0 ? 0 : 1
