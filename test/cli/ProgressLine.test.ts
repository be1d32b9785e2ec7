import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as ProgressLine from "../../src/cli/ProgressLine.js"
import type { Job } from "../../src/jobs/Job.js"
import { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as GenesysErrors from "../watch/GenesysErrors.js"
import * as Events from "./Events.js"

const lines = (which: "all" | "attention", ...events: ReadonlyArray<WatchEvent>) =>
  Effect.runSync(
    Effect.flatMap(ProgressLine.make(which), (lineOf) => Effect.forEach(events, lineOf))
  ).flatMap((line) => line ?? [])

const other = { kind: "data-action", ids: ["c3d4"] }
const outage = "GET /api/v2/data-actions/{id}/status: the platform is unavailable (503)"
const advice = "The watch asks again; the platform's status page tells about outages."

describe("ProgressLine", () => {
  it("O2 is one line for each change of state", () => {
    assert.deepStrictEqual(
      lines(
        "all",
        Events.started(),
        Events.polled(1, Events.running({ state: "QUEUED", progress: 0, processed: 0, errors: 0 })),
        Events.polled(11),
        Events.polled(21, Events.running({ processed: 600 })),
        Events.polled(
          31,
          Events.running({
            phase: "failed",
            state: "FAILED",
            total: undefined,
            errors: 1,
            progress: undefined,
            message: "disk\nfull"
          })
        ),
        ...Events.ended(32)
      ),
      [
        "14:02:01 data-action/a1b2 QUEUED 0 % 0/1000",
        "14:02:11 data-action/a1b2 RUNNING 45 % 450/1000, 12 errors",
        "14:02:31 data-action/a1b2 FAILED 450 done, 1 error, the platform says: disk full",
        "14:02:32 data-action/a1b2 ended: partial, 245 of 1,000 records failed (24.5 %)"
      ]
    )
  })

  it("W4 says that a state is not known", () => {
    assert.deepStrictEqual(
      lines("all", Events.polled(1, Events.running({ phase: "unknown", state: "PONDERING" }))),
      [
        "14:02:01 data-action/a1b2 PONDERING 45 % 450/1000, 12 errors, its kind does not know this state; look at the job in Genesys Cloud"
      ]
    )
  })

  it("O4 ends the platform's own words with one full stop", () => {
    const error = GenesysErrors.make({
      ...GenesysErrors.reasons.Unavailable,
      body: { codes: [], message: "Back soon." }
    })
    const troubled = (job: Job) => WatchEvent.Troubled({ job, at: Events.start, error })
    assert.deepStrictEqual(lines("all", troubled(Events.job), troubled(other)), [
      `14:02:00 data-action/a1b2 ${outage}: Back soon. ${advice}`
    ])
  })

  it("W5 tells an outage once for all jobs, with what to do, and its end", () => {
    assert.deepStrictEqual(
      lines(
        "all",
        Events.troubled(0),
        Events.waiting(0, 5, "outage"),
        Events.troubled(1, other),
        Events.waiting(1, 65, "circuit-open", other),
        Events.waiting(5, 65, "circuit-open"),
        Events.waiting(65, 125, "circuit-open"),
        Events.recovered(126, 0),
        Events.recovered(127, 1, other)
      ),
      [
        `14:02:00 data-action/a1b2 ${outage}. ${advice}`,
        "14:04:07 data-action/c3d4 the platform answers again, 2 min 7 s after the first fault"
      ]
    )
  })

  it("W5 tells the cause and not the open circuit, unless nobody tells one", () => {
    const open = (seconds: number, job: Job) => [
      WatchEvent.Troubled({
        job,
        at: Events.start + seconds * 1_000,
        error: GenesysErrors.make(GenesysErrors.reasons.CircuitOpen)
      }),
      Events.waiting(seconds, 60, "circuit-open", job)
    ]
    assert.deepStrictEqual(lines("all", ...open(0, other), Events.troubled(1)), [
      `14:02:01 data-action/a1b2 ${outage}. ${advice}`
    ])
    assert.deepStrictEqual(lines("attention", ...open(0, other), Events.waiting(60, 180, "outage", other)), [
      "14:03:00 data-action/c3d4 the platform is down, next request in 2 min, at 14:05"
    ])
  })

  it("W5 tells no recovery from what was no outage", () => {
    assert.deepStrictEqual(lines("all", Events.waiting(0, 5, "throttled"), Events.recovered(5, 0)), [])
  })

  it("tells a long wait, again only after a while without one", () => {
    const throttled = "data-action/a1b2 throttled by the platform, next request in"
    assert.deepStrictEqual(
      lines(
        "all",
        Events.waiting(0, 10, "throttled"),
        Events.waiting(10, 130, "throttled"),
        Events.waiting(130, 250, "throttled"),
        Events.polled(250),
        Events.waiting(260, 290, "throttled")
      ),
      [
        `14:02:10 ${throttled} 2 min, at 14:04`,
        "14:06:10 data-action/a1b2 RUNNING 45 % 450/1000, 12 errors",
        `14:06:20 ${throttled} 30 s, at 14:06`
      ]
    )
  })

  it("tells a wait that all jobs share once, also while failed records are read", () => {
    assert.deepStrictEqual(
      lines(
        "all",
        Events.waiting(0, 30, "throttled"),
        Events.waiting(1, 30, "throttled", other),
        Events.reading(2, 100, other),
        Events.waiting(3, 30, "throttled", other),
        Events.reading(31, 200, other),
        Events.waiting(36, 60, "throttled", other)
      ),
      [
        "14:02:00 data-action/a1b2 throttled by the platform, next request in 30 s, at 14:02",
        "14:02:31 data-action/c3d4 reads the failed records: 200/245, 2 pages",
        "14:02:36 data-action/c3d4 throttled by the platform, next request in 24 s, at 14:03"
      ]
    )
  })

  it("tells the reading of failed records every five seconds", () => {
    assert.deepStrictEqual(
      lines("all", ...[0, 1, 4.9, 5, 6, 9.9, 10].map((s, i) => Events.reading(s, 10 * i))),
      [
        "14:02:05 data-action/a1b2 reads the failed records: 30/245, 1 page",
        "14:02:10 data-action/a1b2 reads the failed records: 60/245, 1 page"
      ]
    )
  })

  it("W1 says what moves a parked job", () => {
    assert.deepStrictEqual(
      lines("attention", Events.polled(0, Events.parked), Events.polled(10, Events.parked)),
      [
        "14:02:00 data-action/a1b2 READY 0 % 0/1000, waits for being started; to move it: PUT /api/v2/recording/jobs/7"
      ]
    )
  })

  it("W4 tells beside a live view a state that nobody knows, in full", () => {
    const odd = Events.running({ phase: "unknown", state: "PAUSED_BY_FAIRIES" })
    assert.match(
      lines("attention", Events.polled(0, odd)).join(),
      /^14:02:00 data-action.a1b2 PAUSED_BY_FAIRIES /
    )
  })

  it("tells beside a live view only the begin and the end of an outage for all jobs", () => {
    assert.deepStrictEqual(
      lines(
        "attention",
        Events.polled(0),
        Events.troubled(0),
        Events.troubled(1, other),
        Events.waiting(1, 100, "outage"),
        Events.recovered(100, 0),
        Events.recovered(101, 1, other),
        ...Events.ended(110)
      ),
      [
        `14:02:00 data-action/a1b2 ${outage}. ${advice}`,
        "14:03:41 data-action/c3d4 the platform answers again, 1 min 41 s after the first fault"
      ]
    )
  })

  it("O1 obeys nothing that came from outside", () => {
    const [line] = lines(
      "all",
      Events.polled(0, Events.running({ state: "RUN\u001b[2J\nNING\u202e" }), {
        kind: "x",
        ids: ["\u001b[31m1"]
      })
    )
    assert.strictEqual(line, "14:02:00 x/1 RUN NING 45 % 450/1000, 12 errors")
  })
})
