import { assert, describe, it } from "@effect/vitest"
import * as PublicExports from "./PublicExports.js"

const modules = PublicExports.modules()
const exported = modules.flatMap(PublicExports.of)

const none = (offenders: ReadonlyArray<PublicExports.PublicExport>, advice: string) => {
  const lines = offenders.map(({ line, name, path }) => `${path}:${line} ${name}`)
  if (lines.length > 0) assert.fail(`${advice}\n  ${lines.join("\n  ")}`)
}

const categories = new Set([
  "models",
  "tags",
  "constructors",
  "layers",
  "errors",
  "schemas",
  "combinators",
  "predicates",
  "rendering"
])

describe("public exports", () => {
  it("are found", () => {
    assert.includeMembers(
      [...modules],
      ["src/index.ts", "src/genesys/GenesysHttp.ts", "src/otel.ts", "src/sdk.ts"]
    )
    assert.isAbove(exported.length, 300)
  })

  it("each say what they promise", () => {
    none(
      exported.filter(({ text }) => text.trim() === ""),
      "These have no text in their docstring:"
    )
  })

  it("each say since when they exist", () => {
    none(
      exported.filter(({ tags }) => !/^\d+\.\d+\.\d+$/.test(tags.get("since") ?? "")),
      "Add @since:"
    )
  })

  it("each have a category of the house", () => {
    none(
      exported.filter(({ tags }) => !categories.has(tags.get("category") ?? "")),
      `Add @category, one of ${[...categories].join(", ")}:`
    )
  })
})
