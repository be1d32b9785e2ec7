import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as SlackScript from "../../src/simulator/SlackScript.js"

const decode = Schema.decodeUnknownEither(SlackScript.SlackScript)

describe("SlackScript", () => {
  it("takes every good message when it says nothing", () => {
    assert.deepStrictEqual(SlackScript.defaults, {
      path: "/services/T000/B000/SECRET",
      answers: [],
      always: { type: "check" },
      refuseBlocks: [],
      maxCharacters: 13_000
    })
  })

  it("wants a path of the shape that Slack's have, and answers that exist", () => {
    assert.isTrue(Either.isRight(decode({ path: "/services/T1/B2/x" })))
    assert.isTrue(Either.isLeft(decode({ path: "/services/T1/B2" })))
    assert.isTrue(Either.isLeft(decode({ path: "/hooks/T1/B2/x" })))
    assert.isTrue(Either.isLeft(decode({ answers: [{ type: "explode" }] })))
  })
})
