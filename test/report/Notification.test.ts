import { assert, describe, it } from "@effect/vitest"
import * as Notification from "../../src/report/Notification.js"

const { combine, delivered, skipped, undelivered } = Notification

const degraded = (destination: string, reason: string): Notification.Notification => ({
  ...delivered(destination, reason),
  result: "degraded"
})

describe("Notification", () => {
  it("S7 one is told as it is, none as nobody", () => {
    for (const one of [delivered("slack"), undelivered("slack", "x", "fix"), skipped("slack", "y")]) {
      assert.deepStrictEqual(combine([one]), one)
    }
    assert.deepStrictEqual(combine([]), skipped("none", "no destination is configured"))
  })

  it("S7 the worst result wins and names its own destinations; the others are named as what they got", () => {
    assert.deepStrictEqual(
      combine([
        delivered("slack"),
        undelivered("broken", "no_service", "Create a new one."),
        delivered("night shift"),
        undelivered("slow", "no answer", "Look there."),
        degraded("old", "layout"),
        skipped("audit", "not for this")
      ]),
      undelivered(
        "broken, slow",
        "broken: no_service; slow: no answer; delivered without its layout to old; delivered to slack, night shift",
        "broken: Create a new one.; slow: Look there."
      )
    )
    assert.deepStrictEqual(
      combine([delivered("a"), degraded("b", "layout")]),
      degraded("b", "layout; delivered to a")
    )
  })

  it("S7 says once what all say", () => {
    assert.deepStrictEqual(
      combine([skipped("a", "dry run"), skipped("b", "dry run")]),
      skipped("a, b", "dry run")
    )
    assert.deepStrictEqual(combine([delivered("a"), delivered("b")]), delivered("a, b"))
    assert.deepStrictEqual(combine([delivered("a", "twice"), delivered("b")]), delivered("a, b", "a: twice"))
    assert.deepStrictEqual(
      combine([undelivered("a", "x", "fix"), undelivered("b", "y", "fix")]),
      undelivered("a, b", "a: x; b: y", "fix")
    )
  })
})
