// A bare loop for each of many jobs: ask for the status, wait, ask again. The least that watching costs without any
// policy.
//
//   node watches.mjs URL JOBS GAP_MILLIS MILLIS
import { Agent, get } from "node:http"

const [, , url, jobs, gap, millis] = process.argv
const agent = new Agent({ keepAlive: true, maxSockets: 32 })
const headers = { authorization: "Bearer t" }
const status = () =>
  new Promise((resolve, reject) => {
    get(`${url}/api/v2/data-actions/running/status`, { agent, headers }, (message) => {
      const chunks = []
      message.on("data", (chunk) => chunks.push(chunk))
      message.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString())))
    }).on("error", reject)
  })
const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time))

let polls = 0
const watch = async (index) => {
  await sleep((index / jobs) * gap)
  while (true) {
    const { status: state } = await status()
    polls += 1
    if (state !== "RUNNING") return
    await sleep(Number(gap))
  }
}
for (let index = 0; index < Number(jobs); index++) void watch(index)
await sleep(Number(gap))
const [cpu, before] = [process.cpuUsage(), polls]
await sleep(Number(millis))
const { system, user } = process.cpuUsage(cpu)
console.log(JSON.stringify({ polls: polls - before, microsPerPoll: (user + system) / (polls - before) }))
process.exit(0)
