import { assert, describe, expect, it } from "@effect/vitest"
import type { KnownBlock } from "@slack/types"
import * as FastCheck from "effect/FastCheck"
import type * as BlockKit from "../../src/slack/BlockKit.js"
import * as Mrkdwn from "../../src/slack/Mrkdwn.js"
import * as Repetition from "../../src/slack/Repetition.js"
import * as SlackMessage from "../../src/slack/SlackMessage.js"
import * as Notifier from "../../src/watch/Notifier.js"
import * as Reports from "../report/Reports.js"
import { hostile } from "../text/HostileText.js"
import { breaches } from "./SlackLimits.js"
import { misshapen } from "./SlackShape.js"
import { summary } from "./SummaryArbitrary.js"

type Immutable<T> =
  T extends ReadonlyArray<infer A>
    ? ReadonlyArray<Immutable<A>>
    : T extends object
      ? { readonly [K in keyof T]: Immutable<T[K]> }
      : T

// A block that Slack's own types do not know does not compile.
const asSlackTypesIt = (block: BlockKit.Block): Immutable<KnownBlock> => block

const partial: SlackMessage.Summary = {
  job: "data-action/7f3a9c1e",
  kindTitle: "Data action",
  outcome: "partial",
  state: "COMPLETED",
  failed: "245 of 1,000 records failed (24.5 %)",
  codes: "2 error codes",
  totals: [
    ["Processed", "1,000 of 1,000"],
    ["Failed", "245 (24.5 %)"]
  ],
  notes: [],
  groups: [
    {
      code: "VALIDATION_ERROR",
      count: 180,
      templates: [
        { template: "Field 'email' contains invalid format", count: 132 },
        { template: "Field 'phone' has <number> digits", count: 48 }
      ],
      samples: [
        { id: "rec_001", message: "Field 'email' contains invalid format", recordId: null },
        { id: "rec_002", message: "Field 'phone' has 5 digits", recordId: "c-77" }
      ]
    },
    {
      code: "TIMEOUT",
      count: 65,
      templates: [{ template: "Upstream took too long", count: 65 }],
      samples: [{ id: "rec_009", message: "Upstream took too long", recordId: null }]
    }
  ],
  failures: 245,
  region: "mypurecloud.ie",
  runId: "7f3a",
  reportFiles: ["report.csv"]
}

const many = (codes: number, over: Partial<SlackMessage.Group> = {}): SlackMessage.Summary => ({
  ...partial,
  codes: `${codes} error codes`,
  failures: codes * 2,
  groups: Array.from({ length: codes }, (_, index) => ({
    code: `CODE_${index}`,
    count: 2,
    templates: [{ template: `Message ${index}`, count: 2 }],
    samples: [{ id: `rec_${index}`, message: `Message ${index}`, recordId: null }],
    ...over
  }))
})

const groupsOf = (payload: SlackMessage.Payload): ReadonlyArray<string> =>
  (payload.blocks ?? []).flatMap((block) => {
    if (block.type !== "rich_text") return []
    const first = block.elements[0]
    const text = first?.type === "rich_text_section" ? first.elements[0] : undefined
    return text?.style?.code === true ? [text.text] : []
  })

const footnotesOf = (payload: SlackMessage.Payload): ReadonlyArray<string> =>
  (payload.blocks ?? []).flatMap((block) =>
    block.type === "context" ? block.elements.map((e) => e.text) : []
  )

