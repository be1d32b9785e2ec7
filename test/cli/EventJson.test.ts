import { assert, describe, it } from "@effect/vitest"
import * as EventJson from "../../src/cli/EventJson.js"
import { WatchEvent } from "../../src/watch/WatchEvent.js"

const job = { kind: "data-action", ids: ["a1"] }

describe("EventJson", () => {
  it("O3 is one line an event, with instants that every program reads", () => {
    const line = EventJson.render(WatchEvent.Waiting({ job, at: 0, until: 60_000, reason: "circuit-open" }))
    assert.strictEqual(
      line,
      '{"event":"Waiting","job":"data-action/a1","at":"1970-01-01T00:00:00.000Z","reason":"circuit-open","until":"1970-01-01T00:01:00.000Z"}\n'
    )
  })

  it("O3 a wait without end has no instant", () => {
    const line = EventJson.render(
      WatchEvent.Waiting({ job, at: 0, until: Number.POSITIVE_INFINITY, reason: "circuit-open" })
    )
    assert.include(line, '"until":null')
  })

  it("O1 obeys nothing that came from outside", () => {
    const line = EventJson.render(WatchEvent.Started({ job: { kind: "x", ids: ["\u202e\u009b1"] }, at: 0 }))
    assert.include(line, '"x/\\u202e\\u009b1"')
  })
})
