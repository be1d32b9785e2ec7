// Runs the built program once, on a job that has ended with a failed record, so that what V8 compiled of it lies beside
// it (see src/bin.ts). A build without it is whole, only slower to start.
import { spawn } from "node:child_process"
import { createServer } from "node:http"
import { tmpdir } from "node:os"

const answers = {
  "/oauth/token": { access_token: "warm-up", token_type: "bearer", expires_in: 3600 },
  "/status": {
    status: "COMPLETED",
    processedCount: 2,
    totalCount: 2,
    errorCount: 1
  },
  "/results": {
    entities: [
      { id: "1", errorCode: "INVALID", errorMessage: "Contact 17 has no 'phone'", record: { id: "r1" } }
    ],
    pageNumber: 1,
    pageSize: 100,
    pageCount: 1,
    total: 1
  }
}

const serve = () =>
  new Promise((resolve) => {
    const server = createServer((request, response) => {
      request.resume()
      const [, found] =
        Object.entries(answers).find(([end]) => request.url?.split("?")[0]?.endsWith(end)) ?? []
      response.setHeader("content-type", found === undefined ? "text/plain" : "application/json")
      response.end(found === undefined ? "ok" : JSON.stringify(found))
    })
    server.listen(0, "127.0.0.1", () => resolve(server))
  })

export const warmUp = async (bin) => {
  const server = await serve()
  const url = `http://127.0.0.1:${server.address().port}`
  const child = spawn(process.execPath, [bin, "watch", "data-action/warm-up", "--timeout", "10s"], {
    stdio: "ignore",
    env: {
      PATH: process.env.PATH,
      HOME: tmpdir(),
      GENESYS_API_URL: url,
      GENESYS_LOGIN_URL: url,
      GENESYS_CLIENT_ID: "warm-up",
      GENESYS_CLIENT_SECRET: "warm-up",
      SLACK_WEBHOOK_URL: `${url}/services/T/B/x`,
      NO_PROXY: "*"
    }
  })
  await new Promise((resolve) => child.once("close", resolve))
  server.closeAllConnections()
  server.close()
}
