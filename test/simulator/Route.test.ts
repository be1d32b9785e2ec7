import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as Route from "../../src/simulator/Route.js"

const route = Schema.decodeSync(Route.Route)

describe("Route", () => {
  it("takes the last step that holds, by time and by request, and the first before any does", () => {
    const timed = route({
      path: "/x",
      steps: [
        { body: "early" },
        { afterMillis: 1000, body: "later" },
        { afterMillis: 1000, afterRequests: 2, body: "at last" }
      ]
    })
    assert.strictEqual(Route.step(timed, 0, 1)?.body, "early")
    assert.strictEqual(Route.step(timed, 1000, 2)?.body, "later")
    assert.strictEqual(Route.step(timed, 999, 9)?.body, "early")
    assert.strictEqual(Route.step(timed, 1000, 3)?.body, "at last")
    assert.strictEqual(
      Route.step(route({ path: "/x", steps: [{ afterMillis: 50, body: "only" }] }), 0, 1)?.body,
      "only"
    )
  })

  it("fills names into all strings of a document and leaves unknown ones", () => {
    assert.deepStrictEqual(
      Route.fill(
        { url: "{{files}}/a?b={{n}}", list: ["{{n}}", 1, null], other: "{{toString}}" },
        { files: "http://f", n: "2" }
      ),
      { url: "http://f/a?b=2", list: ["2", 1, null], other: "{{toString}}" }
    )
  })
})
