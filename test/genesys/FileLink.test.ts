import { assert, describe, it } from "@effect/vitest"
import * as FileLink from "../../src/genesys/FileLink.js"

const api = "https://api.mypurecloud.ie"
const simulator = "http://127.0.0.1:4010"

describe("FileLink", () => {
  it("C2 only https may be followed, and http on this machine by who came by http", () => {
    const links: ReadonlyArray<readonly [string, string, string | undefined]> = [
      ["https://files.example.com/a?sig=1", api, "https://files.example.com/a?sig=1"],
      ["/api/v2/downloads/1", api, `${api}/api/v2/downloads/1`],
      ["/files/1", simulator, `${simulator}/files/1`],
      ["http://localhost:1/files/1", simulator, "http://localhost:1/files/1"],
      ["http://localhost:9200/", api, undefined],
      ["http://127.0.0.1:9200/", "https://files.example.com/a", undefined],
      ["http://files.example.com/a", simulator, undefined],
      ["https://api.mypurecloud.ie@evil.example.com/", api, undefined],
      ["javascript:alert(1)", api, undefined],
      ["file:///etc/passwd", simulator, undefined],
      ["https://", api, undefined]
    ]
    for (const [text, base, href] of links)
      assert.strictEqual(FileLink.parse(text, base)?.href, href, `${text} at ${base}`)
  })

  it("C2 tells an answer that leads elsewhere", () => {
    for (const status of [301, 302, 303, 307, 308]) assert.isTrue(FileLink.isRedirect({ status }))
    for (const status of [200, 206, 300, 304, 400]) assert.isFalse(FileLink.isRedirect({ status }))
  })
})
