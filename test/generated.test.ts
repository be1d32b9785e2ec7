import { execFile } from "node:child_process"
import { assert, describe, it } from "@effect/vitest"

describe("generated files", () => {
  it("O3 are those of the present sources", async () => {
    const said = await new Promise<string>((resolve) => {
      execFile(process.execPath, ["scripts/generate.mjs", "--check"], (_, stdout, stderr) =>
        resolve(stdout + stderr)
      )
    })
    assert.strictEqual(said, "", `Run "npm run generate":\n${said}`)
  })
})
