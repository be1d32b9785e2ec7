// Runs every gate of the project, the fast ones first, and stops at the first that fails. Gates of one stage run side
// by side. A gate prints only when it fails, but the tests, which print as they go.
//
//   node scripts/test.mjs         all gates
//   node scripts/test.mjs check   only those that read the code: format, lint, types, Effect diagnostics
import { spawn } from "node:child_process"
import { mkdirSync, readFileSync, rmSync } from "node:fs"

const counts = "node_modules/.cache/genesys-jobs/tests.json"

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
  tests: {
    title: "tests",
    script: "node_modules/vitest/vitest.mjs",
    args: ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${counts}`],
    loud: true
  }
}

const reading = [[gates.style, gates.types], [gates.effect]]
const everything = [[gates.style, gates.types], [gates.effect, gates.build], [gates.tests]]

/** Runs one gate; resolves to whether it held. `running` collects the processes, so that a stage can be stopped. */
const run = (gate, running) =>
  new Promise((resolve) => {
    const began = performance.now()
    const child = spawn(process.execPath, ["--no-deprecation", gate.script, ...gate.args], {
      stdio: gate.loud ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"]
    })
    running.add(child)
    const output = []
    child.stdout?.on("data", (chunk) => output.push(chunk))
    child.stderr?.on("data", (chunk) => output.push(chunk))
    child.on("close", (code, signal) => {
      running.delete(child)
      const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`
      if (signal !== null) return resolve(false)
      if (code === 0) {
        console.log(`ok      ${gate.title} (${seconds})`)
        return resolve(true)
      }
      process.stdout.write(Buffer.concat(output))
      console.log(`FAILED  ${gate.title} (${seconds})${gate.fix === undefined ? "" : `: ${gate.fix}`}`)
      for (const other of running) other.kill()
      resolve(false)
    })
  })

const all = async (stages) => {
  for (const stage of stages) {
    const running = new Set()
    const held = await Promise.all(stage.map((gate) => run(gate, running)))
    if (held.includes(false)) return false
  }
  return true
}

/** What the test runner counted, or undefined where it did not come so far. */
const tally = () => {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(counts, "utf8"))
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

mkdirSync("node_modules/.cache/genesys-jobs", { recursive: true })
rmSync(counts, { force: true })
const held = await all(only === "check" ? reading : everything)

if (only === undefined) {
  const counted = tally()
  if (counted === undefined) console.log("The tests did not run.")
  else
    console.log(
      `${counted.passed} passed, ${counted.failed} failed${counted.skipped > 0 ? `, ${counted.skipped} skipped` : ""}`
    )
}
process.exitCode = held ? 0 : 1