describe("SlackMessage", () => {
  const about = {
    region: "mypurecloud.ie",
    runId: "7f3a9c",
    mention: "<!subteam^S0123ABCD>",
    reportFiles: ["report.json", "failed.ndjson"],
    titleOf: () => "Data action"
  }
  for (const [name, report] of Object.entries(Reports.all)) {
    it(`S3 ${name}: looks as it was looked at`, async () => {
      const payloads = report.jobs.map((job) => Notifier.message(job, about))
      for (const payload of payloads) {
        assert.deepStrictEqual(breaches(payload, about.mention), [])
        assert.deepStrictEqual(misshapen(payload), [])
      }
      await expect(`${JSON.stringify(payloads, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`)
      await expect(
        `${payloads.map((payload) => `${payload.text}\n\n${SlackMessage.render(payload)}\n`).join("\n\n")}`
      ).toMatchFileSnapshot(`golden/${name}.txt`)
    })
  }

  it("S3 the check of the shape sees what is broken: a key, a word, a place, a part that is missing", () => {
    const { blocks = [] } = SlackMessage.build(partial)
    const [header, ...others] = blocks
    const broken = (block: unknown) => misshapen({ blocks: [block, ...others] })
    assert.deepStrictEqual(broken(header), [])
    const text = { type: "plain_text", text: "Title" }
    assert.deepStrictEqual(broken({ type: "header", text, color: "red" }), [
      "blocks/0: must NOT have additional properties"
    ])
    assert.deepStrictEqual(broken({ type: "header" }), ["blocks/0: must have required property 'text'"])
    assert.include(
      broken({ type: "header", text: { ...text, type: "mrkdwn" } }),
      "blocks/0/text/type: must be equal to constant"
    )
    assert.deepStrictEqual(broken({ type: "heading", text }), ["blocks/0: no block of type heading"])
    const list = { type: "rich_text_list", style: "dashes", elements: [] }
    assert.isNotEmpty(broken({ type: "rich_text", elements: [list] }))
    assert.isNotEmpty(broken({ type: "rich_text", elements: [{ type: "text", text: "not in a section" }] }))
  })

  it("S3 has a header, fields, a block per code by count, and a context with the run", () => {
    const payload = SlackMessage.build(partial)
    assert.deepStrictEqual(breaches(payload), [])
    assert.deepStrictEqual(
      payload.blocks?.map((block) => block.type),
      ["header", "section", "rich_text", "rich_text", "context"]
    )
    assert.deepStrictEqual(groupsOf(payload), ["VALIDATION_ERROR", "TIMEOUT"])
    assert.strictEqual(
      SlackMessage.render(payload),
      `Data action ended with failures
===============================

State: COMPLETED                        Processed: 1,000 of 1,000
Failed: 245 (24.5 %)                    Job: data-action/7f3a9c1e

VALIDATION_ERROR 180 records, 73.5 %
  - 132 × Field 'email' contains invalid format
  - 48 × Field 'phone' has <number> digits
    rec_001: Field 'email' contains invalid format
    rec_002 / c-77: Field 'phone' has 5 digits

TIMEOUT 65 records, 26.5 %
  - 65 × Upstream took too long
    rec_009: Upstream took too long

Run 7f3a, region mypurecloud.ie
Full list: report.csv`
    )
  })

  it("S3 carries a complete line of text", () => {
    assert.strictEqual(
      SlackMessage.build(partial).text,
      "Genesys Cloud job `data-action/7f3a9c1e` ended with failures: 245 of 1,000 records failed (24.5 %), 2 error codes. Top: `VALIDATION_ERROR` 180. Run `7f3a`."
    )
    const unknown = {
      ...partial,
      outcome: "failed",
      failed: "the number of failed records is unknown",
      groups: []
    } as const
    assert.strictEqual(
      SlackMessage.build({ ...unknown, error: "The circuit is open" }).text,
      "Genesys Cloud job `data-action/7f3a9c1e` failed: the number of failed records is unknown. Run `7f3a`. Error: `The circuit is open`"
    )
  })

  it("S3 counts what it leaves out", () => {
    const payload = SlackMessage.build(many(67))
    assert.strictEqual(groupsOf(payload).length, 10)
    assert.include(footnotesOf(payload), "+57 more codes (114 records)")
    const { groups } = many(12)
    const other = { code: "<other>", count: 9_000, templates: [], samples: [] }
    const capped = SlackMessage.build({ ...many(12), groups: [...groups, other] })
    assert.include(footnotesOf(capped), "+2 more codes, and the rest in &lt;other&gt; (9,004 records)")
    assert.include(
      footnotesOf(SlackMessage.build({ ...many(67), about: "job" })),
      "+57 more codes (114 reasons)"
    )
  })

  it("S3 names no code on top where none could be told apart", () => {
    const other = { code: "<other>", count: 9_000, templates: [], samples: [] }
    const { text } = SlackMessage.build({ ...partial, codes: "at least 1 error code", groups: [other] })
    assert.include(text, "at least 1 error code. Run")
  })

  it("S3 drops samples first, then templates, then codes, and counts each", () => {
    const long = "x ".repeat(100)
    const samples = Array.from({ length: 3 }, (_, index) => ({
      id: `rec_${index}`,
      message: long,
      recordId: null
    }))
    const withSamples = SlackMessage.build(many(20, { samples }), { maxGroups: 20 })
    assert.strictEqual(groupsOf(withSamples).length, 20)
    assert.match(footnotesOf(withSamples).join("\n"), /Left out to fit Slack's limits: \d+ samples$/m)
    const templates = Array.from({ length: 3 }, (_, index) => ({ template: `${index} ${long}`, count: 1 }))
    const withTemplates = SlackMessage.build(many(20, { samples, templates }), { maxGroups: 20 })
    assert.strictEqual(groupsOf(withTemplates).length, 20)
    assert.match(
      footnotesOf(withTemplates).join("\n"),
      /Left out to fit Slack's limits: 60 samples, \d+ templates$/m
    )
    const codes = SlackMessage.build(
      { ...many(40, { samples, templates, code: "漢".repeat(100) }) },
      { maxGroups: 40 }
    )
    assert.isBelow(groupsOf(codes).length, 40)
    assert.include(footnotesOf(codes).join("\n"), `+${40 - groupsOf(codes).length} more codes`)
    for (const payload of [withSamples, withTemplates, codes]) assert.deepStrictEqual(breaches(payload), [])
  })

  it("S3 F6 says what a reader must know of the numbers, in the words of the report", () => {
    const note = "Incomplete: 245 of 700 failed records were read (page 3 broke at jane.doe@example.com)"
    const payload = SlackMessage.build({ ...partial, notes: [note] })
    assert.include(
      SlackMessage.render(payload, 200),
      "Note: Incomplete: 245 of 700 failed records were read (page 3 broke at <email>)"
    )
  })

  it("S3 says that nothing failed, and that a record came without a message", () => {
    const clean = { ...partial, outcome: "succeeded", failed: "no failed records", groups: [] } as const
    assert.include(SlackMessage.build(clean).text, "succeeded: no failed records. Run")
    assert.include(footnotesOf(SlackMessage.build(clean)), "Report: `report.csv`")
    const silent = many(1, {
      templates: [{ template: "", count: 2 }],
      samples: [{ id: "rec_1", message: "", recordId: null }]
    })
    const rendering = SlackMessage.render(SlackMessage.build(silent))
    assert.include(rendering, "2 × (no message)")
    assert.include(rendering, "rec_1: (no message)")
  })

  it("S3 keeps every limit, parses, is complete and holds no live mention for any summary", () => {
    FastCheck.assert(
      FastCheck.property(summary, FastCheck.boolean(), (any, redact) => {
        const payload = SlackMessage.build(any, { redact })
        const mention = Mrkdwn.isMention(any.mention) ? any.mention : undefined
        const json = JSON.stringify(payload)
        assert.deepStrictEqual(breaches(JSON.parse(json), mention), [])
        assert.deepStrictEqual(misshapen(JSON.parse(json)), [])
        assert.deepStrictEqual(JSON.parse(json), payload)
        assert.deepStrictEqual(breaches(Repetition.of(payload, 2), mention), [])
        payload.blocks?.forEach(asSlackTypesIt)
        assert.isAtMost(payload.text.length, 500)
        assert.match(
          payload.text,
          /Genesys Cloud job (?:`|\(empty\)).* Run (?:`[^`]+`|\(empty\))\.(?: Error: `[^`]+`)?$/u
        )
        assert.strictEqual(payload.text.startsWith(mention ?? "Genesys"), true)
        assert.strictEqual(
          footnotesOf(payload).some((note) => /^(?:\+|And the rest)/.test(note)),
          any.groups.length > groupsOf(payload).length
        )
      }),
      { numRuns: 300 }
    )
  })

  it("S4 lets no text from outside be anything but text", () => {
    const attack = "a`b ```<!channel>``` <https://evil.example|ok> & &lt; *x* \u202e\u001b[31m\nnext"
    const payload = SlackMessage.build({
      ...partial,
      job: attack,
      kindTitle: attack,
      state: attack,
      region: attack,
      runId: attack,
      error: attack,
      reportFiles: [attack],
      mention: `<!here> ${attack}`
    })
    assert.deepStrictEqual(breaches(payload), [])
    const escaped = "a'b '''&lt;!channel&gt;''' &lt;https://evil.example|ok&gt; &amp; &amp;lt; *x* next"
    assert.include(footnotesOf(payload), `Full list: \`${escaped}\``)
    assert.include(
      JSON.stringify(payload.blocks),
      "a`b ```‹!channel>``` ‹https://evil.example|ok> & &lt; *x* next"
    )
  })

  it("S4 masks record data by default, and not on request", () => {
    const message = "Value 'jane.doe@example.com' or +49 30 1234567 is taken"
    const one = many(1, {
      templates: [{ template: message, count: 2 }],
      samples: [{ id: "rec_1", message, recordId: "jane.doe@example.com" }]
    })
    const masked = SlackMessage.render(SlackMessage.build({ ...one, error: message }))
    assert.notMatch(masked, /jane|1234567/)
    assert.include(masked, "rec_1 / <email>: Value '<email>' or <phone> is taken")
    const open = SlackMessage.render(SlackMessage.build(one, { redact: false }))
    assert.include(open, message)
  })

  it("S4 leaves no address in any record data", () => {
    FastCheck.assert(
      FastCheck.property(hostile, hostile, (a, b) => {
        const text = `${a} jane.doe@example.com ${b}`
        const payload = SlackMessage.build({
          ...many(1, {
            code: text,
            templates: [{ template: text, count: 1 }],
            samples: [{ id: text, message: text, recordId: text }]
          }),
          error: text
        })
        assert.notInclude(JSON.stringify(payload), "jane.doe@example.com")
      })
    )
  })

  it("renders a mention only where it is given and is exactly one", () => {
    const payload = SlackMessage.build({ ...partial, mention: "<!subteam^S0123ABCD>" })
    assert.deepStrictEqual(breaches(payload, "<!subteam^S0123ABCD>"), [])
    assert.isTrue(payload.text.startsWith("<!subteam^S0123ABCD> Genesys Cloud job"))
    assert.deepInclude(payload.blocks?.[1], { type: "section" })
    for (const mention of [
      "@here",
      "<!here>x",
      "<!subteam^team-a>",
      "<!here> ",
      "<!date^1^x|y>",
      "<@u123>"
    ]) {
      assert.notInclude(JSON.stringify(SlackMessage.build({ ...partial, mention })), mention.trim())
    }
  })

  it("shows the error, the next step and at most three files", () => {
    const payload = SlackMessage.build({
      ...partial,
      error: "Deadline passed",
      nextStep: "Run it again with --timeout 48h.",
      reportFiles: ["a.csv", "b.json", "c.md", "d.xml", "e.html"]
    })
    const rendering = SlackMessage.render(payload)
    assert.include(rendering, "Error: Deadline passed\nNext step: Run it again with --timeout 48h.")
    assert.include(rendering, "Full list: a.csv, b.json, c.md and 2 more files")
  })

  it("makes a note of any text", () => {
    FastCheck.assert(
      FastCheck.property(hostile, (text) => {
        const { blocks, text: line } = SlackMessage.note(text)
        assert.isUndefined(blocks)
        assert.isAtMost(line.length, 500)
        assert.notMatch(line, /[<>]|&(?!(?:amp|lt|gt);)/)
      })
    )
  })

  it("builds a message of 10,000 codes with texts of 5,000 characters", () => {
    const long = "<!channel>`".repeat(500)
    const payload = SlackMessage.build(
      many(10_000, {
        templates: [{ template: long, count: 2 }],
        samples: [{ id: long, message: long, recordId: long }]
      })
    )
    assert.deepStrictEqual(breaches(payload), [])
    assert.include(footnotesOf(payload).join("\n"), "+9,990 more codes (19,980 records)")
  })

  it("S4 makes each text neutral once, however much has to be left out", () => {
    let reads = 0
    const counted = <A extends object, K extends keyof A>(object: A, key: K): A => {
      const value = object[key]
      return Object.defineProperty({ ...object }, key, {
        get: () => {
          reads++
          return value
        }
      })
    }
    const long = "漢 ".repeat(100)
    const sample = counted({ id: "rec", message: long, recordId: null }, "message")
    const groups = many(40, { samples: [sample, sample, sample] }).groups
    const payload = SlackMessage.build({ ...many(40), groups }, { maxGroups: 40 })
    assert.match(footnotesOf(payload).join("\n"), /Left out to fit Slack's limits: 1\d\d samples/)
    assert.strictEqual(reads, 120)
  })
})
