import * as FastCheck from "effect/FastCheck"
import type { Group, Outcome, Summary } from "../../src/slack/Summary.js"
import { hostile } from "../text/HostileText.js"

const outcomes: ReadonlyArray<Outcome> = [
  "succeeded",
  "partial",
  "failed",
  "cancelled",
  "expired",
  "timed-out",
  "unknown"
]

const number = FastCheck.oneof(
  { weight: 6, arbitrary: FastCheck.integer({ min: 0, max: 1_000_000 }) },
  {
    weight: 1,
    arbitrary: FastCheck.constantFrom(
      Number.NaN,
      -1,
      0.5,
      Number.POSITIVE_INFINITY,
      Number.MAX_SAFE_INTEGER,
      1e300
    )
  }
)

const group: FastCheck.Arbitrary<Group> = FastCheck.record({
  code: hostile,
  count: number,
  templates: FastCheck.array(FastCheck.record({ template: hostile, count: number }), { maxLength: 6 }),
  samples: FastCheck.array(
    FastCheck.record({
      id: FastCheck.option(hostile, { nil: null }),
      message: hostile,
      recordId: FastCheck.option(hostile, { nil: null })
    }),
    { maxLength: 5 }
  )
})

/** Any summary at all, hostile texts and absurd numbers included; now and then with 10,000 codes. */
export const summary: FastCheck.Arbitrary<Summary> = FastCheck.record({
  job: hostile,
  kindTitle: FastCheck.option(hostile, { nil: undefined }),
  outcome: FastCheck.constantFrom(...outcomes),
  state: hostile,
  failed: hostile,
  codes: hostile,
  totals: FastCheck.array(FastCheck.tuple(hostile, hostile), { maxLength: 12 }),
  notes: FastCheck.array(hostile, { maxLength: 8 }),
  about: FastCheck.constantFrom(undefined, "job" as const),
  failures: number,
  groups: FastCheck.tuple(
    FastCheck.array(group, { maxLength: 25 }),
    FastCheck.oneof(
      { weight: 9, arbitrary: FastCheck.constant(1) },
      { weight: 1, arbitrary: FastCheck.constant(10_000) }
    )
  ).map(([groups, most]) =>
    most === 1 || groups.length === 0
      ? groups
      : Array.from(
          { length: most },
          (_, index) => ({ ...groups[index % groups.length], code: `E${index}` }) as Group
        )
  ),
  region: hostile,
  runId: hostile,
  reportFiles: FastCheck.array(hostile, { maxLength: 6 }),
  mention: FastCheck.option(
    FastCheck.oneof(
      hostile,
      FastCheck.constantFrom(
        "<!subteam^S0123ABCD>",
        "<!here>",
        "<!channel>",
        "<@U0123ABCD>",
        "<!here> <!channel>",
        "<!here>\n"
      )
    ),
    { nil: undefined }
  ),
  error: FastCheck.option(hostile, { nil: null }),
  nextStep: FastCheck.option(hostile, { nil: null })
})
