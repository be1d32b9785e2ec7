// The platform of the benchmark, as a process of its own: bodies are prepared, so that it costs little beside those who
// ask.
//
// The id of a job says how it behaves: `pages-10000` has so many pages of 100 failures, `pages-200-latency-20` answers
// after 20 ms, `pages-1000-limit-100` allows 100 requests in a window of two seconds, `running` never ends.
import { createServer } from "node:http"

const windowMillis = 2_000
const perPage = 100
const codes = ["INVALID_PHONE", "DUPLICATE_RECORD", "MISSING_FIELD", "LIST_FULL"]

/** The records of a page: alike but for the digits of their ids, which are written in place. */
const template = Buffer.from(
  Array.from({ length: perPage }, (_, index) =>
    JSON.stringify({
      id: `rec-########-${String(index).padStart(3, "0")}`,
      record: {
        id: `contact-${String(index).padStart(6, "0")}`,
        list: "7d3a0f0c-4f0e-4a53-9f39-3ab1c5b7f9a4"
      },
      errorCode: codes[index % codes.length],
      errorMessage: `Contact ${1000 + index} has no valid value in 'phone' of column ${index % 17}`,
      line: index,
      retryable: false,
      timestamp: "2026-11-01T10:00:00.000Z"
    })
  ).join(",")
)
const holes = []
for (let at = template.indexOf("########"); at !== -1; at = template.indexOf("########", at + 8))
  holes.push(at)

const page = (number, pages) => {
  const head = `{"pageNumber":${number},"pageSize":${perPage},"pageCount":${pages},"total":${pages * perPage},"entities":[`
  const body = Buffer.allocUnsafe(head.length + template.length + 2)
  body.latin1Write(head, 0)
  template.copy(body, head.length)
  const digits = String(number).padStart(8, "0")
  for (const hole of holes) body.latin1Write(digits, head.length + hole)
  body.latin1Write("]}", head.length + template.length)
  return body
}

const limits = new Map()

/** Whether the request of a limited job is refused; counts what the bench asks for at `/stats`. */
const limited = (id, allowed, response) => {
  const now = performance.now()
  let limit = limits.get(id)
  if (limit === undefined) {
    limit = {
      from: now,
      window: 0,
      count: 0,
      requests: 0,
      refused: 0,
      mostRefused: 0,
      refusedHere: 0,
      notBefore: 0,
      early: 0,
      last: 0
    }
    limits.set(id, limit)
  }
  const window = Math.floor((now - limit.from) / windowMillis)
  if (window !== limit.window) Object.assign(limit, { window, count: 0, refusedHere: 0 })
  const reset = Math.ceil((limit.from + (window + 1) * windowMillis - now) / 1000)
  if (now < limit.notBefore) limit.early += 1
  limit.requests += 1
  limit.count += 1
  response.setHeader("inin-ratelimit-count", Math.min(limit.count, allowed))
  response.setHeader("inin-ratelimit-allowed", allowed)
  response.setHeader("inin-ratelimit-reset", reset)
  if (limit.count <= allowed) {
    limit.last = now
    return false
  }
  limit.refused += 1
  limit.refusedHere += 1
  limit.mostRefused = Math.max(limit.mostRefused, limit.refusedHere)
  // Requests that were on their way when the first refusal was written are not early.
  if (limit.refusedHere === 1) setTimeout(() => Object.assign(limit, { notBefore: now + reset * 1000 }), 50)
  response.statusCode = 429
  response.setHeader("retry-after", reset)
  response.end('{"code":"too.many.requests","status":429,"message":"Rate limit exceeded"}')
  return true
}

const statusOf = (id, pages) =>
  id === "running"
    ? { id, status: "RUNNING", processedCount: 1, totalCount: 1000, errorCount: 0 }
    : {
        id,
        status: "COMPLETED",
        processedCount: pages * perPage,
        totalCount: pages * perPage,
        errorCount: pages * perPage
      }

const server = createServer((request, response) => {
  request.resume()
  const [path = "", query = ""] = request.url.split("?")
  const send = (body) => {
    response.setHeader("content-type", "application/json")
    response.setHeader("content-length", body.length)
    response.end(body)
  }
  if (path === "/stats") return send(Buffer.from(JSON.stringify(Object.fromEntries(limits))))
  if (path.startsWith("/services/")) return response.end("ok")
  if (path.startsWith("/oauth/"))
    return send(Buffer.from('{"access_token":"t","token_type":"bearer","expires_in":86400}'))
  const [, id, what] = /^\/api\/v2\/data-actions\/([^/]+)\/(status|results)$/.exec(path) ?? []
  if (id === undefined) return send(Buffer.from("{}"))
  const number = (name) => Number(new RegExp(`${name}-(\\d+)`).exec(id)?.[1] ?? 0)
  const pages = number("pages")
  const latency = number("latency")
  const allowed = number("limit")
  if (allowed > 0 && limited(id, allowed, response)) return
  const body =
    what === "status"
      ? Buffer.from(JSON.stringify(statusOf(id, pages)))
      : page(Number(/pageNumber=(\d+)/.exec(query)?.[1] ?? 1), pages)
  if (latency > 0) setTimeout(send, latency, body)
  else send(body)
})
server.keepAliveTimeout = 120_000
server.listen(0, "127.0.0.1", () => process.send(server.address().port))
