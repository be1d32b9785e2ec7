import { spawnSync } from "node:child_process"
import { assert, describe, it } from "@effect/vitest"

describe("generated files", () => {
  it("O3 are those of the present sources", () => {
    const { status, stderr, stdout } = spawnSync(process.execPath, ["scripts/generate.mjs", "--check"], {
      encoding: "utf8"
    })
    assert.strictEqual(status, 0, `Run "npm run generate":\n${stdout}${stderr}`)
  })
})
