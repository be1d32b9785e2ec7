// The loops that people write: read every page of failures of a job and count them by error code.
//
//   node drain.mjs axios|axios-retry-cockatiel|undici URL JOB
import { createRequire } from "node:module"

const [, , which, url, job] = process.argv
const require = createRequire(import.meta.url)
const headers = { authorization: "Bearer t" }
const inFlight = 8

/** Each makes `get(path)`: the parsed body. */
const clients = {
  axios: () => {
    const axios = require("axios")
    const { Agent } = require("node:http")
    const client = axios.create({ baseURL: url, headers, httpAgent: new Agent({ keepAlive: true }) })
    return async (path) => (await client.get(path)).data
  },
  "axios-retry-cockatiel": () => {
    const axios = require("axios")
    const { default: axiosRetry } = require("axios-retry")
    const { Agent } = require("node:http")
    const policy = cockatielPolicy()
    const client = axios.create({ baseURL: url, headers, httpAgent: new Agent({ keepAlive: true }) })
    axiosRetry(client, {
      retries: 5,
      retryDelay: axiosRetry.exponentialDelay,
      retryCondition: (error) =>
        axiosRetry.isNetworkOrIdempotentRequestError(error) || error.response?.status === 429
    })
    return async (path) => (await policy.execute(() => client.get(path))).data
  },
  undici: () => {
    const { request, Agent } = require("undici")
    const dispatcher = new Agent({ connections: inFlight })
    return async (path) => (await request(url + path, { dispatcher, headers })).body.json()
  }
}

const cockatielPolicy = () => {
  const c = require("cockatiel")
  return c.wrap(
    c.circuitBreaker(c.handleAll, { halfOpenAfter: 10_000, breaker: new c.ConsecutiveBreaker(5) }),
    c.timeout(60_000, c.TimeoutStrategy.Aggressive)
  )
}

const drain = async (get, concurrency) => {
  const groups = new Map()
  let failures = 0
  const page = async (number) => {
    const body = await get(
      `/api/v2/data-actions/${job}/results?filter=error&pageSize=100&pageNumber=${number}`
    )
    for (const { errorCode, errorMessage } of body.entities) {
      const group = groups.get(errorCode) ?? { count: 0, samples: [] }
      group.count += 1
      if (group.samples.length < 3) group.samples.push(errorMessage)
      groups.set(errorCode, group)
      failures += 1
    }
    return body.pageCount
  }
  const pages = await page(1)
  let next = 2
  const worker = async () => {
    while (next <= pages) await page(next++)
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return failures
}

const get = clients[which]()
await get(`/api/v2/data-actions/${job.replace(/-limit-\d+/, "")}/status`)
const cpu = process.cpuUsage()
const began = performance.now()
const failures = await drain(get, which === "undici" ? inFlight : 1)
const { system, user } = process.cpuUsage(cpu)
console.log(
  JSON.stringify({
    failures,
    millis: performance.now() - began,
    cpuMicros: user + system,
    rssMiB: process.resourceUsage().maxRSS / 1024
  })
)
process.exit(0)
