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

const numberOrNull = FastCheck.option(number, { nil: null })

const group: FastCheck.Arbitrary<Group> = FastCheck.record({
  code: hostile,
  count: number,
  share: FastCheck.oneof(FastCheck.double({ min: 0, max: 1 }), number),
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
  state: FastCheck.option(hostile, { nil: null }),
  processed: numberOrNull,
  total: numberOrNull,
  failed: numberOrNull,
  warnings: FastCheck.option(numberOrNull, { nil: undefined }),
  failuresComplete: FastCheck.boolean(),
  reconciled: FastCheck.option(FastCheck.boolean(), { nil: null }),
  distinctCodes: number,
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
  durationMillis: numberOrNull,
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
