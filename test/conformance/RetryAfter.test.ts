import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as RetryAfter from "../../src/resilience/RetryAfter.js"

const Expectation = Schema.Union(
  Schema.Struct({
    kind: Schema.Literal("delay"),
    ms: Schema.optional(Schema.Number),
    minMs: Schema.optional(Schema.Number)
  }),
  Schema.Struct({ kind: Schema.Literal("fallback", "give-up") })
)

const Cases = Schema.parseJson(
  Schema.Struct({
    format: Schema.Literal("retry-after/1"),
    cases: Schema.Array(
      Schema.Struct({
        id: Schema.String,
        group: Schema.String,
        value: Schema.NullOr(Schema.Union(Schema.String, Schema.Array(Schema.String))),
        now: Schema.Date,
        date: Schema.optional(Schema.String),
        expect: Expectation,
        lenient: Schema.Boolean,
        accept: Schema.optional(Schema.Array(Expectation))
      })
    )
  })
)

const folder = process.env["CASES_DIR"] ?? "test/cases"
const { cases } = Schema.decodeUnknownSync(Cases)(readFileSync(join(folder, "retry-after.json"), "utf8"))

const meets = (delay: Option.Option<number>, expected: typeof Expectation.Type): boolean => {
  if (expected.kind !== "delay") return expected.kind === "fallback" && Option.isNone(delay)
  return Option.exists(delay, (ms) =>
    expected.minMs === undefined ? ms === expected.ms : ms >= expected.minMs
  )
}

describe("RetryAfter cases", () => {
  const tally = { strict: 0, agreeing: 0, differing: 0 }

  for (const example of cases) {
    it(`R2 ${example.id} ${example.group} ${JSON.stringify(example.value)}`, () => {
      const parsed = RetryAfter.parse(example.value, { now: example.now.getTime(), date: example.date })
      const delay = Option.map(RetryAfter.delay(parsed), Duration.toMillis)
      const agrees = [example.expect, ...(example.accept ?? [])].some((expected) => meets(delay, expected))
      if (!example.lenient) {
        tally.strict++
        assert.isTrue(agrees, `expected ${JSON.stringify(example.expect)}, got ${JSON.stringify(delay)}`)
      } else if (agrees) {
        tally.agreeing++
      } else {
        tally.differing++
        // biome-ignore lint/suspicious/noConsole: a lenient mismatch is told and does not fail
        console.log(`${example.id} differs: ${JSON.stringify(delay)}, not ${JSON.stringify(example.expect)}`)
      }
    })
  }

  afterAll(() => {
    // biome-ignore lint/suspicious/noConsole: the count of the cases is part of the result
    console.log(
      `retry-after: ${tally.strict} strict, ${tally.agreeing} lenient agreeing, ${tally.differing} lenient differing`
    )
  })
})
