/**
 * One watch of a job that has ended, over loopback HTTP, with the default settings: its failures are read, counted and
 * grouped.
 *
 *     node Drain.mjs URL JOB
 */
import * as Effect from "effect/Effect"
import * as Watch from "../../src/watch/Watch.js"
import * as Platform from "./Platform.js"

const [, , url = "", job = ""] = process.argv

const program = Effect.gen(function* () {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const report = yield* Watch.watch(Platform.target(job))
  const { system, user } = process.cpuUsage(cpu)
  return {
    failures: report.failures.complete ? report.failures.total : -1,
    millis: performance.now() - began,
    cpuMicros: user + system,
    rssMiB: process.resourceUsage().maxRSS / 1024
  }
})

Effect.runPromise(Effect.provide(program, Platform.layer(url))).then((measured) => {
  console.log(JSON.stringify(measured))
  process.exit(0)
})
