import { assert, describe, it } from "@effect/vitest"
import * as ProgressLine from "../../src/cli/ProgressLine.js"
import type { Job } from "../../src/jobs/Job.js"
import { WatchEvent } from "../../src/watch/WatchEvent.js"
import * as GenesysErrors from "../watch/GenesysErrors.js"
import * as Events from "./Events.js"

const lines = (which: "all" | "attention", ...events: ReadonlyArray<WatchEvent>) => {
  const lineOf = ProgressLine.make(which)
  return events.flatMap((event) => lineOf(event) ?? [])
}

const other = { kind: "data-action", ids: ["c3d4"] }
const outage = "GET /api/v2/data-actions/{id}/status: the platform is unavailable (503)"
const advice = "Try again later; the platform's status page tells about outages."

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
      `14:02:00 data-action/a1b2 ${outage}: Back soon. ${advice}`,
      "14:02:00 data-action/c3d4 the platform is unavailable (503): Back soon, as said above"
    ])
  })

  it("W5 tells an outage once, with what to do, and its end", () => {
    assert.deepStrictEqual(
      lines(
        "all",
        Events.troubled(0),
        Events.waiting(0, 5, "outage"),
        Events.waiting(5, 65, "circuit-open"),
        Events.waiting(65, 125, "circuit-open"),
        Events.recovered(126, 0)
      ),
      [
        `14:02:00 data-action/a1b2 ${outage}. ${advice}`,
        "14:02:05 data-action/a1b2 the platform is down, next request in 1 min, at 14:03",
        "14:04:06 data-action/a1b2 the platform answers again, 2 min 6 s after the first fault"
      ]
    )
  })

  it("W5 does not give the same advice for every job", () => {
    assert.deepStrictEqual(lines("all", Events.troubled(0), Events.troubled(1, other)), [
      `14:02:00 data-action/a1b2 ${outage}. ${advice}`,
      "14:02:01 data-action/c3d4 the platform is unavailable (503), as said above"
    ])
  })

  it("tells a long wait, again only for another reason or after an answer", () => {
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
        "14:03:41 data-action/c3d4 the platform answers again, 1 min 40 s after the first fault"
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
