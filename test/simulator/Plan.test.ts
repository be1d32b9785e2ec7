import { assert, describe, it } from "@effect/vitest"
import * as Plan from "../../src/simulator/Plan.js"
import * as Scenario from "../../src/simulator/Scenario.js"

describe("Plan", () => {
  it("has a code for every failure that may be listed", () => {
    const plan = Plan.make(
      Scenario.make({
        jobs: {
          "data-action/a1": { errors: 5 },
          "data-action/a2": { errors: 5, listed: 9 },
          "data-action/a3": { errors: 5, shift: { afterPages: 1, by: 2 } }
        }
      })
    )
    const lengths = Object.entries(plan.codes).map(([name, codes]) => [name, codes.length])
    assert.deepStrictEqual(Object.fromEntries(lengths), {
      "data-action/a1": 5,
      "data-action/a2": 9,
      "data-action/a3": 7
    })
  })

  it("puts the routes of a job on the job's clock and makes their items", () => {
    const { routes } = Plan.make(
      Scenario.make({
        jobs: {
          "kind/1": {
            routes: [
              { path: "/a" },
              {
                path: "/b",
                pages: { style: "cursor", generate: { count: 2, item: { url: "{{files}}/{{n}}" } } }
              }
            ]
          }
        },
        routes: [{ path: "/c" }]
      })
    )
    assert.deepStrictEqual(
      routes.map(({ clock, route }) => [clock, route.path]),
      [
        ["kind/1", "/a"],
        ["kind/1", "/b"],
        ["route 0", "/c"]
      ]
    )
    assert.strictEqual(new Set(routes.map(({ name }) => name)).size, 3)
    assert.deepStrictEqual(routes[1]?.items, [{ url: "{{files}}/1" }, { url: "{{files}}/2" }])
  })
})
