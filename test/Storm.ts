/** Two hours of a platform that has good times and bad, minute by minute, for 200 fibers that poll it. */
import * as Reply from "../src/testing/Reply.js"
import type * as ScriptedGenesys from "../src/testing/ScriptedGenesys.js"

export const minute = 60_000

/** What the weather is from which minute on. */
export const weather = [
  { from: 0, kind: "fair" },
  { from: 20, kind: "down" },
  { from: 35, kind: "fair" },
  { from: 50, kind: "throttled" },
  { from: 53, kind: "fair" },
  { from: 60, kind: "narrow" },
  { from: 66, kind: "fair" },
  { from: 75, kind: "silent" },
  { from: 80, kind: "fair" },
  { from: 95, kind: "refusing" },
  { from: 103, kind: "fair" }
] as const

/** When every token dies, and when the storm is over. */
export const expiry = 71
export const end = 120

export type Kind = (typeof weather)[number]["kind"]

export const kindAt = (millis: number): Kind =>
  weather.findLast(({ from }) => from * minute <= millis)?.kind ?? "fair"

/** Requests that the platform allows in the minute of this instant. */
export const allowedAt = (millis: number): number => (kindAt(millis) === "narrow" ? 60 : 300)

/** When the platform said "not before": from the answer's instant to the end of the wait. */
export interface Hold {
  readonly from: number
  readonly until: number
}

export interface Seen {
  /** Requests that reached the platform, by minute. */
  readonly requests: ReadonlyArray<number>
  /** 429s that came from a window that was spent, by minute. */
  readonly refusals: ReadonlyArray<number>
  readonly holds: ReadonlyArray<Hold>
  /** When a request was answered well. */
  readonly successes: ReadonlyArray<number>
}

const latency = 40

/** The platform of the storm as a script, and what it sees. */
export const make = (): {
  readonly script: (asked: ScriptedGenesys.Asked) => Reply.Reply
  readonly seen: Seen
} => {
  const requests: Array<number> = []
  const refusals: Array<number> = []
  const holds: Array<Hold> = []
  const successes: Array<number> = []
  const count = (list: Array<number>, at: number): number => {
    const index = Math.floor(at / minute)
    const next = (list[index] ?? 0) + 1
    list[index] = next
    return next
  }
  const wait = (at: number, seconds: number): Reply.Reply => {
    holds.push({ from: at + latency, until: at + latency + seconds * 1_000 })
    return Reply.answer(
      429,
      { code: "too.many.requests.retry.after" },
      { headers: { "retry-after": `${seconds}` }, after: latency }
    )
  }
  const script = ({ at }: ScriptedGenesys.Asked): Reply.Reply => {
    const used = count(requests, at)
    const left = Math.ceil((minute - (at % minute)) / 1_000)
    switch (kindAt(at)) {
      case "down":
        return Reply.answer(503, { code: "service.unavailable" }, { after: latency })
      case "silent":
        return Reply.silence
      case "refusing":
        return Reply.fault("ECONNREFUSED")
      case "throttled":
        return wait(at, 45)
      case "narrow":
      case "fair": {
        const allowed = allowedAt(at)
        if (used > allowed) {
          count(refusals, at)
          return wait(at, left)
        }
        successes.push(at)
        return Reply.ok(
          { id: "thing-1" },
          {
            after: latency,
            headers: {
              "inin-ratelimit-count": `${used}`,
              "inin-ratelimit-allowed": `${allowed}`,
              "inin-ratelimit-reset": `${left}`
            }
          }
        )
      }
    }
  }
  return { script, seen: { requests, refusals, holds, successes } }
}
