// Runs the conformance cases in three time zones: dates must not depend on where the program runs.
// The cases are read from the folder in CASES_DIR, by default test/cases.
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync } from "node:fs"

const zones = ["UTC", "America/New_York", "Asia/Kolkata"]
const counts = "node_modules/.cache/genesys-jobs/conformance.json"
mkdirSync("node_modules/.cache/genesys-jobs", { recursive: true })

const lines = []
for (const zone of zones) {
  console.log(`TZ=${zone}, cases from ${process.env.CASES_DIR ?? "test/cases"}`)
  rmSync(counts, { force: true })
  const { status } = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "test/conformance",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${counts}`
    ],
    { stdio: ["ignore", "inherit", "inherit"], env: { ...process.env, TZ: zone } }
  )
  if (status !== 0) {
    console.log(`FAILED with TZ=${zone}`)
    process.exit(1)
  }
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(counts, "utf8"))
  lines.push(`${zone}: ${numPassedTests} passed, ${numFailedTests} failed`)
}
console.log(lines.join("\n"))
