import { readdirSync, readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import * as PublishedSchemas from "../../src/cli/PublishedSchemas.js"

describe("PublishedSchemas", () => {
  it("O3 the published files are those of the code: node scripts/schemas.mjs writes them", () => {
    const files = PublishedSchemas.files()
    assert.deepStrictEqual(readdirSync("schema").sort(), Object.keys(files).sort())
    for (const [name, text] of Object.entries(files)) {
      assert.strictEqual(readFileSync(`schema/${name}`, "utf8"), text, name)
    }
  })

  it("C1 an editor refuses unknown keys, and knows what a webhook's settings are called", () => {
    const config = PublishedSchemas.files()["config.schema.json"] ?? ""
    assert.include(config, '"webhookUrlEnv"')
    assert.include(config, '"additionalProperties": false')
    assert.notInclude(config, '"webhookUrl"')
  })
})
