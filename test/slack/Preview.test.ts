import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Preview from "../../src/slack/Preview.js"
import * as SlackMessage from "../../src/slack/SlackMessage.js"
import * as Columns from "../../src/text/Columns.js"
import { summary } from "./SummaryArbitrary.js"

describe("Preview", () => {
  it("keeps to 80 columns and shows no entities, for any summary", () => {
    FastCheck.assert(
      FastCheck.property(summary, (any) => {
        const rendering = Preview.render(SlackMessage.build({ ...any, groups: any.groups.slice(0, 25) }))
        for (const line of rendering.split("\n")) assert.isAtMost(Columns.width(line), 80, line)
        assert.notMatch(rendering, /(?!\n)\p{Cc}/u)
      }),
      { numRuns: 100 }
    )
  })

  it("decodes entities once", () => {
    assert.strictEqual(Preview.render(SlackMessage.note("a < b & &lt; > c")), "a < b & &lt; > c")
  })

  it("wraps a message without blocks", () => {
    assert.strictEqual(Preview.render(SlackMessage.note("one two three"), 8), "one two\nthree")
  })
})
