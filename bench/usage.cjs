// Loaded before a program that is measured: what it used, as its last words.
const { writeSync } = require("node:fs")

process.on("exit", () => {
  const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage()
  writeSync(3, JSON.stringify({ cpuMillis: (userCPUTime + systemCPUTime) / 1000, rssMiB: maxRSS / 1024 }))
})
