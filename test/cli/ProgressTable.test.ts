import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as JobProgress from "../../src/cli/JobProgress.js"
import * as ProgressTable from "../../src/cli/ProgressTable.js"
import type { Job } from "../../src/jobs/Job.js"
import * as Columns from "../../src/text/Columns.js"
import type { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as HostileText from "../text/HostileText.js"
import * as Events from "./Events.js"

const heard = (job: Job, ...events: ReadonlyArray<WatchEvent>) =>
  events.reduce(JobProgress.after, JobProgress.started(job, Events.start))

const face = (fields: Partial<ProgressTable.Face> = {}): ProgressTable.Face => ({
  columns: 80,
  rows: 20,
  unicode: true,
  colour: false,
  now: Events.start + 26_000,
  ...fields
})

const demo: Job = { kind: "data-action", ids: ["demo-import"] }

const running = heard(
  demo,
  Events.polled(0, Events.running({ progress: 0.2, processed: 200, errors: 2 })),
  Events.polled(10, Events.running({ progress: 0.3, processed: 300, errors: 4 })),
  Events.polled(20)
)

const down = heard(
  { kind: "recording-job", ids: ["7"] },
  Events.polled(0),
  Events.troubled(10),
  Events.waiting(10, 66, "circuit-open")
)

const throttled = heard(Events.job, Events.polled(0), Events.waiting(10, 38, "throttled"))

const parked = heard({ kind: "recording-job", ids: ["8"] }, Events.polled(0, Events.parked))

const ended = heard({ kind: "data-action", ids: ["old"] }, Events.polled(0), ...Events.ended(20))

const all = [running, down, throttled, parked, ended]

const line = (fields: Partial<ProgressTable.Face>) => ProgressTable.render([running], face(fields)).join("\n")

describe("ProgressTable", () => {
  it("O2 tells all of a job in one line, and less where there is less room", () => {
    const name = "data-action/demo-import"
    assert.deepStrictEqual(
      [140, 120, 80, 60, 40, 20].map((columns) => line({ columns })),
      [
        `${name}  RUNNING  ████████████░░░░░░░░░░░░░░░░  45 %    450/1,000  12 errors        ▃█     13/s  38 s left   next poll 4 s`,
        `${name} RUNNING ██████████░░░░░░░░░░░░░░ 45 %   450/1,000  12 err       ▃█    13/s 38 s left  poll 4 s`,
        "demo-import RUNNING 45 %   450/1,000  12 err   ▃█    13/s 38 s left  poll 4 s",
        "demo-…ort RUNNING 45 %  12 err 38 s left  poll 4 s",
        "demo-…ort RUNNING 45 %  poll 4 s",
        "demo-…ort RUNNING"
      ]
    )
  })

  it("O2 puts several jobs into the same columns, and words where numbers mean nothing", () => {
    assert.deepStrictEqual(ProgressTable.render(all, face({ columns: 100 })), [
      "data-action/demo-import RUNNING ███░░░░░ 45 %   450/1,000  12 err   ▃█    13/s 38 s left  poll 4 s",
      "recording-job/7         RUNNING platform down since 14:02, next probe 40 s  45 %  450/1,000  12 err",
      "data-action/a1b2        RUNNING throttled, 12 s  45 %  450/1,000  12 err",
      "recording-job/8         READY   waits for being started; to move it: PUT /api/v2/recording/jobs/7",
      "data-action/old         Partial 245 of 1,000 records failed (24.5 %), after 20 s"
    ])
  })

  it("O2 tells rate, trend and next poll of a real id at 80 columns, without the kind", () => {
    const real = (last: string, seconds: number): Job => ({
      kind: "data-action",
      ids: [`a1b2c3d4-0000-4000-8000-${String(seconds).padStart(11, "0")}${last}`]
    })
    const of = (processed: number) =>
      Events.running({ progress: processed / 12_000, processed, total: 12_000, errors: processed / 9 })
    const events = [0, 900, 1_800, 3_600].map((processed, index) => Events.polled(index * 5, of(processed)))
    const lines = ProgressTable.render(
      [
        heard(real("a", 1), ...events),
        heard(real("b", 2), ...events, Events.waiting(20, 38, "throttled")),
        heard(real("c", 3), ...events, Events.troubled(20), Events.waiting(20, 66, "circuit-open"))
      ],
      face({ now: Events.start + 16_000 })
    )
    assert.deepStrictEqual(lines, [
      "a1b2c3…001a RUNNING 30 %  3,600/12,000 400 err  ▅▅█   240/s 34 s left  poll 9 s",
      "a1b2c3…002b RUNNING throttled, 22 s  30 %  3,600/12,000  400 err",
      "a1b2c3…003c RUNNING platform down since 14:02, next probe 50 s  30 %"
    ])
  })

  it("O2 tells the kinds where ids alone do not tell two jobs apart", () => {
    const jobs = ["data-action", "recording-job"].map((kind) =>
      heard({ kind, ids: ["a1b2c3d4-0000-4000-8000-000000000001"] }, Events.polled(0))
    )
    const names = ProgressTable.render(jobs, face()).map((text) => text.split(" ")[0])
    assert.deepStrictEqual(names, ["data-ac…00001", "recordi…00001"])
  })

  it("O2 cuts names in the same place in every frame, and never so that two look the same", () => {
    const named = (month: number): Job => ({
      kind: "data-action",
      ids: [`import-contacts-2026-${month}-for-emea`]
    })
    const frames = [0, 9, 99, 999, 9_999].map((done, index) => {
      const status = Events.running({ processed: done, total: 12_000, errors: done, progress: done / 12_000 })
      const events = Array.from({ length: index + 1 }, (_, n) => Events.polled(n, status))
      return [10, 11].map((month) => heard(named(month), ...events))
    })
    for (const columns of [80, 100, 120]) {
      const names = frames.map((jobs) =>
        ProgressTable.render(jobs, face({ columns })).map((text) => text.split(" ")[0])
      )
      assert.notStrictEqual(names[0]?.[0], names[0]?.[1])
      for (const frame of names) assert.deepStrictEqual(frame, names[0])
    }
  })

  it("writes plain ASCII for a terminal that knows no Unicode", () => {
    const odd = heard(
      { kind: "data-action", ids: ["名前-0001-with-a-very-long-name-indeed-and-more"] },
      Events.polled(0)
    )
    const text = ProgressTable.render([...all, odd], face({ unicode: false })).join("\n")
    assert.match(text, /^[\x20-\x7e\n]*$/)
    assert.include(text, " RUNNING 45 % ")
  })

  it("O1 writes colours only where asked, and then nothing else differs", () => {
    const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g")
    const coloured = ProgressTable.render(all, face({ colour: true })).join("\n")
    assert.match(coloured, colour)
    assert.strictEqual(
      coloured.replace(colour, "").replace(/ +$/gm, ""),
      ProgressTable.render(all, face()).join("\n")
    )
  })

  it("O2 counts the jobs that have no row, and shows those first that need somebody", () => {
    const many = Array.from({ length: 50 }, (_, index) => {
      const job = { kind: "data-action", ids: [`j${index}`] }
      return index < 30 ? heard(job, Events.polled(0), ...Events.ended(20)) : heard(job, Events.polled(0))
    })
    const odd = heard(
      { kind: "data-action", ids: ["odd"] },
      Events.polled(0, Events.running({ phase: "unknown" }))
    )
    const lines = ProgressTable.render(
      [...many, throttled, down, parked, odd],
      face({ rows: 10, columns: 120 })
    )
    assert.lengthOf(lines, 10)
    const names = lines.slice(0, 4).map((text) => text.split(" ")[0])
    assert.deepStrictEqual(names, [
      "recording-job/8",
      "data-action/odd",
      "recording-job/7",
      "data-action/j30"
    ])
    assert.strictEqual(lines[9], "+45 more: 14 running, 1 waiting for the platform, 30 ended")
    const few = ProgressTable.render([throttled, down, parked, odd], face({ rows: 2 }))
    assert.strictEqual(few[1], "+3 more: 1 in an unknown state, 2 waiting for the platform")
  })

  it("O1 keeps within the width and obeys nothing that came from outside", () => {
    const control = /[\p{Cc}\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u
    const hostile = HostileText.hostile
    const status = FastCheck.record({ state: hostile, hint: FastCheck.option(hostile, { nil: undefined }) })
    FastCheck.assert(
      FastCheck.property(
        FastCheck.array(FastCheck.tuple(hostile, status, FastCheck.boolean()), { maxLength: 5 }),
        FastCheck.integer({ min: 1, max: 160 }),
        FastCheck.boolean(),
        (jobs, columns, unicode) => {
          const rows = jobs.map(([id, fields, isParked]) =>
            heard(
              { kind: "data-action", ids: [id] },
              Events.polled(0, Events.running({ ...fields, phase: isParked ? "parked" : "running" }))
            )
          )
          for (const text of ProgressTable.render(rows, face({ columns, unicode }))) {
            assert.isFalse(control.test(text))
            assert.isAtMost(Columns.width(text), Math.max(1, columns - 1), text)
          }
        }
      )
    )
  })
})
